/** `longworth report`: the report of a run, where it is or made anew. */
import { Command } from "commander";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { isOn } from "./options/table.js";
import { lastOf, textOf, type Shell } from "./shell.js";

export const reportCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("report")
    .description(cli.report.description)
    .argument("[run]", cli.arguments.run)
    .option("--out <file>", cli.report.out)
    .option("--mask-ids", cli.options["mask-ids"])
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.report.after)
    .action(async (run: string | undefined, given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const request = {
        workspace,
        run,
        out: textOf(given, "out"),
        maskIds: isOn(options, "mask-ids"),
        ...context.limits,
      };
      const { report } = await import("../app/report.js"); // charts: loaded when they are needed
      await withScratch((scratch) =>
        answer((effects) => report({ ...request, scratch }, effects), cli.report.told, { written: options }),
      );
    });
};
