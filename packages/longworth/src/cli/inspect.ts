/** `longworth inspect`: what is in a file, before anything is forecast from it. */
import { Command } from "commander";
import { addJobOptions } from "./job-options.js";
import { readRequest } from "./options/request.js";
import type { Shell } from "./shell.js";

const NOTHING_LEFT = 4; // the file was read and understood; it only leaves nothing to estimate

export const inspectCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  const command = new Command("inspect")
    .description(cli.inspect.description)
    .argument("[files...]", cli.arguments.files);
  return addJobOptions(command, context.words, { withRunOnly: false })
    .addHelpText("after", cli.inspect.after)
    .action(async (inputs: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const request = readRequest(inputs, options, context.limits);
      const { inspect } = await import("../app/inspect.js");
      await withScratch((scratch) =>
        answer((effects) => inspect({ ...request, scratch }, effects), context.words.inspect.told, {
          written: options,
          threads: request.threads,
          exitCode: ({ refusal }) => (refusal === null || refusal.exitCode === NOTHING_LEFT ? 0 : refusal.exitCode),
        }),
      );
    });
};
