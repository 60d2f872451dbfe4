/** Refusals that come after every record has its fate: too many rejected records, too much money of unknown status. */
import { UserError, type ErrorCode } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import type { Decided } from "./decide.js";
import { units } from "./ladder.js";
import { problem, type Example, type FateSum, type Finding, type ProblemContext } from "./problems.js";
import type { IntakeRequest } from "./request.js";
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
