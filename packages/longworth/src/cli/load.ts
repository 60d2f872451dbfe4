/** `longworth load`: a file of orders into a table of a cluster. */
import { Command } from "commander";
import { readRequest } from "./options/request.js";
import type { Shell } from "./shell.js";

export const loadCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("load")
    .description(cli.load.description)
    .argument("<files_and_table...>", cli.load.argument)
    .addHelpText("after", cli.load.after)
    .action(async (named: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const request = readRequest(named.slice(0, -1), options, context.limits);
      const { load } = await import("../app/load.js");
      await withScratch((scratch) =>
        answer((effects) => load({ ...request, to: named.at(-1) ?? "", scratch }, effects), cli.load.told, {
          written: options,
          threads: request.threads,
        }),
      );
    });
};
