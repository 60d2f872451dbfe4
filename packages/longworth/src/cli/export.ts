/** `longworth export`: results for people, mailing tools and machines. */
import { createReadStream } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { EXPORT_FORMATS, EXPORT_TABLES, EXPORT_TARGETS, exportRun, type ExportRequest } from "../app/export.js";
import { choice } from "./options/choice.js";
import { refuse } from "./options/refuse.js";
import { DEFAULT_WORKSPACE } from "./options/request.js";
import { isOn } from "./options/table.js";
import { lastOf, textOf, type Context, type Shell } from "./shell.js";

export const exportCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  return new Command("export")
    .description(cli.export.description)
    .argument("[run]", cli.arguments.run)
    .option("--table <name>", cli.export.table)
    .option("--segment <name>", cli.export.segment)
    .option("--columns <a,b,c>", cli.export.columns)
    .option("--for <tool>", cli.export.for)
    .option("--format <csv|parquet>", cli.export.format)
    .option("--out <file>", cli.export.out)
    .option("--mask-ids", cli.export.maskIds)
    .option("--workspace <dir>", cli.workspace)
    .addHelpText("after", cli.export.after)
    .action(async (run: string | undefined, given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const wanted = {
        workspace: lastOf(options, "workspace") ?? DEFAULT_WORKSPACE,
        run,
        ...exportOptions(given),
        maskIds: isOn(options, "mask-ids"),
        ...context.limits,
      };
      const out = textOf(given, "out");
      await withScratch(async (scratch) => {
        const toStdout = out === undefined;
        const file = out ?? path.join(scratch, "export");
        const tell = (result: { path: string; rows: number; bytes: number }): string =>
          toStdout ? "" : cli.export.told(result);
        if (!toStdout)
          return answer((effects) => exportRun({ ...wanted, out: file, scratch }, effects), tell, { written: options });
        refuseTerminal(wanted, context);
        await answer(
          async (effects) => {
            await exportRun({ ...wanted, out: file, scratch }, effects);
            for await (const chunk of createReadStream(file)) await context.stdout(asBytes(chunk));
          },
          () => "",
          { written: { ...options, json: ["false"] } },
        );
        return undefined;
      });
      if (wanted.target !== undefined && wanted.target !== "spreadsheet")
        context.stderr(`${cli.export.consent(wanted.target)}\n`);
    });
};

function exportOptions(
  given: Readonly<Record<string, unknown>>,
): Pick<ExportRequest, "table" | "format" | "columns" | "segment" | "target"> {
  const target = textOf(given, "for");
  return {
    table: choice(textOf(given, "table") ?? "customers", "--table", EXPORT_TABLES),
    format: choice(textOf(given, "format") ?? "csv", "--format", EXPORT_FORMATS),
    columns: textOf(given, "columns")
      ?.split(",")
      .map((name) => name.trim()),
    segment: textOf(given, "segment"),
    target: target === undefined ? undefined : choice(target, "--for", EXPORT_TARGETS),
  };
}

function refuseTerminal({ format }: Pick<ExportRequest, "format">, { isTerminal, words }: Context): void {
  if (format === "parquet" && isTerminal.stdout) throw refuse(words.cli.bad.exportTerminal());
}

/** A file stream without encoding gives bytes. */
function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new Error("a file stream gave no bytes");
}
