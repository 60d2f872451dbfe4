/** `run`: from files of orders to a published run. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { TrinoAddress } from "../engines/trino-address.js";
import { CANDIDATE_NAMES } from "../forecast/candidates.js";
import type { Intake } from "../intake/intake.js";
import { CUSTOMER_TABLES } from "../intake/make-orders.js";
import { openInputs, readOrders } from "../intake/read-orders.js";
import { readablePaths, tableSource, type Source } from "../intake/source.js";
import { holdContracts } from "../intake/contracts/sources.js";
import type { Effects } from "../run/effects.js";
import type { PipelineRequest, PipelineResult } from "../run/request.js";
import { runPipeline } from "../run/run.js";
import { oneAtATime } from "../run/workers.js";
import { ident, sql } from "../sql/sql.js";
import { checkFreeSpace } from "../workspace/free-space.js";
import { draftFolder, runFolder, runsFolder, scratchFolder } from "../workspace/layout.js";
import { withLock } from "../workspace/lock.js";
import type { Manifest } from "../workspace/manifest.js";
import { makeCurrent, publish } from "../workspace/publish.js";
import { runDigest, runId } from "../workspace/run-id.js";
import { findSameRun } from "../workspace/same-run.js";
import { accountsFrom, withAccount } from "./accounts.js";
import { attributesOf, refuseAttributes } from "./attributes.js";
import { clusterOf, openCluster, type ClusterRun } from "./cluster.js";
import { openInvoices, refuseInvoices, refuseWithoutContracts } from "./invoices.js";
import { writeQuality } from "./quality.js";
import { decidingOptions } from "./deciding-options.js";
import { surveysOf } from "./surveys.js";
import { runOfContracts } from "./run-contracts.js";
import { publishedCustomers, sealedRuns } from "./sealed.js";
import { executionOf, runResult, type RunRequest, type RunResult } from "./run-request.js";

const SPACE_PER_BYTE = 2; // a run writes less than this share of its inputs, spilling included

/** @throws whatever is wrong with the input, the options, the machine: a UserError; nothing is published then */
export async function run(request: RunRequest, effects: Effects): Promise<RunResult> {
  refuseAttributes(request);
  refuseInvoices(request);
  return withLock(request.workspace, effects, async () => {
    const scratch = scratchFolder(request.workspace, `work-${effects.machine.pid}`);
    await effects.files.mkdir(scratch); // made with its parents, a full disk would be told as ENOENT
    try {
      return await runLocked(request, { effects, scratch: await effects.files.realpath(scratch) });
    } finally {
      await effects.files.rm(scratch, { recursive: true, force: true });
    }
  });
}

interface Place {
  readonly effects: Effects;
  readonly scratch: string;
}

async function runLocked(request: RunRequest, { effects, scratch }: Place): Promise<RunResult> {
  const { workspace } = request;
  const startedAt = effects.clock();
  effects.progress({ step: "read", done: 0, of: 1 });
  const address = clusterOf(request);
  const sources = address ? [tableSource(address)] : await openInputs({ ...request, temp: scratch }, effects);
  const invoices = await openInvoices(request, { effects, scratch });
  const options = await decidingOptions(request, effects);
  const key = { inputs: sources, options };
  if (!request.again && address === null) {
    const same = await findSameRun(workspace, { ...key, version: effects.machine.version }, effects.files);
    if (same !== null) {
      await makeCurrent(workspace, same.run, effects.files);
      return runResult(same, true);
    }
  }
  await checkFreeSpace(workspace, SPACE_PER_BYTE * sources.reduce((sum, { bytes }) => sum + bytes, 0), effects.files);
  const name = await freeName(workspace, { startedAt, digest: runDigest(key) }, effects.files);
  const draft = draftFolder(workspace, name);
  await effects.files.mkdir(draft);
  try {
    return await make(request, {
      effects,
      scratch,
      startedAt,
      sources,
      invoices,
      address,
      options,
      name,
      draft: await effects.files.realpath(draft),
    });
  } finally {
    await effects.files.rm(draft, { recursive: true, force: true }); // published: it has been renamed and is not there
  }
}

/** The name of a run; of one that is repeated within a second, that of a second later. */
async function freeName(
  workspace: string,
  { startedAt, digest }: Readonly<{ startedAt: Date; digest: string }>,
  files: Effects["files"],
): Promise<string> {
  const taken = new Set(await files.readdir(runsFolder(workspace)));
  let at = startedAt;
  while (taken.has(runId(at, digest))) at = new Date(at.getTime() + 1000);
  return runId(at, digest);
}

/** A run in the making. */
export interface Making extends Place {
  readonly startedAt: Date;
  readonly sources: readonly Source[];
  readonly invoices: readonly Source[]; // beside contracts
  readonly address: TrinoAddress | null; // of the table that is the source
  readonly options: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly draft: string;
}

