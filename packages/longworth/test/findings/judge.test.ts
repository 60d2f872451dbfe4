import { expect, test } from "vitest";
import { FINDING_MARKS, groupSums, judgeFindings, readMarks } from "../../src/findings/judge.js";
import { findingMarks } from "../../src/findings/marks.js";
import { LISTING_FINDINGS, leadColumn, membersOf } from "../../src/findings/members.js";
import type { FindingContext } from "../../src/findings/rule.js";
import { RULES } from "../../src/findings/rules.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { ident, list, sql, type Sql } from "../../src/sql/sql.js";
import { en } from "../../src/words/en.js";
import { duckDbWith } from "../support/duckdb.js";
import { AS_OF, CONTEXT, customersOf, NO_DAYS, NO_HISTORY, TABLES, type Person } from "./tables.js";

/** 100 customers of whom nothing is to be said: different values, nobody silent for long, no newcomer, no refund. */
const QUIET: readonly Person[] = Array.from({ length: 20 }, (_, i) => ({
  count: 5,
  historic: 100 + 5 * i,
  recency: 190,
  tenure: 200 + 4 * i,
  frequency: 4,
}));

async function found(
  people: readonly Person[],
  context: Partial<FindingContext> = {},
  tables: readonly Sql[] = [NO_DAYS, NO_HISTORY],
) {
  const engine = await duckDbWith([customersOf([...QUIET, ...people]), ...tables]);
  const findings = await judgeFindings(engine, TABLES, { ...CONTEXT, ...context });
  engine.close();
  return findings.map((finding) => ({ ...finding, text: finding.tell(en) }));
}

const only = (findings: Awaited<ReturnType<typeof found>>, id: string) => findings.find((one) => one.id === id);

test("there are at least twelve findings, their ids are different, nothing is found where nothing is to be said", async () => {
  expect(RULES.length).toBeGreaterThanOrEqual(12);
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(await found([])).toEqual([]);
});

test("a shop of nobody, or of customers without a purchase, finds nothing", async () => {
  const engine = await duckDbWith([customersOf([{ frequency: null, expected: 0, historic: -5 }]), NO_DAYS, NO_HISTORY]);
  expect(await judgeFindings(engine, TABLES, { ...CONTEXT, total: { expected: 0, historic: -5 } })).toEqual([]);
  await engine.execute(sql`DELETE FROM customers`);
  expect(await judgeFindings(engine, TABLES, { ...CONTEXT, total: { expected: 0, historic: 0 } })).toEqual([]);
  engine.close();
});

test("overdue-best: the best tenth, silent for more than twice their own gap, with a band that holds the mean", async () => {
  const late = { historic: 900, frequency: 3, recency: 60, tenure: 101 }; // gap 20, silent 41
  const inTime = { ...late, tenure: 100 }; // silent 40: exactly twice
  const four = await found([{ ...late, count: 4 }]);
  expect(only(four, "overdue-best")).toBeUndefined(); // fewer than five
  const overdue = only(
    await found([
      { ...late, count: 6 },
      { ...inTime, count: 4 },
    ]),
    "overdue-best",
  )!;
  expect(overdue).toMatchObject({ customers: 6, export: "longworth export --segment overdue-best" });
  expect(overdue.worth.mean).toBe(6 * 40);
  expect(overdue.worth.p05).toBeLessThan(overdue.worth.mean);
  expect(overdue.worth.p95).toBeGreaterThan(overdue.worth.mean);
  expect(overdue.text).toBe(
    "6 of your 10 best customers are past twice their own usual gap between orders. Write to them first.",
  );
});

test("overdue-best is silent below one percent of the expected value", async () => {
  const late = { count: 6, historic: 900, frequency: 3, recency: 60, tenure: 101, expected: 6.6 };
  expect(only(await found([late]), "overdue-best")).toBeUndefined(); // 39.6 of 4,000
  expect(only(await found([{ ...late, expected: 6.8 }]), "overdue-best")?.worth.mean).toBeCloseTo(40.8, 9);
});

