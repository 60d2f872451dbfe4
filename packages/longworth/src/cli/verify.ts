/** `longworth verify`: is everything as it was published? */
import { Command } from "commander";
import { verify } from "../app/verify.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, type Shell } from "./shell.js";

export const verifyCommand = ({ answer, written, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("verify")
    .description(cli.verify.description)
    .argument("[run]", cli.arguments.run)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.verify.after)
    .action(async (run: string | undefined, given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      await answer((effects) => verify({ workspace, run }, effects), cli.verify.told, { written: options });
    });
};
