/** `longworth score-past`: what earlier runs said, and what happened. */
import { Command } from "commander";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, textOf, type Shell } from "./shell.js";

export const scorePastCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli, past: words } = context.words;
  return new Command("score-past")
    .description(words.description)
    .option("--run <id>", words.run)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", words.after)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const request = { workspace, run: textOf(given, "run"), ...context.limits };
      const { scorePastRuns } = await import("../app/score-past.js"); // the engine: loaded when it is needed
      await withScratch((scratch) =>
        answer((effects) => scorePastRuns({ ...request, scratch }, effects), words.told, { written: options }),
      );
    });
};
