/** `longworth doctor`: would a run work here? */
import { Command } from "commander";
import { doctor } from "../app/doctor.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { lastOf, type Shell } from "./shell.js";

export const doctorCommand = ({ answer, written, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("doctor")
    .description(cli.doctor.description)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.doctor.after)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const { limits, scratch } = context;
      const request = { workspace, scratch, machine: context.facts(), limits };
      await answer((effects) => doctor(request, effects), context.words.doctor.told, {
        written: options,
        exitCode: ({ exitCode }) => exitCode,
      });
    });
};
