/** satisfaction.parquet, from the facts of the questions. */
import type { Engine } from "../engines/engine.js";
import { proportion } from "@longworth/models";
import { sql, type Sql } from "../sql/sql.js";
import type { QuestionFacts, SatisfactionRow } from "../workspace/satisfaction.js";
import { epochDay } from "./days.js";
import { loadFinite } from "./finite.js";

const TABLE = "satisfaction";
const EMPTY = { period: null, name: null, days: null, answers: null, customers: null, value: null, low: null, high: null, money: null, p: null } as const; // prettier-ignore

type Part = Partial<SatisfactionRow> & Pick<SatisfactionRow, "measure">;

/** The rows of one question, in the order of the table. */
export function satisfactionRows({ name: question, kind, ...facts }: QuestionFacts): readonly SatisfactionRow[] {
  const { figure, weighted, shares, trend, codes } = facts;
  const parts: readonly Part[] = [
    { measure: "score", ...figure },
    ...(weighted === null ? [] : [{ measure: "weighted" as const, ...weighted }]),
    ...(shares === null
      ? []
      : Object.entries(shares).map(([mood, value]) => ({ measure: "mood" as const, name: mood, value }))),
    ...trend.map(({ period, answers, value, low, high }) => ({ measure: "period" as const, period, answers, value, low, high })), // prettier-ignore
    ...afterRows(facts.after),
    ...codes.map(({ code, answers, customers, low }) => {
      const value = low / answers;
      return { measure: "code" as const, name: code, answers, customers, value, ...proportion.wilson(value, answers) };
    }),
  ];
  return parts.map((part) => ({ ...EMPTY, question, kind, ...part }));
}

function afterRows({ days, customers, staying, spending, odds, controls, gap, moods }: QuestionFacts["after"]) {
  const ranks = [
    ["rank_staying", staying],
    ["rank_spending", spending],
  ] as const;
  const parts: Part[] = moods.map(({ mood, customers: of, share, low, high, money }) => ({ measure: "after", name: mood, days, customers: of, value: share, low, high, money })); // prettier-ignore
  for (const [measure, found] of ranks) {
    if (found) parts.push({ measure, days, customers, value: found.rho, low: found.low, high: found.high, p: found.p });
  }
  for (const [name, one] of [[null, odds] as const, ...controls.map(({ name, odds: own }) => [name, own] as const)])
    if (one) parts.push({ measure: "odds", name, days, customers, value: one.ratio, low: one.low, high: one.high, p: one.p }); // prettier-ignore
  if (gap) parts.push({ measure: "gap", days, customers, value: gap.mean, low: gap.p05, high: gap.p95 });
  return parts;
}

const NUMBERS = ["days", "answers", "customers", "value", "low", "high", "money", "p"] as const;

/** Loads the table; what a measure does not have is NaN, which the engine takes for NULL. @returns the query that writes it */
export async function satisfactionTable(engine: Engine, questions: readonly QuestionFacts[]): Promise<Sql> {
  const rows = questions.flatMap(satisfactionRows);
  const columns = {
    place: Float64Array.from(rows.keys()),
    question: rows.map(({ question }) => question),
    kind: rows.map(({ kind }) => kind),
    measure: rows.map(({ measure }) => measure),
    name: rows.map(({ name }) => name),
    period: Float64Array.from(rows, ({ period }) => (period === null ? NaN : epochDay(period))),
    ...Object.fromEntries(NUMBERS.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? NaN)])),
  };
  await loadFinite(engine, columns, { table: TABLE, mayBeAbsent: ["period", ...NUMBERS] });
  const { dialect } = engine;
  return sql`SELECT question, kind, measure, ${dialect.addDays(sql`DATE '1970-01-01'`, sql`CAST(period AS integer)`)} AS period, name,
  CAST(days AS integer) AS days, CAST(answers AS integer) AS answers, CAST(customers AS integer) AS customers, "value", low, high, money, p
FROM satisfaction ORDER BY place`;
}
