/** From options as they were written to a complete request: every default is here. */
import { EFFORTS, MODEL_NAMES, type ReadRequest, type RunRequest } from "../../app/run-request.js";
import type { CompareRequest } from "../../app/compare.js";
import { en } from "../../words/en.js";
import { cluster } from "../../words/en/cluster.js";
import { choice, comment, currency, dateFormat, day, delimiter, encoding, thousands, timezone } from "./choice.js";
import { columnMap, expectations, margin, statusMap } from "./pairs.js";
import { duration, memory, quantiles, share, whole } from "./quantity.js";
import { refuse } from "./refuse.js";
import { isOn, type OptionName, type Written } from "./table.js";

/** What this machine can give; used where nobody says otherwise. */
export type MachineLimits = Readonly<{ threads: number; memory: string }>;

export const DEFAULT_WORKSPACE = "./longworth";
export const DEFAULT_HORIZONS = ["90d", "180d", "365d"];
const DEFAULT_MAX_BAD_SHARE = "0.1%";
const MAX_THREADS = 64;
const MAX_SKIP = 100_000;

/** The request of `inspect`. @throws bad_arguments */
export function readRequest(inputs: readonly string[], written: Written, limits: MachineLimits): ReadRequest {
  const given = <T>(name: OptionName, read: (text: string, option: string) => T): T | undefined => {
    const text = written[name]?.at(-1);
    return text === undefined ? undefined : read(text, `--${name}`);
  };
  const oneOf = <T extends string>(name: OptionName, choices: readonly T[]): T | undefined =>
    given(name, (text, option) => choice(text, option, choices));
  if (inputs.length === 0) throw refuse(en.cli.bad.noInputs());
  return {
    inputs,
    asOf: given("as-of", day),
    amount: oneOf("amount", ["net", "total"]) ?? "net",
    margin: given("margin", margin),
    currency: given("currency", currency),
    onlyCurrency: given("only-currency", currency),
    status: statusMap(written.status ?? [], "--status"),
    timezone: given("timezone", timezone),
    zeroAmount: oneOf("zero-amount", ["ignore", "count"]) ?? "ignore",
    duplicates: oneOf("duplicates", ["keep", "drop"]),
    refunds: oneOf("refunds", ["net", "ignore"]) ?? "net",
    map: columnMap(written.map ?? [], "--map"),
    dateFormat: given("date-format", dateFormat),
    decimal: oneOf("decimal", [".", ","]),
    thousands: given("thousands", thousands),
    minorUnits: written["minor-units"]?.map((header) => header.trim()),
    delimiter: given("delimiter", delimiter),
    encoding: given("encoding", encoding),
    skip: given("skip", (text, option) => whole(text, option, { min: 0, max: MAX_SKIP })),
    comment: given("comment", comment),
    sheets: written.sheet?.map((name) => name.trim()),
    header: isOn(written, "header") ? true : undefined,
    columns: given("columns", names),
    allowEmpty: isOn(written, "allow-empty"),
    round: isOn(written, "round"),
    expect: written.expect === undefined ? undefined : expectations(written.expect, "--expect"),
    firstOrder: given("first-order", (text) => text.trim()),
    ...sideFiles(written),
    ratesPer: oneOf("rates-per", ["foreign", "own"]),
    onBadRow: oneOf("on-bad-row", ["stop", "reject"]) ?? "stop",
    maxBadShare: share(written["max-bad-share"]?.at(-1) ?? DEFAULT_MAX_BAD_SHARE, "--max-bad-share"),
    keepCase: isOn(written, "keep-case"),
    normalizeIds: oneOf("normalize-ids", ["nfc"]),
    maskIds: isOn(written, "mask-ids"),
    threads: given("threads", (text, option) => whole(text, option, { min: 1, max: MAX_THREADS })) ?? limits.threads,
    memory: given("memory", memory) ?? limits.memory,
  };
}