test("second-order: one purchase, within the days in which half of the second purchases came", async () => {
  const twice = [10, 20, 30, 40, 300].map((recency) => ({ count: 12, frequency: 1, recency, tenure: 320 }));
  const once = { count: 20, frequency: 0, recency: 0 };
  const second = only(await found([...twice, { ...once, tenure: 30 }, { ...once, tenure: 31 }]), "second-order")!;
  expect(second.customers).toBe(20); // 30 days is within, 31 is not
  expect(second.text).toBe(
    "20 customers bought for the first time in the last 30 days. 100 % of earlier first-time buyers came back, half of those by week 5: ask for the second order now.",
  );
  const far = twice.map((person) => ({ ...person, recency: 181 }));
  expect(only(await found([...far, { ...once, tenure: 30 }]), "second-order")).toBeUndefined();
});

test("concentration: customers of 5 % each who hold 15 % together; two of 7 % do not", async () => {
  const heavy = (count: number, each: number) =>
    found([{ count, expected: each }], { total: { expected: 4000 + count * each, historic: 1e4 } });
  expect(only(await heavy(1, 1000), "concentration")).toMatchObject({ customers: 1, worth: { mean: 1000 } });
  expect(only(await heavy(2, 350), "concentration")).toBeUndefined();
  expect(only(await heavy(3, 350), "concentration")?.customers).toBe(3);
  expect(only(await heavy(1, 1000), "concentration")?.text).toContain(
    "1 customer holds 20 % of what is expected in the next 12 months. Look at this customer closely: the loss would be felt.",
  );
});

test("value-at-risk counts those whose chance is below even, by segment", async () => {
  const people = [
    { count: 7, segment: "Can't lose", active: 0.3 },
    { count: 5, segment: "At risk", active: 0.3 },
    { count: 9, segment: "At risk", active: 0.5 },
  ];
  const risk = only(await found(people), "value-at-risk")!;
  expect(risk).toMatchObject({ customers: 12, worth: { mean: 480 } });
  expect(risk.text).toContain("12 customers who brought €1,200 so far have less than an even chance");
  expect(risk.text).toContain("(7 in Can't lose, 5 in At risk)");
});

test("slipping: regular buyers between one and a half and two gaps", async () => {
  const regular = { m: 4, frequency: 4, recency: 400 }; // gap 100
  const people = [
    { ...regular, count: 10, tenure: 551 },
    { ...regular, count: 10, tenure: 550 },
    { ...regular, count: 10, tenure: 601 },
  ];
  expect(only(await found(people), "slipping")?.customers).toBe(10);
  expect(only(await found([{ ...people[0]!, count: 9 }]), "slipping")).toBeUndefined();
});

test("new-best: a first purchase within 90 days, a tier of the best tenth", async () => {
  const fresh = { frequency: 0, recency: 0, tier: "Gold" };
  const people = [
    { ...fresh, count: 5, tenure: 90 },
    { ...fresh, count: 5, tenure: 91 },
    { ...fresh, count: 5, tenure: 9, tier: "Bronze" },
  ];
  expect(only(await found(people), "new-best")?.customers).toBe(5);
});

test("winback: silent for half a year and four gaps, and unlikely to come", async () => {
  const gone = { count: 20, m: 5, frequency: 2, recency: 100, tenure: 301, active: 0.2, expected: 5 };
  expect(only(await found([gone]), "winback")?.worth.mean).toBe(100);
  expect(only(await found([{ ...gone, tenure: 300 }]), "winback")).toBeUndefined(); // four gaps exactly
  expect(only(await found([{ ...gone, recency: 60, tenure: 239 }]), "winback")).toBeUndefined(); // 179 days
  expect(only(await found([{ ...gone, active: 0.25 }]), "winback")).toBeUndefined();
});

