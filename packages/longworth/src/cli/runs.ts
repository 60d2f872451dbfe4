/** `longworth runs`: what was published. */
import { Command } from "commander";
import { runs, type RunsResult } from "../app/runs.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, type Shell } from "./shell.js";

export const runsCommand = ({ answer, written, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("runs")
    .description(cli.runs.description)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.runs.after)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const tell = (result: RunsResult): string =>
        result.runs.length === 0 ? cli.runs.none(workspace) : cli.runs.table(result.runs);
      await answer((effects) => runs({ workspace }, effects), tell, { written: options });
    });
};
