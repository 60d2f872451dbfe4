/** The options of jobs as commander's, from the one table. */
import { Option, type Command } from "commander";
import { GROUPS, OPTIONS, optionsOf, type Job, type OptionSpec } from "./options/table.js";
import type { Words } from "../words/en.js";

type Spec = OptionSpec & { name: keyof Words["cli"]["options"] };

/** Adds the options that act for the job, group by group. */
export function addJobOptions(command: Command, words: Words, job: Job): Command {
  const names: readonly string[] = optionsOf(job);
  const specs = (OPTIONS as readonly Spec[]).filter(({ name }) => names.includes(name));
  for (const group of GROUPS) {
    command.optionsGroup(words.cli.groups[group]);
    for (const spec of specs) if (spec.group === group) command.addOption(optionOf(spec, words));
  }
  return command;
}

function optionOf(spec: Spec, { cli }: Words): Option {
  const flags = spec.value === undefined ? `--${spec.name}` : `--${spec.name} <${spec.value}>`;
  const option = new Option(flags, cli.options[spec.name]);
  if (spec.many !== true) return option;
  return option.argParser((text: string, before: unknown) => [...(Array.isArray(before) ? before : []), text]);
}