async function make(request: RunRequest, given: Making): Promise<RunResult> {
  const making = given.address === null ? given : { ...given, effects: besideCluster(given.effects) };
  const { effects, scratch, draft, sources } = making;
  const cluster = await clusterFor(request, making);
  const engine = cluster?.engine ?? (await openLocal(request, making));
  try {
    if (await holdContracts(sources, request, engine)) {
      const contracts = await runOfContracts(withAccount(request), { ...making, engine });
      await cluster?.clear(); // its tables are small: they are in the run, and none stays there
      return contracts;
    }
    refuseWithoutContracts(request);
    const read = await readOrders({ ...request, sources, temp: scratch }, engine, effects);
    effects.progress({ step: "read", done: 1, of: 1 });
    const surveys = await surveysOf(request, knownOf(read), { engine, effects, temp: scratch });
    const accounts = await accountsFrom(request, { sources, customers: read.customers }, { engine, effects });
    const intake = { ...read, problems: [...read.problems, ...surveys.problems] };
    const attributes = await attributesOf(request, intake, { engine, effects, temp: scratch });
    const asked = { ...pipelineRequest(request, intake, draft), attributes, surveys, accounts };
    const { sealed } =
      cluster || !request.report
        ? { sealed: [] }
        : await sealedRuns(request.workspace, asked, { newest: true, files: effects.files });
    const piped = await runPipeline({ ...asked, sealed, customersIn: cluster?.customers }, engine, effects);
    const facts = {
      ...factsOf(request, { ...making, intake, found: piped.facts }),
      cluster: await cluster?.facts(intake.hasAmounts),
    };
    await writeQuality(engine, intake, making);
    if (request.report) {
      const { writeReport } = await import("./run-report.js");
      const customersIn = cluster && { engine, table: cluster.customers };
      const told = { facts, problems: intake.problems, maskIds: request.maskIds, customersIn };
      await writeReport(engine.files, told, making);
    }
    const manifest = await publish(
      request.workspace,
      { run: making.name, facts, rows: piped.rows, signal: effects.signal },
      effects.files,
    );
    await cluster?.show();
    await cluster?.clear();
    return runResult({ run: making.name, folder: runFolder(request.workspace, making.name), manifest });
  } catch (thrown) {
    const isThere = !(thrown instanceof UserError && thrown.code === "engine_failed") && !effects.signal.aborted;
    if (isThere) await cluster?.clear(); // else the next run clears it
    throw thrown;
  } finally {
    engine.close();
  }
}

const knownOf = ({ asOf, currency, columns }: Intake) => ({
  asOf: asOf ?? "",
  currency,
  customer: columns["customer"],
  ids: sql`SELECT customer_id FROM ${ident(CUSTOMER_TABLES.days)}`,
});

/** Most of the time goes by in the cluster: what is done here is done in little memory, on one thread. */
const besideCluster = (effects: Effects): Effects => ({ ...effects, workers: oneAtATime(effects.workers) });

/** Earlier runs may be read, too: what they said is held against what happened. */
async function openLocal(
  { threads, memory, workspace }: RunRequest,
  { effects, scratch, draft, sources, invoices }: Making,
): Promise<Engine> {
  const readable = [
    ...readablePaths([...sources, ...invoices]),
    ...(await publishedCustomers(workspace, effects.files)),
  ];
  return effects.openEngine({ threads, memory, temp: scratch, readable, writable: [draft, scratch] });
}

async function clusterFor(request: RunRequest, { address, effects, ...making }: Making): Promise<ClusterRun | null> {
  const { name: run, scratch: temp, draft } = making;
  if (address === null) return null;
  return openCluster(address, { run, request, temp, writable: [draft, temp] }, effects);
}

function pipelineRequest(
  request: RunRequest,
  intake: Intake,
  draft: string,
): Omit<PipelineRequest, "sealed" | "attributes" | "surveys" | "accounts"> {
  return {
    ...request,
    draft,
    asOf: intake.asOf ?? "",
    basis: request.basis ?? (intake.hasMargin ? "gross_margin" : "revenue"),
    currency: intake.currency,
    model: CANDIDATE_NAMES.find((name) => name === request.model) ?? "auto",
    hasAmounts: intake.hasAmounts,
    hasRefunds: intake.refunds > 0,
    hasMargin: intake.hasMargin,
    hasStarts: intake.hasStarts,
    problems: intake.problems,
    total: intake.hasAmounts ? Number(intake.total) : null,
  };
}

interface Found extends Making {
  readonly intake: Intake;
  readonly found: PipelineResult["facts"];
}

function factsOf(request: RunRequest, made: Found): Omit<Manifest, "schema" | "run" | "artefacts"> {
  const { intake, found, options } = made;
  return {
    asOf: intake.asOf ?? "",
    currency: intake.currency,
    basis: request.basis ?? (intake.hasMargin ? "gross_margin" : "revenue"),
    amount: request.amount,
    horizons: [...request.horizons],
    discountRate: request.annualDiscountRate,
    orders: intake.orders,
    firstDate: intake.firstDate ?? "",
    options: { ...options },
    inputs: intake.files.map((file) => ({ ...file })),
    layout: intake.layout,
    ladder: intake.ladder.map((step) => ({ ...step })),
    ...found,
    seed: request.seed,
    execution: executionOf(request, made),
  };
}
