/** Refusals that come after every record has its fate: order ids in conflict, too many rejected records, too much money. */
import { z } from "zod";
import { UserError, type ErrorCode } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { totalOf } from "./aside.js";
import type { Decided } from "./decide.js";
import { conflicts } from "./facts.js";
import { needsFirsts, oneRecordPerOrder } from "./fates.js";
import { units, type OrderSums } from "./ladder.js";
import { placesOf } from "./places.js";
import { problem, type Example, type FateSum, type Finding, type ProblemContext } from "./problems.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import type { Typed } from "./typing.js";

const UNKNOWN_SHARE = 0.05; // of the money
const DAMAGED_SHARE = 0.001; // of the records

/** @throws unknown_status when more than 5 % of the money has a status nobody knows */
export function refuseUnknownStatus(
  sums: readonly FateSum[],
  examples: ReadonlyMap<string, readonly Example[]>,
  { typed, decided }: Readonly<{ typed: readonly Typed[]; decided: Decided }>,
): void {
  const of = (test: (code: string) => boolean): number =>
    sums
      .filter(({ code }) => test(code))
      .reduce((sum, { total, records }) => sum + (decided.fates.amounts ? Math.abs(Number(units(total))) : records), 0);
  const unknown = of((code) => code === "unknown_status");
  const all = of((code) => code !== "total_row" && code !== "continuation");
  if (unknown <= UNKNOWN_SHARE * all || unknown === 0) return;
  const n = sums.filter(({ code }) => code === "unknown_status").reduce((sum, { records }) => sum + records, 0);
  const found = examples.get("unknown_status") ?? [];
  const values = [...new Set(found.map(({ value }) => value))];
  const place = found[0]?.place ?? typed[0]?.staged.source.name;
  throw new UserError("unknown_status", words.unknownStatuses({ values, n, share: unknown / all }), { place });
}

type Rejected = Readonly<{
  findings: readonly Finding[];
  counts: Readonly<{ records: number; rejected: number }>;
  request: IntakeRequest;
  context: ProblemContext;
}>;

/** @throws the code of most of the rejected records, when there are more of them than the budget allows */
export function refuseRejected({ findings, counts, request, context }: Rejected): void {
  if (request.onBadRow === "reject" || counts.rejected === 0) return;
  const damaged = findings.find(({ code }) => code === "id_damaged");
  const isDamaged = damaged !== undefined && damaged.records > DAMAGED_SHARE * counts.records;
  if (counts.rejected <= request.maxBadShare * counts.records && !isDamaged) return;
  const [most] = isDamaged ? [damaged] : findings.toSorted((a, b) => b.records - a.records);
  if (!most) throw new Error("records were rejected without a code");
  const { message, hint, examples } = problem(most, context);
  throw new UserError(
    most.code as ErrorCode,
    { message, hint, value: examples[0]?.value ?? "", at: examples[0]?.place ?? "" },
    { place: examples[0]?.place },
  ); // cast: every code of REJECTED is an error code
}

/** @throws order_id_conflict with the places of both records */
export async function refuseConflicts(
  typed: readonly Typed[],
  { fates: options }: Decided,
  { engine, effects }: IntakeTools,
): Promise<void> {
  const { grain, amounts, duplicates } = options;
  if (!needsFirsts(options) || options.sheetHead || grain === "line" || (grain === "repeat" && !amounts)) return;
  if (oneRecordPerOrder(grain) && duplicates === "keep") return;
  const Conflict = z.object({ order_id: z.string(), file: z.number(), first: z.number(), second: z.number() });
  const [row] = await engine.rows(conflicts(grain === "repeat" ? "repeat" : "record"), Conflict);
  if (!row) return;
  const each = typed[row.file];
  if (!each) throw new Error("a conflict in a file that is not there");
  const column = each.plan.order[0];
  const wanted = [row.first, row.second].map((record) => ({ record, column }));
  const [a = "", b = ""] = await placesOf(each.staged.source, wanted, effects);
  throw new UserError("order_id_conflict", { value: row.order_id, a, b }, { place: b });
}

/** @throws bad_arguments when --as-of lies before the first order */
export function refuseEarlyAsOf({ asOf }: IntakeRequest, { firstDay }: Decided): void {
  if (asOf === undefined || firstDay === undefined || asOf >= firstDay) return;
  throw new UserError("bad_arguments", words.asOfBeforeFirst({ asOf, first: firstDay }), { place: "--as-of" });
}

const LIMIT = units("99999999999999.9999"); // DECIMAL(18, 4)

/** @throws number_overflow when sums leave what DECIMAL(18, 4) holds */
export function refuseOverflow(orderFacts: OrderSums, sums: readonly FateSum[], typed: readonly Typed[]): void {
  const sizes = [orderFacts.total, orderFacts.refund_total, totalOf(sums, "")].map((amount) => units(amount));
  if (sizes.every((size) => size < LIMIT && -size < LIMIT)) return;
  const column = typed[0]?.plan.total?.name ?? "amount";
  throw new UserError(
    "number_overflow",
    { value: column, at: typed[0]?.staged.source.name ?? column },
    { place: typed[0]?.staged.source.name },
  );
}
