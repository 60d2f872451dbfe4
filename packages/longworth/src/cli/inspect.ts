/** `longworth inspect`: what is in a file, before anything is forecast from it. */
import path from "node:path";
import { Command } from "commander";
import type { Inspection } from "../app/inspect.js";
import { saveConfig } from "../app/save-config.js";
import { addJobOptions } from "./job-options.js";
import { readRequest } from "./options/request.js";
import { CONFIG, type Written } from "./options/table.js";
import type { Effects } from "../run/effects.js";
import type { Shell } from "./shell.js";

const NOTHING_LEFT = 4; // the file was read and understood; it only leaves nothing to estimate

/** With `config`, the file that was asked for, and whether it was written. */
type Answer = Inspection & Readonly<{ config?: Readonly<{ path: string; isSaved: boolean }> }>;

export const inspectCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli, inspect: words } = context.words;
  const command = new Command("inspect")
    .description(cli.inspect.description)
    .argument("[files...]", cli.arguments.files);
  const tell = (result: Answer): string => {
    const { config } = result;
    return words.told(result) + (config ? cli.config[config.isSaved ? "saved" : "unsaved"](config.path) : "");
  };
  return addJobOptions(command, context.words, "inspect")
    .option("--write-config [file]", cli.config.option)
    .addHelpText("after", cli.inspect.after)
    .action(async (inputs: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const request = readRequest(inputs, options, context.limits);
      const file = configFile(given);
      const { inspect } = await import("../app/inspect.js");
      await withScratch((scratch) =>
        answer(
          async (effects): Promise<Answer> => {
            if (file === null) return inspect({ ...request, scratch }, effects);
            const result = await inspect({ ...request, scratch, expect: undefined }, effects);
            return saved(result, { file, written: options, inputs }, effects);
          },
          tell,
          {
            written: options,
            threads: request.threads,
            exitCode: ({ refusal }) => (refusal === null || refusal.exitCode === NOTHING_LEFT ? 0 : refusal.exitCode),
          },
        ),
      );
    });
};

type Saving = Readonly<{ file: string; written: Written; inputs: readonly string[] }>;

/** Save the decisions, unless the file was refused: then there are none. */
async function saved(result: Inspection, { file, written, inputs }: Saving, effects: Effects): Promise<Answer> {
  const isSaved = result.refusal === null;
  const { settled } = result;
  const names = inputs.map((input) => path.basename(input));
  const { configText } = await import("./options/save.js"); // YAML: loaded when it is needed
  const textOf = (before: string | null): string => configText(before, { written, settled, inputs: names });
  if (isSaved) await saveConfig(file, textOf, effects);
  return { ...result, config: { path: file, isSaved } };
}

/** The file to save to: the one that was named, or the usual one. Null without --write-config. */
function configFile({ writeConfig }: Readonly<Record<string, unknown>>): string | null {
  if (writeConfig === undefined) return null;
  return typeof writeConfig === "string" ? writeConfig : CONFIG;
}
