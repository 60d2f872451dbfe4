/** `longworth drivers`: what goes with leaving. */
import { Command } from "commander";
import type { DriversRequest } from "../app/drivers.js";
import { en } from "../words/en.js";
import { addJobOptions } from "./job-options.js";
import { refuse } from "./options/refuse.js";
import { duration } from "./options/quantity.js";
import { DEFAULT_WORKSPACE, readRequest } from "./options/request.js";
import { lastOf, textOf, type Shell } from "./shell.js";

const DEFAULT_FOLDER = "drivers";
const NO_FILE = "-"; // readRequest wants a file; a run has none

export const driversCommand = ({ answer, written, withScratch, context }: Shell): Command => {
  const { cli } = context.words;
  const help = cli.drivers;
  const command = new Command("drivers")
    .description(help.description)
    .argument("[inputs...]", help.argument)
    .optionsGroup(help.group)
    .option("--duration <column>", help.duration)
    .option("--event <column=value>", help.event)
    .option("--attributes <file>", help.attributes)
    .option("--silence <duration>", help.silence)
    .option("--by <a,b,c>", help.by)
    .option("--keep <a,b,c>", help.keep)
    .option("--unit <name>", help.unit)
    .option("--workspace <dir>", cli.workspace)
    .option("--out <dir>", help.out);
  return addJobOptions(command, context.words, "drivers")
    .addHelpText("after", help.after)
    .action(async (inputs: readonly string[], given: Readonly<Record<string, unknown>>) => {
      const options = await written(given);
      const workspace = lastOf(options, "workspace") ?? DEFAULT_WORKSPACE;
      const request = {
        ...readRequest(inputs.length === 0 ? [NO_FILE] : inputs, options, context.limits),
        inputs,
        workspace,
      };
      const asked = askedFor(given);
      refuseIdle(given, asked.table !== undefined ? "table" : inputs.length === 0 ? "run" : null);
      const { drivers, tellDrivers } = await import("../app/drivers.js"); // models: loaded when they are needed
      await withScratch((scratch) =>
        answer((effects) => drivers({ ...request, ...asked, scratch }, effects), tellDrivers, {
          written: options,
          threads: request.threads,
        }),
      );
    });
};

/** Options that act on the file of a table, and beside a run; files of orders take all. */
const ACTS: Readonly<Record<"table" | "run", readonly string[]>> = {
  table: ["map", "decimal", "thousands", "delimiter", "encoding", "skip", "comment", "sheet", "header", "columns", "allow-empty", "by", "keep", "unit", "out", "duration", "event"],
  run: ["map", "decimal", "thousands", "keep-case", "attributes", "silence", "by", "keep", "unit", "workspace", "out"],
}; // prettier-ignore
const ALWAYS = ["json", "progress", "quiet", "config", "threads", "memory"];

/** @throws bad_arguments for an option of the command line that would be ignored */
function refuseIdle(given: Readonly<Record<string, unknown>>, what: "table" | "run" | null): void {
  if (what === null) return;
  const names = Object.keys(given).map((key) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  const idle = names.find((name) => !ACTS[what].includes(name) && !ALWAYS.includes(name));
  if (idle !== undefined) throw refuse(en.cli.bad.notHere({ option: `--${idle}`, what }));
}

type Asked = Pick<DriversRequest, "table" | "attributes" | "silence" | "by" | "keep" | "unit" | "out">;

/** @throws bad_arguments */
function askedFor(given: Readonly<Record<string, unknown>>): Asked {
  const table = tableIn(given);
  const silence = textOf(given, "silence");
  return {
    table,
    attributes: textOf(given, "attributes"),
    silence: silence === undefined ? undefined : duration(silence, "--silence"),
    by: namesIn(textOf(given, "by")),
    keep: namesIn(textOf(given, "keep")) ?? [],
    unit: textOf(given, "unit") ?? (table === undefined ? en.drivers.days : en.drivers.periods),
    out: textOf(given, "out") ?? DEFAULT_FOLDER,
  };
}

function tableIn(given: Readonly<Record<string, unknown>>): Asked["table"] {
  const [lasted, event] = [textOf(given, "duration"), textOf(given, "event")];
  if (lasted === undefined && event === undefined) return undefined;
  if (lasted === undefined || event === undefined) throw refuse(en.drivers.bothNeeded());
  const at = event.indexOf("=");
  const pair = { column: event.slice(0, Math.max(0, at)).trim(), value: event.slice(at + 1).trim() };
  if (pair.column === "" || pair.value === "") throw refuse(en.drivers.eventPair({ text: event }));
  return { duration: lasted.trim(), event: pair };
}

const namesIn = (text: string | undefined): readonly string[] | undefined =>
  text
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
