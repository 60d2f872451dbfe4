/** `longworth explain`: what one customer's forecast is made of. */
import { Command } from "commander";
import { duration } from "./options/quantity.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, textOf, type Shell } from "./shell.js";

export const explainCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli, explain: words } = context.words;
  return new Command("explain")
    .description(words.description)
    .argument("<customer>", words.argument)
    .option("--run <id>", cli.arguments.run)
    .option("--horizon <duration>", words.horizon)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", words.after)
    .action(async (customer: string, given: Readonly<Record<string, unknown>>) => {
      const options = await written({ ...given, horizon: undefined });
      const horizon = textOf(given, "horizon");
      const request = {
        workspace: lastOf(options, "workspace") ?? DEFAULT_WORKSPACE,
        run: textOf(given, "run"),
        customer,
        horizon: horizon === undefined ? undefined : duration(horizon, "--horizon"),
        ...context.limits,
      };
      const { explain } = await import("../app/explain.js"); // models: loaded when they are needed
      await withScratch((scratch) =>
        answer((effects) => explain({ ...request, scratch }, effects), words.told, { written: options }),
      );
    });
};
