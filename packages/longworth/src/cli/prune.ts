/** `longworth prune`: remove old runs. */
import { Command } from "commander";
import { prune } from "../app/prune.js";
import { duration } from "./options/quantity.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, textOf, type Shell } from "./shell.js";

export const pruneCommand = ({ answer, written, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("prune")
    .description(cli.prune.description)
    .requiredOption("--keep <duration>", cli.prune.keep)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.prune.after)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const keepDays = duration(textOf(given, "keep") ?? "", "--keep");
      await answer((effects) => prune({ workspace, keepDays }, effects), cli.prune.told, { written: options });
    });
};
