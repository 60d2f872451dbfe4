/** Answers to surveys in SQL: what counts, what customers did afterwards, who answers at all. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import * as outcomes from "../../src/sql/survey-outcomes.js";
import { surveyAnswers, surveyFates, surveyRows, surveySums, type Scale } from "../../src/sql/survey-rows.js";
import { ident, sql, type Sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const NPS: Scale = { low: 0, high: 10, isReversed: false, isWhole: true, middle: 7, top: 9 };
const EFFORT: Scale = { low: 1, high: 7, isReversed: true, isWhole: true, middle: 4, top: 5.5 };
const IDS = sql`SELECT customer_id FROM known`;

const staged = (dialect = duckdb): Sql =>
  surveyRows({
    table: "staged",
    file: 0,
    customer: sql`c1`,
    day: sql`CAST(c2 AS date)`,
    scores: [
      { text: sql`c3`, question: { only: 0 } },
      { text: sql`c5`, question: { by: sql`c4`, names: [["effort", 1]] } },
    ],
    code: sql`c6`,
    comment: null,
    dialect,
  });
const fates = surveyFates({ typed: "survey_typed", scales: [NPS, EFFORT], ids: IDS, asOf: "2025-06-30" });

test("every answer has one fate, and of two on a day the later record counts", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE known AS SELECT * FROM (VALUES ('a'), ('b')) AS t(customer_id)`,
    sql`CREATE TABLE staged AS SELECT * FROM (VALUES
      (1, 'a', '2025-01-01', '9', 'effort', '2', 'x'), (2, 'a', '2025-01-02', '8/10', 'other', '3', ''), (3, 'b', NULL, '7', 'effort', '', ''),
      (4, 'b', '2025-02-01', '11', 'effort', '7.5', ''), (5, 'z', '2025-02-01', '3', 'effort', '3', ''), (6, 'b', '2025-07-01', '3', 'effort', '3', ''),
      (7, 'b', '2025-03-01', 'good', 'effort', '6 - hard', ''), (8, 'b', '2025-03-02', '4', 'effort', '', ''), (9, 'b', '2025-03-02', '5', 'effort', '', '')
    ) AS t(record, c1, c2, c3, c4, c5, c6)`,
    sql`CREATE TABLE survey_typed AS ${staged()}`,
    sql`CREATE TABLE survey_fates AS ${fates}`,
  ]);
  const Row = z.object({ line: z.string() });
  const lines = sql`SELECT concat_ws(' ', CAST(record AS integer), coalesce(CAST(question AS varchar), '?'), CASE WHEN code = '' THEN concat_ws(' ', CAST(score AS varchar), CAST(points AS varchar), mood) ELSE code END) AS line FROM survey_fates ORDER BY record, question`;
  expect((await engine.rows(lines, Row)).map(({ line }) => line)).toEqual([
    "1 0 9.0 9.0 top",
    "1 1 2.0 6.0 top",
    "2 0 8.0 8.0 middle",
    "2 ? survey_question_unknown",
    "3 0 survey_undated",
    "3 1 survey_undated",
    "4 0 score_outside_scale",
    "4 1 score_outside_scale",
    "5 0 survey_unknown_customer",
    "5 1 survey_unknown_customer",
    "6 0 survey_after_as_of",
    "6 1 survey_after_as_of",
    "7 0 score_unreadable",
    "7 1 6.0 2.0 low",
    "8 0 survey_repeated",
    "8 1 ",
    "9 0 5.0 5.0 low",
    "9 1 ",
  ]);
  engine.close();
});

const ANSWERS = sql`CREATE TABLE survey_answers AS SELECT file, record, customer_id, CAST(day AS date) AS day, question, score, score AS points, CASE WHEN score < 7 THEN 'low' ELSE 'top' END AS mood, code_cell, false AS has_comment FROM (VALUES
  (0, 1, 'a', '2025-01-10', 0, 9e0, 'fine; quick'), (0, 2, 'a', '2025-06-20', 0, 3e0, ''), (0, 3, 'b', '2025-01-10', 0, 2e0, 'slow'),
  (0, 4, 'c', '2025-01-10', 0, 5e0, ''), (0, 5, 'd', '2025-01-10', 0, 8e0, ''), (0, 6, 'a', '2025-03-20', 0, 4e0, '')) AS t(file, record, customer_id, day, question, score, code_cell)`;
const DAYS = sql`CREATE TABLE customer_days AS SELECT customer_id, CAST(day AS date) AS day, CAST(value AS DECIMAL(18, 4)) AS value, value > 0 AS is_purchase FROM (VALUES
  ('a', '2024-12-31', 20.0), ('a', '2025-01-10', 40.0), ('a', '2025-04-10', 30.0), ('a', '2025-04-11', 99.0),
  ('b', '2024-01-10', 10.0), ('b', '2025-02-01', -5.0), ('c', '2025-03-01', 70.0), ('d', '2025-01-01', 5.0), ('d', '2025-01-11', 6.0)) AS t(customer_id, day, value)`;
const SPANS = sql`CREATE TABLE contract_spans AS SELECT customer_id, contract_id, CAST(start_day AS date) AS start_day, CAST(end_day AS date) AS end_day, CAST(mrr AS DECIMAL(18, 4)) AS mrr FROM (VALUES
  ('a', 's1', '2024-01-10', '2025-02-01', 10.0), ('a', 's2', '2025-02-01', NULL, 30.0), ('b', 's3', '2024-01-01', '2025-04-10', 50.0),
  ('c', 's4', '2025-01-11', NULL, 5.0), ('d', 's5', '2025-01-01', '2025-04-11', 8.0)) AS t(customer_id, contract_id, start_day, end_day, mrr)`;

const ORDERS = { kind: "orders", days: "customer_days", hasAmounts: true } as const;
const CONTRACTS = { kind: "contracts", spans: "contract_spans", hasPrice: true } as const;
const at = { answers: "survey_answers", asOf: "2025-06-30", days: 90, dialect: duckdb };

describe("what came after an answer", () => {
  test("orders: the first answer whose window is over; the day itself is before, day 90 is in, day 91 is not", async () => {
    const engine = await duckDbWith([ANSWERS, DAYS]);
    const found = await engine.numbers(outcomes.surveyAfter({ ...at, base: ORDERS }), outcomes.AFTER_COLUMNS);
    engine.close();
    expect(Array.from(found.points)).toEqual([9, 2, 8]); // c bought only later: no customer yet
    expect(Array.from(found.stayed)).toEqual([1, 0, 1]);
    expect(Array.from(found.money)).toEqual([30, -5, 6]);
    expect(Array.from(found.c1, (v) => Math.round(Math.exp(v)))).toEqual([2, 1, 1]); // purchases
    expect(Array.from(found.c2, (v) => Math.round(Math.exp(v)))).toEqual([1, 367, 10]); // days since the last, and one
    expect(Array.from(found.c3, (v) => Math.round(Math.exp(v)))).toEqual([11, 367, 10]);
    expect(Array.from(found.c4, (v) => Math.round(Math.exp(v)))).toEqual([30, 10, 5]); // money per purchase
  });

  test("contracts: under contract on the day and on the last of the window; an end is the first day without", async () => {
    const engine = await duckDbWith([ANSWERS, SPANS]);
    const found = await engine.numbers(outcomes.surveyAfter({ ...at, base: CONTRACTS }), outcomes.AFTER_COLUMNS);
    engine.close();
    expect(Array.from(found.points)).toEqual([9, 2, 8]); // c was not under contract
    expect(Array.from(found.stayed)).toEqual([1, 0, 1]);
    expect(Array.from(found.money, (v) => v.toFixed(2))).toEqual(["88.71", "0.00", "23.66"]); // of 90 days
    expect(Array.from(found.c2, (v) => Math.round(Math.exp(v)))).toEqual([10, 50, 8]);
  });
});

test("who answers: customers of the year by what they did, and how many of them have", async () => {
  const engine = await duckDbWith([
    ANSWERS,
    DAYS,
    sql`CREATE TABLE current AS ${outcomes.surveyCurrent({ ...at, days: 365 })}`,
  ]);
  const options = { ...at, days: 365, base: ORDERS, current: "current", question: 0 };
  const cells = await engine.numbers(outcomes.responseCells(options), ["customers", "answered"]);
  const sum = (column: Float64Array): number => column.reduce((all, v) => all + v, 0);
  expect([sum(cells.customers), sum(cells.answered)]).toEqual([3, 3]); // b last bought more than a year ago
  const given = await engine.numbers(outcomes.responseAnswers(options), ["points"]);
  expect(Array.from(given.points)).toEqual([3, 5, 8]); // the last of a, c, d
  engine.close();
});

test.each([duckdb, trino])("the text for $name", async (dialect) => {
  const own = { ...at, dialect };
  const response = { ...own, base: ORDERS, current: "survey_current", question: 0 };
  const texts = [
    staged(dialect),
    fates,
    surveyAnswers("survey_fates"),
    surveySums("survey_fates"),
    outcomes.surveyCurrent(own),
    outcomes.surveyAfter({ ...own, base: ORDERS }),
    outcomes.surveyAfter({ ...own, base: CONTRACTS }),
    outcomes.responseCells(response),
    outcomes.responseAnswers({ ...response, base: CONTRACTS }),
    outcomes.codeCounts("survey_answers", "survey_codes"),
    outcomes.answersByDay("survey_answers", dialect),
    outcomes.followed(own),
    outcomes.saidByCustomer({ current: "survey_current", question: 0, name: "NPS" }),
    outcomes.withSaid(ident("customers_scored"), ident("said_by_customer")),
  ];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/survey.${dialect.name}.sql`,
  );
});
