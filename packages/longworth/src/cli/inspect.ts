/** `longworth inspect`: what is in a file, before anything is forecast from it. */
import { Command } from "commander";
import { addJobOptions } from "./job-options.js";
import { readRequest } from "./options/request.js";
import type { Shell } from "./shell.js";

export const inspectCommand = ({ answer, written, context }: Shell): Command => {
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
      await answer((effects) => inspect(request, effects), context.words.inspect.told, {
        written: options,
        threads: request.threads,
      });
    });
};
