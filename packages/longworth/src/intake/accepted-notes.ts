/** What is counted about accepted records, in one query. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { unit, writtenRefund } from "./orders.js";

const when = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;
const sumWhen = (value: Sql, condition: Sql): Sql =>
  sql`CAST(sum(CASE WHEN ${condition} THEN ${value} END) AS VARCHAR)`;

type NotesOptions = Readonly<{
  names: ReadonlySet<string>;
  digits: number;
  fullRefunds: boolean;
  isWhole: boolean; // no total has more decimals than the currency
}>;

/** accepted_notes: one row, counts and money of what is noted about accepted records; null where there is nothing to ask. */
export function acceptedNotes(fates: Sql, { names, digits, fullRefunds, isWhole }: NotesOptions): Sql | null {
  const has = (name: string): boolean => names.has(name);
  const total = has("total") ? sql`total` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const state = (name: string): Sql => (has("state") ? sql`state = ${name}` : sql`false`);
  const refund = writtenRefund({ names, fullRefunds });
  const dispute = has("dispute") ? sql`dispute` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const outstanding = has("outstanding") ? sql`coalesce(outstanding, ${total})` : total;
  const decimals = sql`round(${total}, ${integer(digits)}) <> ${total}`;
  const rows: readonly (readonly [boolean, string, Sql, Sql])[] = [
    [has("refund") || fullRefunds, "refund", sql`${refund} > 0`, refund],
    [has("refund"), "excess", sql`${refund} > ${total}`, sql`${refund} - ${total}`],
    [has("dispute"), "dispute", sql`${dispute} > 0`, dispute],
    [has("state"), "authorized", state("authorized"), total],
    [has("state"), "part_paid", state("part_paid"), outstanding],
    [has("gift_card"), "gift_cards", sql`gift_card > 0`, sql`gift_card`],
    [has("is_foreign"), "foreign", sql`is_foreign`, total],
    [
      has("expected"),
      "mismatch",
      sql`abs(expected - ${total}) > ${unit(digits)} + ${unit(digits)}`,
      sql`abs(expected - ${total})`,
    ],
    [!isWhole, "decimals", decimals, sql`abs(${total} - round(${total}, ${integer(digits)}))`],
  ];
  const facts = rows
    .filter(([is]) => is)
    .map(([, name, condition, value]) => [
      sql`${when(condition)} AS ${ident(`${name}_n`)}`,
      sql`${sumWhen(value, condition)} AS ${ident(`${name}_amount`)}`,
    ])
    .flat();
  if (facts.length === 0) return null;
  return sql`SELECT ${joinList(facts)} FROM (${fates}) AS fates WHERE code = ''`;
}

const joinList = (items: readonly Sql[]): Sql =>
  list(
    items,
    sql`,
  `,
  );

const Row = z.record(z.string(), z.union([z.number(), z.string()]).nullable());

/** Counts and money by name: `refund_n`, `refund_amount`, … */
export type AcceptedFacts = Readonly<{ n(name: string): number; amount(name: string): string | null }>;

export async function readAcceptedNotes(query: Sql | null, engine: Engine): Promise<AcceptedFacts> {
  const [row = {}] = query === null ? [] : await engine.rows(query, Row);
  return {
    n: (name) => Number(row[`${name}_n`] ?? 0),
    amount: (name) => (typeof row[`${name}_amount`] === "string" ? `${row[`${name}_amount`]}` : null),
  };
}