test("one-time-share: five in a hundred newcomers more, at what a returning one is worth", async () => {
  const cohort = { tenure: 400, recency: 380 };
  const people = [
    { ...cohort, count: 900, frequency: 0, expected: 1 },
    { ...cohort, count: 10, frequency: 1, expected: 90 },
  ];
  const finding = only(await found(people), "one-time-share")!;
  expect(finding.customers).toBe(900); // the hundred quiet ones are in the cohort and came back
  expect(finding.worth.mean).toBeCloseTo((0.05 * 1010 * (100 * 40 + 10 * 90)) / 110, 6);
  expect(finding.text).toContain(
    "89 % of 1,010 customers who first came 6 to 18 months ago never bought again. Winning back 5 in a hundred",
  );
});

test("newcomers: fewer and more than in the same months a year ago, and silent on a short history", async () => {
  const recent = (count: number) => ({ count, tenure: 100, frequency: 1, recency: 95 });
  const before = (count: number) => ({ count, tenure: 500, frequency: 4, recency: 490 });
  const fewer = only(await found([recent(20), before(80)]), "fewer-newcomers")!;
  expect(fewer.worth.mean).toBeCloseTo(20 * 40 * 3, 6);
  expect(fewer.text).toContain("You won 20 customers in the last six months, 80 in the same months a year ago.");
  const more = only(await found([recent(80), before(20)]), "more-newcomers")!;
  expect(more.worth.mean).toBeCloseTo(80 * 40 * 0.75, 6);
  expect(only(await found([recent(20), before(80)], { firstDay: "2024-07-10" }), "fewer-newcomers")).toBeUndefined();
  expect(only(await found([recent(70), before(80)]), "fewer-newcomers")).toBeUndefined(); // chance
});

/** Days of orders, of which the refunded money came back the same day. */
const day = (from: string, count: number, { value, refunded }: { value: number; refunded: number }) => sql`
  SELECT 'c' || i AS customer_id, CAST(${from} AS date) + CAST(i % 30 AS integer) AS day,
    CAST(${value} AS DECIMAL(18, 4)) AS value, CAST(${refunded} AS DECIMAL(18, 4)) AS refunded, true AS is_purchase
  FROM range(1000) t(i) WHERE i < ${count}`;
const daysOf = (parts: readonly Sql[]) => sql`CREATE TABLE customer_days AS ${list(parts, sql` UNION ALL `)}`;

test("refunds: a high share, or one that rises by three tenths; what came back is the money", async () => {
  const sales = (share: number, before: number) => [
    daysOf([
      day("2025-03-01", 1000, { value: 100, refunded: 0 }),
      day("2025-04-01", 25, { value: -100, refunded: 4000 * share }),
      day("2024-03-01", 1000, { value: 100, refunded: 0 }),
      day("2024-04-01", 25, { value: -100, refunded: 4000 * before }),
    ]),
    NO_HISTORY,
  ];
  const high = only(await found([{ refunded: 90 }], {}, sales(0.1, 0.1)), "refunds")!;
  expect(high.worth.mean).toBeCloseTo(10_000, 6);
  expect(high.worth.p95 - high.worth.p05).toBeCloseTo(2 * 1.645 * 400 * 5, 6); // 25 refunds of 400
  expect(high.text).toBe(
    "Refunds took back 9.3 % of the last year's amount. Start with the customers who return most.",
  );
  expect(only(await found([{ refunded: 90 }], {}, sales(0.05, 0.05)), "refunds")).toBeUndefined();
  expect(only(await found([{ refunded: 90 }], {}, sales(0.05, 0.02)), "refunds")?.text).toContain(
    "after 2.0 % the year before",
  );
});

test("cohort-quality: second purchases within 90 days of the first, against the same months a year before", async () => {
  const cohort = (count: number, tenure: number, recency: number) => ({
    count,
    tenure,
    recency,
    frequency: recency > 0 ? 1 : 0,
  });
  const people = [
    cohort(80, 150, 0),
    cohort(20, 150, 60),
    cohort(60, 515, 0),
    cohort(30, 515, 90),
    cohort(10, 515, 300),
  ];
  const drop = only(await found(people), "cohort-quality");
  // of the 100 quiet customers 90 came up to 269 days ago; none of them bought again within 90 days
  expect(drop?.text).toContain("11 % bought again within 90 days, a year earlier it was 30 %");
  const early = daysOf([
    sql`SELECT 'c24-' || i AS customer_id, CAST(${CONTEXT.asOf} AS date) - 515 + 90 AS day,
    CAST(9 AS DECIMAL(18, 4)) AS value, CAST(0 AS DECIMAL(18, 4)) AS refunded, true AS is_purchase FROM range(10) t(i)`,
  ]);
  const found40 = only(await found(people, {}, [early, NO_HISTORY]), "cohort-quality"); // ten more are seen in the days
  expect(found40?.text).toContain("a year earlier it was 40 %");
});

