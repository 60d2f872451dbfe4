/** `run` for files of contracts: read, estimate, write, publish. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { readContracts } from "../intake/contracts/read-contracts.js";
import type { ContractIntake } from "../intake/contracts/result.js";
import type { Source } from "../intake/source.js";
import { runContracts } from "../run/contracts/run.js";
import type { ContractResult } from "../run/contracts/request.js";
import type { Effects } from "../run/effects.js";
import { sql } from "../sql/sql.js";
import { contracts as words } from "../words/en/contracts.js";
import { runFolder } from "../workspace/layout.js";
import type { Manifest } from "../workspace/manifest.js";
import { publish } from "../workspace/publish.js";
import { contractAccountsFrom } from "./accounts.js";
import { contractAttributesOf } from "./attributes.js";
import { invoicesOf } from "./invoices.js";
import { surveysOf } from "./surveys.js";
import { writeQuality } from "./quality.js";
import { executionOf, runResult, type RunRequest, type RunResult } from "./run-request.js";

/** Of contracts, where nobody says otherwise: what is paid in years is worth less today, and without a rate lifetimes may have no end. */
const CONTRACT_DISCOUNT = 0.1;

type Making = Readonly<{
  engine: Engine;
  effects: Effects;
  scratch: string;
  startedAt: Date;
  sources: readonly Source[];
  invoices: readonly Source[];
  options: Readonly<Record<string, unknown>>;
  name: string;
  draft: string;
}>;

/** Options of a forecast of orders. @throws bad_arguments */
function refuseOptions({ model, quantiles }: RunRequest): void {
  const option = model === "auto" ? (quantiles.length === 0 ? null : "--quantiles") : "--model";
  if (option !== null) throw new UserError("bad_arguments", words.notForContracts({ option }), { place: option });
}

/** @throws what is wrong with the input; nothing is published then */
export async function runOfContracts(request: RunRequest, making: Making): Promise<RunResult> {
  refuseOptions(request);
  const { engine, effects, scratch, sources, draft, name } = making;
  const read = await readContracts({ ...request, sources, temp: scratch }, engine, effects);
  effects.progress({ step: "read", done: 1, of: 1 });
  const known = {
    asOf: read.asOf,
    currency: read.currency,
    customer: read.columns["customer"],
    ids: sql`SELECT customer_id FROM contracts`,
  };
  const surveys = await surveysOf(request, known, { engine, effects, temp: scratch });
  const attributes = await contractAttributesOf(request, read, { engine, effects, temp: scratch });
  const accounts = await contractAccountsFrom(request, read.customers, { engine, effects });
  const given = { sources: making.invoices, contracts: read, temp: scratch };
  const invoices = await invoicesOf(request, given, { engine, effects });
  const intake = {
    ...read,
    rejected: read.rejected + (invoices?.rejected ?? 0),
    problems: [...read.problems, ...surveys.problems, ...(invoices?.problems ?? [])],
  };
  const annualRate = request.contractDiscountRate ?? CONTRACT_DISCOUNT;
  const margin = request.margin?.kind === "share" ? request.margin.share : 1;
  const basis = request.basis ?? (request.margin ? "gross_margin" : "revenue");
  const { asOf, currency, digits, hasPrice, contracts, problems } = intake;
  const { horizons, backtest, report, seed } = request;
  const asked = {
    draft,
    asOf,
    basis,
    margin,
    currency,
    digits,
    horizons,
    annualRate,
    backtest,
    report,
    hasPrice,
    contracts,
    problems,
    seed,
    surveys,
    accounts,
    attributes,
    invoices,
  };
  const piped = await runContracts(asked, engine, effects);
  const facts = factsOf(request, { ...making, intake, found: piped.facts, annualRate, basis });
  await writeQuality(engine, intake, making);
  if (request.report) {
    const { writeContractReport } = await import("./run-report.js");
    await writeContractReport(engine.files, { facts, problems, maskIds: request.maskIds }, making);
  }
  const manifest = await publish(
    request.workspace,
    { run: name, facts, rows: piped.rows, signal: effects.signal },
    effects.files,
  );
  return runResult({ run: name, folder: runFolder(request.workspace, name), manifest });
}

type Found = Making &
  Readonly<{ intake: ContractIntake; found: ContractResult["facts"]; annualRate: number; basis: Manifest["basis"] }>;

function factsOf(
  request: RunRequest,
  made: Found,
): Omit<Manifest, "schema" | "run" | "artefacts"> & Pick<ContractResult["facts"], "contracts"> {
  const { intake, found, options, annualRate, basis } = made;
  return {
    asOf: intake.asOf,
    currency: intake.currency,
    basis,
    amount: request.amount,
    horizons: [...request.horizons],
    discountRate: annualRate,
    orders: 0,
    firstDate: intake.firstDate ?? "",
    options: { ...options },
    inputs: intake.files.map((file) => ({ ...file })),
    layout: intake.layout,
    ladder: [],
    ...found,
    seed: request.seed,
    execution: executionOf(request, made),
  };
}
