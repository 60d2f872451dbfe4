import { random } from "@longworth/models";
import { afterAll, expect, test } from "vitest";
import { cohortsBelow } from "../../src/findings/cohorts-below.js";
import { findingMarks } from "../../src/findings/marks.js";
import { FINDING_MARKS } from "../../src/findings/judge.js";
import type { Finding } from "../../src/findings/rule.js";
import { epochDay, isoDay } from "../../src/run/days.js";
import { ORDER } from "../../src/simulate/events.js";
import { PRESETS } from "../../src/simulate/presets.js";
import type { ShopSettings } from "../../src/simulate/settings.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { ident, sql } from "../../src/sql/sql.js";
import { en } from "../../src/words/en.js";
import { duckDbWith } from "../support/duckdb.js";
import { CONTEXT, TABLES } from "./tables.js";

const engine = await duckDbWith();
afterAll(() => engine.close());

/** Purchase days by customer, ascending, days since 1970. */
type Lives = readonly (readonly number[])[];

function livesOf(settings: ShopSettings, seed: number): Readonly<{ lives: Lives; asOf: number }> {
  const { events, asOf } = simulateShop(settings, seed);
  const [first, last] = [epochDay(settings.start), epochDay(asOf)];
  const lives = new Map<number, Set<number>>();
  for (let i = 0; i < events.length; i++) {
    const [customer, day] = [events.customer[i] ?? 0, first + (events.day[i] ?? 0)];
    if (events.kind[i] !== ORDER || day > last) continue;
    const own = lives.get(customer) ?? new Set();
    lives.set(customer, own.add(day));
  }
  return { lives: [...lives.values()].map((days) => [...days].toSorted((a, b) => a - b)), asOf: last };
}

/** A part of those who first came in the last days never comes back. */
function withFall({ lives, asOf }: ReturnType<typeof livesOf>, { share, since }: { share: number; since: number }) {
  const uniform = random.seeded(5);
  const fallen = lives.map((days) => (asOf - (days[0] ?? 0) < since && uniform() < share ? days.slice(0, 1) : days));
  return { lives: fallen, asOf };
}

/** The finding of this rule alone; nobody's money is too small. */
async function found(
  { lives, asOf }: ReturnType<typeof livesOf>,
  problems = CONTEXT.problems,
): Promise<Finding | null> {
  const ids = lives.map((_, i) => `c${i}`);
  const whole = (of: (days: readonly number[]) => number): Int32Array => Int32Array.from(lives, of);
  await engine.load(
    {
      customer_id: ids,
      frequency: whole((days) => days.length - 1),
      recency: whole((days) => (days.at(-1) ?? 0) - (days[0] ?? 0)),
      tenure: whole((days) => asOf - (days[0] ?? 0)),
      historic_value: Float64Array.from(lives, () => 50),
      expected_revenue_365d: Float64Array.from(lives, () => 40),
      expected_revenue_365d_sd: Float64Array.from(lives, () => 20),
    },
    TABLES.customers,
  );
  await engine.load(
    {
      customer_id: lives.flatMap((days, i) => days.map(() => `c${i}`)),
      number: Int32Array.from(lives.flat()),
    },
    "numbered",
  );
  await engine.execute(
    sql`CREATE OR REPLACE TABLE customer_days AS SELECT customer_id, DATE '1970-01-01' + number AS day, true AS is_purchase FROM numbered`,
  );
  const firstDay = isoDay(lives.reduce((least, [first]) => Math.min(least, first ?? least), asOf));
  const context = { ...CONTEXT, problems, firstDay, asOf: isoDay(asOf), total: { expected: 1, historic: 1 } };
  const scope = { ...context, customers: ident(TABLES.customers) };
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(FINDING_MARKS)} AS ${findingMarks(scope)}`);
  const marked = { ...scope, marks: { from: ident(FINDING_MARKS) } };
  const listed = await engine.numbers(
    sql`SELECT CAST(count(*) AS double) AS customers FROM customers WHERE ${cohortsBelow.members!(marked)}`,
    ["customers"],
  );
  const columns = await engine.numbers(cohortsBelow.query!(TABLES, context), cohortsBelow.columns);
  // cast: fromEntries forgets the keys
  const row = Object.fromEntries(cohortsBelow.columns.map((name) => [name, columns[name][0] ?? NaN])) as Record<(typeof cohortsBelow.columns)[number], number>; // prettier-ignore
  const members = { customers: listed.customers[0] ?? 0, mean: 0, variance: 0, historic: 0, refunded: 0 };
  return cohortsBelow.judge({ members, groups: {}, columns: row }, context);
}

const HEALTHY: ShopSettings = { ...PRESETS.healthy, customers: 900 };
const FALL = { share: 0.5, since: 190 };

test("shops that stay as they are: told of at most one in twenty, whatever the season", async () => {
  let told = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { healthy, seasonal, promo } = PRESETS;
    const settings = [HEALTHY, { ...healthy, days: 420 }, seasonal, promo][seed % 4] ?? HEALTHY;
    told += Number((await found(livesOf({ ...settings, customers: 500 }, seed))) !== null);
  }
  expect(told).toBeLessThanOrEqual(3);
});

test("half of the newest three months stay away: told of four in five, with the months, the shares and the list", async () => {
  let told = 0;
  for (let seed = 1; seed <= 20; seed++)
    told += Number((await found(withFall(livesOf({ ...HEALTHY, customers: 1800 }, seed), FALL))) !== null);
  expect(told).toBeGreaterThanOrEqual(16);
  const shop = withFall(livesOf({ ...HEALTHY, customers: 3000 }, 1), FALL);
  const finding = await found(shop);
  expect(finding?.tell(en)).toBe(
    "The customers of Jul 2025 to Sep 2025 come back less than those of the 12 months before at the same age: 21 % against 42 % within 90 days, difference 15 to 28 points. Compare where they come from.",
  );
  const [from, to] = [epochDay("2025-07-01"), epochDay("2025-09-30")];
  const listed = shop.lives.filter((days) => days.length === 1 && from <= (days[0] ?? 0) && (days[0] ?? 0) <= to);
  expect(finding?.customers).toBe(listed.length);
  expect(finding?.export).toBe("longworth export --segment cohorts-below");
});

test("where the history starts late its first 90 days are no older cohorts, and half a year of them is asked for", async () => {
  const shop = (days: number) => withFall(livesOf({ ...HEALTHY, days, customers: 2000 }, 2), FALL);
  const late = [{ code: "history_starts_late" }] as unknown as typeof CONTEXT.problems; // cast: the code is all that is read
  expect((await found(shop(500)))?.tell(en)).toContain("of the 10 months before");
  expect((await found(shop(500), late))?.tell(en)).toContain("of the 7 months before");
  expect(await found(shop(400), late)).toBeNull();
});
