/** Files of invoices beside contracts, opened with them and read once the contracts are known. */
import path from "node:path";
import { isTrino } from "../engines/trino-address.js";
import { UserError } from "../errors.js";
import type { ContractIntake } from "../intake/contracts/result.js";
import { readInvoices, type InvoiceRead } from "../intake/invoices.js";
import { openInputs } from "../intake/read-orders.js";
import type { IntakeRequest, IntakeTools } from "../intake/request.js";
import type { Source } from "../intake/source.js";
import type { Effects } from "../run/effects.js";
import { invoices as words } from "../words/en/invoices.js";
import type { RunRequest } from "./run-request.js";

/** @throws bad_arguments for contracts in a cluster */
export function refuseInvoices({ invoices, inputs }: RunRequest): void {
  if (invoices.length > 0 && inputs.some(isTrino)) throw new UserError("bad_arguments", words.onlyFiles());
}

/** @throws bad_arguments where the inputs are no contracts, or contracts without ids and days */
export function refuseWithoutContracts({ invoices }: RunRequest): void {
  if (invoices.length > 0) throw new UserError("bad_arguments", words.onlyContracts(), { place: "--invoices" });
}

/** @throws whatever is wrong with the files themselves */
export async function openInvoices(
  request: RunRequest,
  { effects, scratch }: Readonly<{ effects: Effects; scratch: string }>,
): Promise<readonly Source[]> {
  if (request.invoices.length === 0) return [];
  const temp = path.join(scratch, "invoices-tmp");
  await effects.files.mkdir(temp, { recursive: true });
  return openInputs({ ...asWritten(request), inputs: request.invoices, temp }, effects);
}

/** What says how the files of contracts are written says nothing about others. */
function asWritten(request: RunRequest): IntakeRequest {
  const { amount, status, timezone, zeroAmount, duplicates, refunds, map, dateFormat, decimal, thousands } = request;
  const { minorUnits, round, onBadRow, maxBadShare, keepCase, normalizeIds } = request;
  const about = { amount, status, timezone, zeroAmount, duplicates, refunds, map, dateFormat, decimal, thousands };
  return { ...about, minorUnits, round, onBadRow, maxBadShare, keepCase, normalizeIds, inputs: [], allowEmpty: false };
}

type Asked = Readonly<{ sources: readonly Source[]; contracts: ContractIntake; temp: string }>;

/** @throws mixed_currency, column_missing where nothing belongs to a contract, and what is wrong with the invoices */
export async function invoicesOf(
  request: RunRequest,
  { sources, contracts, temp }: Asked,
  tools: IntakeTools,
): Promise<InvoiceRead | null> {
  if (sources.length === 0) return null;
  if (contracts.layout === "cohort_counts") throw new UserError("bad_arguments", words.counted());
  const { onlyCurrency } = request;
  const currency = onlyCurrency === undefined ? (contracts.currency ?? undefined) : undefined;
  const asked = { ...asWritten(request), sources, temp, currency, onlyCurrency };
  return readInvoices(asked, { asOf: contracts.asOf, digits: contracts.digits }, tools);
}
