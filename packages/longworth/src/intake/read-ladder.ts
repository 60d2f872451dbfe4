/** The amount ladder of the orders that were made. */
import type { Engine } from "../engines/engine.js";
import type { Sql } from "../sql/sql.js";
import { totalOf } from "./aside.js";
import type { Decided } from "./decide.js";
import { decimalText, ladder, partSums, PartSums, units, type LadderStep, type OrderSums } from "./ladder.js";
import type { FateSum } from "./problems.js";
import type { IntakeRequest } from "./request.js";

type LadderWork = Readonly<{
  sums: readonly FateSum[];
  orderFacts: OrderSums;
  judged: Sql;
  decided: Decided;
  request: IntakeRequest;
}>;

/** Empty for a file without amounts. */
export async function ladderOf(
  { sums, orderFacts, judged, decided, request }: LadderWork,
  engine: Engine,
): Promise<readonly LadderStep[]> {
  const { names, amounts } = decided.fates;
  if (!amounts) return [];
  const NONE = { tax: null, shipping: null, duties: null };
  const [parts = NONE] = ["tax", "shipping", "duties"].some((name) => names.has(name))
    ? await engine.rows(partSums(judged, names), PartSums)
    : [];
  const negative = sums.filter(({ code }) => code === "").reduce((sum, row) => sum + units(row.negative), 0n);
  const codes = [...new Set(sums.map(({ code }) => code))].map((code) => ({
    code,
    amount: code === "total_row" ? null : totalOf(sums, code),
  }));
  return ladder({
    codes,
    sums: orderFacts,
    parts,
    negative: decimalText(negative, 4),
    net: request.amount === "net",
    ignoreRefunds: request.refunds === "ignore",
    digits: decided.digits,
  });
}
