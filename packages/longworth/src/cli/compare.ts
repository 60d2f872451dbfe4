/** `longworth compare`: every candidate beside what is served, blind on the user's own past. */
import { Command } from "commander";
import { addJobOptions } from "./job-options.js";
import { compareRequest } from "./options/request.js";
import type { Shell } from "./shell.js";

export const compareCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli, compare: words } = context.words;
  const command = new Command("compare").description(words.description).argument("[files...]", cli.arguments.files);
  return addJobOptions(command, context.words, "compare")
    .addHelpText("after", words.after)
    .action(async (inputs: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const request = compareRequest(inputs, options, context.limits);
      const { compare } = await import("../app/compare.js"); // models: loaded when they are needed
      await withScratch((scratch) =>
        answer((effects) => compare({ ...request, scratch }, effects), words.told, {
          written: options,
          threads: request.threads,
        }),
      );
    });
};
