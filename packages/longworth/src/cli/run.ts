/** `longworth run`: the whole job. */
import { Command } from "commander";
import { addJobOptions } from "./job-options.js";
import { runRequest } from "./options/request.js";
import type { Shell } from "./shell.js";

export const runCommand = ({ answer, written, context }: Shell): Command => {
  const { cli } = context.words;
  const command = new Command("run").description(cli.run.description).argument("[files...]", cli.arguments.files);
  return addJobOptions(command, context.words, "run")
    .addHelpText("after", cli.run.after)
    .action(async (inputs: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const request = runRequest(inputs, options, context.limits);
      const { run } = await import("../app/run.js"); // models: loaded when they are needed
      await answer((effects) => run(request, effects), cli.told, { written: options, threads: request.threads });
    });
};
