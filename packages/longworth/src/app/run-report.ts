/** report.html of a run in the making. Loaded when one is drawn: charts take .05 s to load. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { readContractData, type ContractReportRequest } from "../report/contracts/data.js";
import { renderContracts } from "../report/contracts/render.js";
import { readReportData, type ReadableTable } from "../report/data.js";
import { renderReport } from "../report/render.js";
import type { Effects } from "../run/effects.js";
import { en } from "../words/en.js";
import type { Manifest, Problem } from "../workspace/manifest.js";

type Draft = Readonly<{ draft: string; effects: Effects }>;
type Told = Readonly<{
  facts: Omit<Manifest, "schema" | "run" | "artefacts">;
  problems: readonly Problem[];
  maskIds: boolean;
}>;

/** @param told `customersIn`: the table of a cluster that holds the customers, else null */
export async function writeReport(
  files: Engine,
  { customersIn, ...told }: Told & Readonly<{ customersIn: ReadableTable | null }>,
  making: Draft,
): Promise<void> {
  const tables = { files, folder: making.draft, customersIn: customersIn ?? undefined };
  await drawn(making, async () => renderReport(await readReportData(tables, told), en));
}

/** The report of a run of contracts. */
export const writeContractReport = (files: Engine, told: ContractReportRequest, making: Draft): Promise<void> =>
  drawn(making, async () => renderContracts(await readContractData(files, making.draft, told), en));

async function drawn({ draft, effects }: Draft, render: () => Promise<string>): Promise<void> {
  effects.progress({ step: "report", done: 0, of: 1 });
  await effects.files.writeFile(path.join(draft, "report.html"), await render());
  effects.progress({ step: "report", done: 1, of: 1 });
}
