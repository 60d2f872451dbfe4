/** One small export of every layout, with every event that it must become. */
import { expect, test } from "vitest";
import { LAYOUTS } from "../../src/intake/layouts/all.js";
import { fileWith, intakeOf } from "../support/intake-of.js";
import { caseOf, cases, eventsOf, readOf } from "../support/layout-fixtures.js";

test.each(cases)("%s", async (name) => {
  const { file, expected, options } = caseOf(name);
  const { intake, engine, refusal } = await readOf(file, options);
  expect(refusal).toBe(expected.refusal);
  expect(await eventsOf(engine)).toEqual(expected.events);
  expect(intake).toMatchObject(expected.intake);
  const problems = intake.problems.filter(({ code }) => code in expected.problems);
  expect(Object.fromEntries(problems.map(({ code, records, amount }) => [code, [records, amount]]))).toEqual(
    expected.problems,
  );
  expect(intake.accepted + intake.setAside + intake.rejected).toBe(intake.records);
});

test("a day in another time zone, where date, time and zone are three columns", async () => {
  const rows = ["10/15/2026,11:30:00 PM,Eastern Time (US & Canada),$27.00,$27.00,$27.00,T1,P1,C1"];
  const header = "Date,Time,Time Zone,Gross Sales,Net Sales,Total Collected,Transaction ID,Payment ID,Customer ID";
  const file = fileWith([header, ...rows, ""].join("\n"));
  expect((await intakeOf([file])).intake.firstDate).toBe("2026-10-15");
  expect((await intakeOf([file], { timezone: "Europe/Berlin" })).intake.firstDate).toBe("2026-10-16");
});

test("every layout of orders has its fixture", () => {
  const read = new Set(cases.map((name) => name.split(".")[0]));
  const without = LAYOUTS.filter(({ id, kind }) => kind === "orders" && !read.has(id)).map(({ id }) => id);
  expect(without).toEqual([]);
});
