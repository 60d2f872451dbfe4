/** For every column of a file of contracts: what it was taken for and why; and every decision with the option that reverses it. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { ident, sql } from "../../sql/sql.js";
import { decisions as words } from "../../words/en/decisions.js";
import type { ColumnRead, Decision } from "../intake.js";
import type { Choice, ColumnProfile } from "../matcher.js";
import type { IntakeRequest } from "../request.js";
import { firstText } from "../typed-cells.js";
import { CONTRACT_ROLES, type ContractRole } from "./header-words.js";
import { candidate, contractFlag, kindOf, type Periods } from "./plan.js";
import type { BoundContracts, ContractStyles } from "./styles.js";

/** What the cells of the columns look like. */
type Seen = Readonly<{ seen: readonly ColumnProfile[]; periods: Periods }>;

type Read = BoundContracts & Readonly<{ styles: ContractStyles }>;

/** One per column, in the order of the file. Shares and counts are of a sample. */
export const explainContracts = ({ plan }: BoundContracts, { seen, periods }: Seen): readonly ColumnRead[] =>
  seen.map((profile) => {
    const found = CONTRACT_ROLES.find((role) => plan.choices[role]?.column.id === profile.column.id);
    const choice = found && plan.choices[found];
    return found && choice ? used(profile, found, choice) : unused(profile, periods);
  });

/** Roles whose cells have a form; an id or a word can be anything. */
const HAVE_KIND: ReadonlySet<ContractRole> = new Set([
  "start",
  "end",
  "cancelled",
  "price",
  "seats",
  "tenure",
  "currency",
  "email",
]);

const used = (profile: ColumnProfile, role: ContractRole, choice: Choice): ColumnRead => ({
  column: profile.column.name,
  role: contractFlag(role),
  reason: choice.reason,
  score: Math.min(1, choice.score),
  filled: profile.filled,
  fits: HAVE_KIND.has(role) && profile.filled > 0 ? kindOf(role, profile) : null,
  distinct: profile.distinct,
  runnerUp: choice.runnerUp ? { column: choice.runnerUp.header, score: Math.min(1, choice.runnerUp.score) } : null,
  nearest: null,
});

function unused(profile: ColumnProfile, periods: Periods): ColumnRead {
  const [best] = CONTRACT_ROLES.map((role) => ({
    role,
    score: Math.min(1, candidate(role, profile, periods).score),
  })).toSorted((a, b) => b.score - a.score);
  const nearest = best && best.score > 0 ? { role: contractFlag(best.role), score: best.score } : null;
  return {
    column: profile.column.name,
    role: null,
    reason: null,
    score: null,
    filled: profile.filled,
    fits: null,
    distinct: profile.distinct,
    runnerUp: null,
    nearest,
  };
}

const FIRST = 6; // words of a column

/** What could have been decided otherwise. */
export async function contractDecisions(
  { staged, plan, styles }: Read,
  { request, asOf, currency }: Readonly<{ request: IntakeRequest; asOf: string; currency: string | null }>,
  engine: Engine,
): Promise<readonly Decision[]> {
  const { customer, start, end, cancelled, period, status, price } = plan.columns;
  const said = (option: string): string => words.said({ option });
  const forms = start ? styles.dates.get(start.id)?.forms : undefined;
  const list = async (column: typeof status): Promise<string> => {
    if (!column) return "";
    const query = sql`SELECT ${firstText(column)} AS word FROM ${ident(staged.table)} WHERE ${firstText(column)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${FIRST}`;
    return (await engine.rows(query, z.object({ word: z.string() }))).map(({ word }) => word).join(", ");
  };
  const ending = end ?? cancelled;
  return [
    { decision: "layout", value: plan.layout, evidence: null, option: null },
    { decision: "customer", value: customer?.name ?? "", evidence: null, option: "--map customer=…" },
    ...(forms
      ? [
          {
            decision: "dates" as const,
            value: forms.used.map((form) => (form === "numeric" ? forms.numeric : form)).join(", "),
            evidence: request.dateFormat ? said("--date-format") : null,
            option: "--date-format",
          },
        ]
      : []),
    ending
      ? { decision: "end", value: "still_running", evidence: ending.name, option: "--map end=…" }
      : {
          decision: "end",
          value: "of_tenure",
          evidence: plan.columns.tenure?.name ?? null,
          option: "--map start=…, --map end=…",
        },
    plan.fixedPeriod
      ? {
          decision: "period",
          value: `${plan.fixedPeriod.count} ${plan.fixedPeriod.unit}`,
          evidence: said("--map period"),
          option: "--map period=…",
        }
      : { decision: "period", value: await list(period), evidence: period?.name ?? null, option: "--map period=…" },
    ...(price ? [{ decision: "amount" as const, value: price.name, evidence: null, option: "--map price=…" }] : []),
    {
      decision: "currency",
      value: currency ?? "none",
      evidence: request.currency ? said("--currency") : null,
      option: "--currency",
    },
    ...(status
      ? [
          {
            decision: "records" as const,
            value: await list(status),
            evidence: status.name,
            option: '--status "…"=count',
          },
        ]
      : []),
    request.asOf
      ? { decision: "as_of", value: asOf, evidence: said("--as-of"), option: "--as-of" }
      : { decision: "as_of", value: "last_event", evidence: asOf, option: "--as-of" },
    { decision: "bad_rows", value: request.onBadRow, evidence: null, option: "--on-bad-row" },
  ];
}