test("season-ahead: a month within four that stood out in both years", async () => {
  const history = (lift: number, years: string) => sql`CREATE TABLE history AS
    SELECT CAST(d AS date) AS week, 20 AS orders, 0e0 AS revenue,
      CASE WHEN month(d) = 3 AND (${years} = 'both' OR year(d) = 2025) THEN ${lift} * 1e2 ELSE 1e2 END AS identified_revenue
    FROM range(DATE '2023-01-02', DATE '2026-01-01', INTERVAL 7 DAY) t(d)`;
  const march = only(await found([{ active: 0.6 }], {}, [NO_DAYS, history(2, "both")]), "season-ahead")!;
  expect(march.text).toContain("March is near: in both of the last two years its weeks brought 1.8 times the usual");
  expect(march.worth.mean).toBeGreaterThan(0.7 * (4000 / 12));
  expect(march.worth.mean).toBeLessThan(4000 / 12);
  const decline = sql`CREATE TABLE history AS SELECT CAST(d AS date) AS week, 20 AS orders, 0e0 AS revenue,
      1e3 * exp(-date_diff('day', DATE '2023-01-02', d) / 250e0) AS identified_revenue
    FROM range(DATE '2023-01-02', DATE '2026-01-01', INTERVAL 7 DAY) t(d)`;
  expect(only(await found([{ active: 0.6 }], {}, [NO_DAYS, decline]), "season-ahead")).toBeUndefined(); // a trend is no season
  expect(only(await found([{ active: 0.6 }], {}, [NO_DAYS, history(2, "one")]), "season-ahead")).toBeUndefined();
  expect(
    only(await found([{ active: 0.6 }], { firstDay: "2024-06-01" }, [NO_DAYS, history(2, "both")]), "season-ahead"),
  ).toBeUndefined();
});

const problem = (code: string, share: number, fate: "accepted" | "set_aside" = "set_aside") => ({
  code,
  fate,
  records: 40,
  amount: `${20_000 * share}`,
  share_of_revenue: share,
  examples: [],
  message: `message of ${code}`,
  hint: `hint of ${code}`,
});

test("data-faults: the dearest that can be repaired; what is by design is none", async () => {
  const problems = [
    problem("cancelled", 0.5),
    problem("duplicate_record", 0.02, "accepted"),
    problem("unknown_status", 0.04),
  ];
  const [dearest, ...others] = await found([], { problems });
  expect(others).toEqual([]);
  expect(dearest).toMatchObject({ id: "data-faults", customers: 0, worth: { mean: 800, p05: 800, p95: 800 } });
  expect(dearest!.text).toBe("The dearest fault in your data: message of unknown_status. hint of unknown_status.");
  expect(await found([], { problems: [problem("unknown_status", 0.009)] })).toEqual([]);
});

test("no-customer-name: money per year of orders without a customer", async () => {
  const [unnamed] = await found([], { problems: [problem("no_customer", 0.06)] }); // 1,200 in 1,096 days
  expect(unnamed).toMatchObject({ id: "no-customer-name", export: "longworth inspect FILE" });
  expect(unnamed!.worth.mean).toBeCloseTo((1200 * 365) / 1096, 9);
  expect(await found([], { problems: [problem("no_customer", 0.02)] })).toEqual([]);
});

test("serial-returners: three orders, half of the money sent back", async () => {
  const people = [
    { count: 5, orders: 3, historic: 50, refunded: 50 },
    { count: 5, orders: 2, historic: 10, refunded: 90 },
    { count: 5, orders: 3, historic: 51, refunded: 50 },
  ];
  const finding = only(await found(people), "serial-returners")!;
  expect(finding).toMatchObject({ customers: 5, worth: { mean: 250, p05: 250, p95: 250 } });
});