/** Files beside the orders. @throws bad_arguments where it is not said into which currency rates convert */
function sideFiles(written: Written): Pick<ReadRequest, "rates" | "prices" | "refundsFile"> {
  const named = (name: OptionName): string | undefined => written[name]?.at(-1)?.trim();
  const rates = named("rates");
  if (rates !== undefined && (written.currency === undefined || written["only-currency"] !== undefined))
    throw refuse(en.cli.bad.ratesWithoutCurrency());
  return { rates, prices: named("prices"), refundsFile: named("refunds-file") };
}

/** The request of `compare`. @throws bad_arguments */
export function compareRequest(
  inputs: readonly string[],
  written: Written,
  limits: MachineLimits,
): Omit<CompareRequest, "scratch"> {
  return {
    ...readRequest(inputs, written, limits),
    horizons: horizonsOf(written),
    effort: effortOf(written),
    attributes: filesOf(written, "attributes"),
    output: outputPlace(written.output?.at(-1)),
  };
}

const horizonsOf = (written: Written): readonly number[] => {
  const horizons = (written.horizon ?? DEFAULT_HORIZONS).flatMap((text) => text.split(","));
  return [...new Set(horizons.map((text) => duration(text, "--horizon")))].sort((a, b) => a - b);
};

const effortOf = (written: Written): RunRequest["effort"] =>
  choice(written.effort?.at(-1) ?? "auto", "--effort", EFFORTS);

/** Something that is made unless it is turned off. */
const isNotOff = (written: Written, name: "backtest" | "report"): boolean =>
  choice(written[name]?.at(-1) ?? "on", `--${name}`, ["on", "off"]) === "on";

const filesOf = (written: Written, name: "attributes" | "surveys" | "invoices"): readonly string[] =>
  (written[name] ?? []).map((file) => file.trim());

/** The request of `run`. @throws bad_arguments */
export function runRequest(inputs: readonly string[], written: Written, limits: MachineLimits): RunRequest {
  const read = readRequest(inputs, written, limits);
  const request: RunRequest = {
    ...read,
    workspace: written.workspace?.at(-1) ?? DEFAULT_WORKSPACE,
    horizons: horizonsOf(written),
    annualDiscountRate: share(written["discount-rate"]?.at(-1) ?? "0%", "--discount-rate"),
    contractDiscountRate: written["discount-rate"] && share(written["discount-rate"].at(-1) ?? "", "--discount-rate"),
    basis: basisOf(written),
    model: choice(written.model?.at(-1) ?? "auto", "--model", MODEL_NAMES),
    effort: effortOf(written),
    backtest: isNotOff(written, "backtest"),
    report: isNotOff(written, "report"),
    attributes: filesOf(written, "attributes"),
    account: written.account?.at(-1)?.trim(),
    surveys: filesOf(written, "surveys"),
    invoices: filesOf(written, "invoices"),
    quantiles: quantiles(written.quantiles ?? [], "--quantiles"),
    seed: whole(written.seed?.at(-1) ?? "1", "--seed", { min: 0, max: 4_294_967_295 }),
    output: outputPlace(written.output?.at(-1)),
    again: isOn(written, "again"),
  };
  if (request.basis === "gross_margin" && request.margin === undefined) throw refuse(en.cli.bad.basisWithoutMargin());
  return request;
}

function basisOf(written: Written): RunRequest["basis"] {
  const text = written.basis?.at(-1);
  return text === undefined ? undefined : choice(text, "--basis", ["revenue", "gross_margin"]);
}

function outputPlace(text: string | undefined): RunRequest["output"] {
  if (text === undefined) return undefined;
  const [catalog = "", schema = "", ...rest] = text.split(".");
  if (catalog === "" || schema === "" || rest.length > 0) throw refuse(cluster.badOutput({ text }));
  return { catalog, schema };
}

function names(text: string, option: string): readonly string[] {
  const columns = text.split(",").map((name) => name.trim());
  if (columns.some((name) => name === "")) throw refuse(en.cli.bad.columns({ option, text }));
  return columns;
}
