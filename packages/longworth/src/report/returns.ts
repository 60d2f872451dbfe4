/** Who comes back, as the report shows it: the rows of returns.parquet put together. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { sql, type Sql } from "../sql/sql.js";

const STATE_NAMES = ["new", "returning", "resurrected", "at_risk", "lapsed"] as const;
export type StateName = (typeof STATE_NAMES)[number];

/** A share, or a number of days, with its interval. */
export type Estimate = Readonly<{ value: number | null; low: number | null; high: number | null; customers: number }>;

/** After the n-th purchase. */
export type Wait = Readonly<{
  purchase: number;
  customers: number;
  back: number;
  median: Estimate;
  within: readonly Readonly<{ days: number; share: number; low: number; high: number }>[];
  curve: readonly Readonly<{ days: number; share: number }>[];
}>;

export type PeriodStates = Readonly<{
  period: string;
  customers: Readonly<Record<StateName, number>>;
  value: Readonly<Record<StateName, number>>;
  from: readonly Readonly<{ from: StateName; to: StateName; customers: number }>[];
}>;

/** A cell of the triangle that has not happened. */
export type ExpectedShare = Readonly<{
  cohort: string;
  age: number;
  size: number;
  share: number;
  low: number;
  high: number;
}>;

export type Returns = Readonly<{
  repeat: Estimate;
  gap: Estimate;
  silence: number; // days
  sample: number; // customers of the history that was looked at
  waits: readonly Wait[];
  periods: readonly PeriodStates[];
  expected: readonly ExpectedShare[];
}>;

const Row = z.object({
  measure: z.string(),
  period: z.string().nullable(),
  cohort: z.string().nullable(),
  age: z.number().nullable(),
  purchase: z.number().nullable(),
  days: z.number().nullable(),
  from_state: z.enum(STATE_NAMES).nullable(),
  state: z.enum(STATE_NAMES).nullable(),
  customers: z.number().nullable(),
  value: z.number().nullable(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

/** returns: one row per thing that is said, of one grain where it has one. */
export const returnRows = (from: Sql, grain: Sql): Sql => sql`
SELECT measure, CAST(period AS varchar) AS period, CAST(cohort AS varchar) AS cohort, CAST(age AS double) AS age,
  CAST(purchase AS double) AS purchase, CAST(days AS double) AS days, from_state, state,
  CAST(customers AS double) AS customers, CAST("value" AS double) AS "value", CAST(share AS double) AS share,
  CAST(low AS double) AS low, CAST(high AS double) AS high
FROM ${from} r
WHERE grain IS NULL OR grain = ${grain}
ORDER BY measure, period, cohort, age, purchase, days, state, from_state`;

/** Reads the table of a run. */
export async function readReturns(engine: Engine, from: Sql, grain: Sql): Promise<Returns> {
  const rows = await engine.rows(returnRows(from, grain), Row);
  const of = (measure: string): readonly Row[] => rows.filter((row) => row.measure === measure);
  const [repeat, gap, silence] = ["repeat_rate", "gap", "silence"].map((measure) => of(measure)[0]);
  return {
    repeat: estimate(repeat, repeat?.share ?? null),
    gap: estimate(gap, gap?.days ?? null),
    silence: silence?.days ?? 0,
    sample: silence?.customers ?? 0,
    waits: of("median").map((row) => waitOf(row, { back: of("back"), curve: of("curve") })),
    periods: periodsOf(of("state"), of("flow")),
    expected: of("expected").map(({ cohort, age, customers, share, low, high }) => ({
      cohort: cohort ?? "",
      age: age ?? 0,
      size: customers ?? 0,
      share: share ?? 0,
      low: low ?? 0,
      high: high ?? 0,
    })),
  };
}

const estimate = (row: Row | undefined, value: number | null): Estimate => ({
  value,
  low: row?.low ?? null,
  high: row?.high ?? null,
  customers: row?.customers ?? 0,
});

function waitOf(row: Row, { back, curve }: Readonly<{ back: readonly Row[]; curve: readonly Row[] }>): Wait {
  const own = ({ purchase }: Row): boolean => purchase === row.purchase;
  return {
    purchase: row.purchase ?? 0,
    customers: row.customers ?? 0,
    back: row.value ?? 0,
    median: estimate(row, row.days),
    within: back
      .filter(own)
      .map(({ days, share, low, high }) => ({ days: days ?? 0, share: share ?? 0, low: low ?? 0, high: high ?? 0 })),
    curve: curve.filter(own).map(({ days, share }) => ({ days: days ?? 0, share: share ?? 0 })),
  };
}

function periodsOf(states: readonly Row[], flows: readonly Row[]): readonly PeriodStates[] {
  const periods = [...new Set(states.map(({ period }) => period ?? ""))];
  return periods.map((period) => {
    const own = states.filter((row) => row.period === period);
    const by = (pick: (row: Row) => number | null): Record<StateName, number> => {
      const at = (name: StateName): number =>
        own.filter(({ state }) => state === name).reduce((sum, row) => sum + (pick(row) ?? 0), 0);
      return {
        new: at("new"),
        returning: at("returning"),
        resurrected: at("resurrected"),
        at_risk: at("at_risk"),
        lapsed: at("lapsed"),
      };
    };
    const from = flows.flatMap(({ period: at, from_state: before, state, customers }) =>
      at === period && before !== null && state !== null
        ? [{ from: before, to: state, customers: customers ?? 0 }]
        : [],
    );
    return { period, customers: by(({ customers }) => customers), value: by(({ value }) => value), from };
  });
}