test("ranked by money, the lead of a customer is the dearest finding that lists it, export lists the same", async () => {
  const late = { count: 6, historic: 900, frequency: 3, recency: 60, tenure: 150 };
  const people: readonly Person[] = [
    ...QUIET,
    late,
    { count: 12, segment: "At risk", active: 0.1, expected: 90 },
    { ...late, segment: "At risk", active: 0.1 },
  ];
  const engine = await duckDbWith([customersOf(people), NO_DAYS, NO_HISTORY]);
  const findings = await judgeFindings(engine, TABLES, CONTEXT);
  expect(findings.map(({ id }) => id)).toEqual(["value-at-risk", "overdue-best"]); // 1,320 and 480
  const lead = leadColumn("customers", await readMarks(engine), {
    findings,
    asOf: AS_OF,
    headline: 365,
    hasAmounts: true,
    dialect: engine.dialect,
  });
  const counted = await engine.numbers(
    sql`SELECT CAST(count(*) AS double) AS customers FROM (SELECT ${lead} AS lead FROM customers)
      GROUP BY lead ORDER BY CAST(lead AS varchar) NULLS FIRST`,
    ["customers"],
  );
  expect([...counted.customers]).toEqual([100, 6, 18]);
  for (const { id, customers } of findings) {
    const members = membersOf(id, { customers: ident("customers"), asOf: AS_OF, headline: 365, hasAmounts: true })!;
    const listed = await engine.numbers(sql`SELECT CAST(count(*) AS double) AS n FROM customers WHERE ${members}`, [
      "n",
    ]);
    expect([id, listed.n[0]]).toEqual([id, customers]);
  }
  engine.close();
  expect(
    membersOf("data-faults", { customers: ident("customers"), asOf: AS_OF, headline: 365, hasAmounts: true }),
  ).toBeNull();
  expect(
    membersOf("nonsense", { customers: ident("customers"), asOf: AS_OF, headline: 365, hasAmounts: true }),
  ).toBeNull();
});

test("every list of customers can be asked for without the marks of the run", async () => {
  const engine = await duckDbWith([customersOf(QUIET)]);
  for (const hasAmounts of [true, false]) {
    for (const id of LISTING_FINDINGS) {
      const members = membersOf(id, { customers: ident("customers"), asOf: AS_OF, headline: 365, hasAmounts })!;
      await engine.execute(sql`SELECT customer_id FROM customers WHERE ${members} ORDER BY customer_id`);
    }
  }
  engine.close();
});

test("without amounts findings speak of orders and what needs money is silent", async () => {
  const late = { count: 6, orders: 9, frequency: 8, recency: 60, tenure: 101, refunded: 500, historic: 10 };
  const findings = await found([late], { hasAmounts: false, currency: null, total: { expected: 200, historic: 300 } });
  expect(findings.map(({ id }) => id)).toEqual(["overdue-best"]);
  expect(findings[0]!.worth.mean).toBeCloseTo(12, 9); // 2 orders each
  expect(findings[0]!.text).toContain("6 of your 6 best customers");
});

const scope = {
  customers: ident("customers"),
  marks: { from: ident(FINDING_MARKS) },
  asOf: AS_OF,
  headline: 365,
  hasAmounts: true,
};

test.each([duckdb, trino])("findings: the texts for $name", async (dialect) => {
  const golden = (name: string, query: Sql) =>
    expect(render(query, dialect)).toMatchFileSnapshot(`../golden/${name}.${dialect.name}.sql`);
  await golden("finding-marks", findingMarks(scope));
  await golden("finding-marks-orders", findingMarks({ ...scope, hasAmounts: false }));
  await golden("finding-groups", groupSums(RULES, scope));
  for (const rule of RULES) if (rule.query) await golden(`finding-${rule.id}`, rule.query(TABLES, CONTEXT));
});
