/** The report of a published run: where it is, or rendered anew into a file. */
import path from "node:path";
import { z } from "zod";
import { UserError } from "../errors.js";
import { readContractData } from "../report/contracts/data.js";
import { renderContracts } from "../report/contracts/render.js";
import { readReportData } from "../report/data.js";
import { renderReport } from "../report/render.js";
import type { Effects } from "../run/effects.js";
import { en } from "../words/en.js";
import { writeDurably } from "../workspace/durable.js";
import { hasFile, Problem } from "../workspace/manifest.js";
import { openRun, type OpenedRun } from "../workspace/runs.js";
import { expectFileAt } from "../workspace/place.js";
import { expectAsPublished } from "../workspace/verify-run.js";
import { openCustomers } from "./published-customers.js";

export type ReportRequest = Readonly<{
  workspace: string;
  run?: string | undefined;
  out?: string | undefined; // else the report inside the run is told, as it was published
  maskIds: boolean;
  scratch: string; // an empty folder for the engine
  threads: number;
  memory: string;
}>;
export type ReportResult = Readonly<{ run: string; path: string; bytes: number }>;

/** @throws run_not_found, artefact_damaged; bad_arguments for a run made with `--report off`, and where no file can be made */
export async function report(request: ReportRequest, effects: Effects): Promise<ReportResult> {
  const { files } = effects;
  const opened = await openRun(request.workspace, request.run, files);
  if (!hasFile(opened.manifest, "report.html")) throw new UserError("bad_arguments", en.cli.bad.noReport(opened));
  const isNew = request.out !== undefined;
  if (request.out !== undefined) await expectFileAt(request.out, files);
  await expectAsPublished(opened, isNew ? opened.manifest.artefacts.map(({ name }) => name) : ["report.html"], files);
  if (request.out === undefined) {
    const published = path.join(opened.folder, "report.html");
    return { run: opened.run, path: published, bytes: (await files.stat(published)).size };
  }
  const html = await render(opened, request, effects);
  const half = `${request.out}.tmp-${effects.machine.pid}`;
  await writeDurably(half, html, files);
  await files.rename(half, request.out);
  return { run: opened.run, path: request.out, bytes: Buffer.byteLength(html) };
}

async function render(opened: OpenedRun, request: ReportRequest, effects: Effects): Promise<string> {
  const { run, folder, manifest } = opened;
  const { threads, memory, scratch, maskIds } = request;
  const place = await effects.files.realpath(folder);
  const text = await effects.files.readFile(path.join(folder, "quality.json"), "utf8");
  const problems = z.array(Problem).safeParse(JSON.parse(text));
  if (!problems.success) throw new UserError("artefact_damaged", { names: "quality.json", run });
  const tables = manifest.artefacts.map(({ name }) => path.join(place, name));
  const options = { threads, memory, temp: scratch, readable: tables, writable: [scratch] };
  const { engine, table } = await openCustomers(opened, options, effects);
  try {
    if (manifest.contracts) {
      const facts = { ...manifest, contracts: manifest.contracts };
      return renderContracts(await readContractData(engine, place, { facts, problems: problems.data, maskIds }), en);
    }
    const data = await readReportData(
      { files: engine.files, folder: place, customersIn: { engine, table } },
      { facts: manifest, problems: problems.data, maskIds },
    );
    return renderReport(data, en);
  } finally {
    engine.close();
  }
}
