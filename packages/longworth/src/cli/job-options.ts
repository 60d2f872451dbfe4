/** The options of run and inspect as commander's, from the one table. */
import { Option, type Command } from "commander";
import { GROUPS, OPTIONS, type OptionSpec } from "./options/table.js";
import type { Words } from "../words/en.js";

/** Adds the options group by group; `inspect` has none that only a whole run needs. */
export function addJobOptions(
  command: Command,
  words: Words,
  { withRunOnly }: Readonly<{ withRunOnly: boolean }>,
): Command {
  for (const group of GROUPS) {
    command.optionsGroup(words.cli.groups[group]);
    const specs: readonly (OptionSpec & { name: keyof Words["cli"]["options"] })[] = OPTIONS;
    for (const spec of specs) {
      if (spec.group === group && (withRunOnly || spec.runOnly !== true)) command.addOption(optionOf(spec, words));
    }
  }
  return command;
}

function optionOf(spec: OptionSpec & { name: keyof Words["cli"]["options"] }, { cli }: Words): Option {
  const flags = spec.value === undefined ? `--${spec.name}` : `--${spec.name} <${spec.value}>`;
  const option = new Option(flags, cli.options[spec.name]);
  if (spec.many !== true) return option;
  return option.argParser((text: string, before: unknown) => [...(Array.isArray(before) ? before : []), text]);
}
