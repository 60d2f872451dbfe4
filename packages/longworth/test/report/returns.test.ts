import { expect, test } from "vitest";
import { renderReport } from "../../src/report/render.js";
import { en } from "../../src/words/en.js";
import { reportData } from "../support/report-data.js";
import { NO_RETURNS } from "../support/report-returns.js";

const sectionOf = (html: string, id: string): string =>
  new RegExp(`<section id="${id}">[\\s\\S]*?</section>`)
    .exec(html)?.[0]
    .replaceAll(/\s+/g, " ")
    .replaceAll("\u00a0", " ") ?? "";

test("the page says how soon customers come back, with intervals, and what churn is here", () => {
  const section = sectionOf(renderReport(reportData(), en), "returns");
  expect(section).toContain("42 % of 2,400 customers have bought more than once");
  expect(section).toContain("half of their further purchases follow within 34 days (95 %: 31 to 37)");
  expect(section).toMatch(/After the first purchase 43 % come back within 90 days \(95 %: 41 % to 45 %\)/);
  expect(section).toContain("one minus p_active_365d");
  expect(section.match(/<svg/g)).toHaveLength(2);
});

test("where customers stand: flows into the last whole period, both tables, a key", () => {
  const section = sectionOf(renderReport(reportData(), en), "lifecycle");
  expect(section).toContain(
    "In Nov 2025 340 customers came for the first time, 48 came back after a long silence, and 112 fell silent for long.",
  );
  expect(section).toContain("more than 112 days");
  expect(section).not.toContain("drawn from all");
  expect(section).toContain("Dec 2025*");
  const data = reportData();
  const over = { ...data.cohorts, cells: data.cohorts.cells.map((cell) => ({ ...cell, complete: true })) };
  const whole = sectionOf(renderReport({ ...data, cohorts: over }, en), "lifecycle");
  expect(whole).toContain("In Dec 2025 350 customers came for the first time"); // that month is over, too
  expect(whole).not.toContain("Dec 2025*");
  const sampled = reportData();
  const returns = { ...sampled.returns, sample: 500 };
  expect(sectionOf(renderReport({ ...sampled, returns }, en), "lifecycle")).toContain(
    "from 500 customers drawn from all",
  );
});

test("beyond the line stands what is expected, once per cohort with an edge; small cohorts have none", () => {
  const section = sectionOf(renderReport(reportData(), en), "cohorts");
  expect(section.match(/class="e step/g)).toHaveLength(4); // Aug, Sep, Oct, Dec; Nov has 8 customers
  expect(section).toContain("Of those of Oct 2025");
  expect(section).toContain('<div class="chart wide"');
});

test("a shop of whom nothing is known says so", () => {
  const html = renderReport({ ...reportData(), returns: NO_RETURNS }, en);
  expect(sectionOf(html, "returns")).toContain(en.report.returns.none);
  expect(sectionOf(html, "lifecycle")).toContain(en.report.returns.lifecycle.none);
});

test("churn is held against what came, where it was tested", () => {
  const data = reportData();
  const key = `${data.headline}d`;
  const tested = data.facts.backtest[key]!;
  const activity = [
    { group: 1, customers: 300, expected: 0.8, actual: 0.7 },
    { group: 10, customers: 100, expected: 0.2, actual: 0.1 },
  ];
  const backtest = { [key]: { ...tested, measures: { ...tested.measures, auc: 0.78 }, activity } };
  const section = sectionOf(renderReport({ ...data, facts: { ...data.facts, backtest } }, en), "returns");
  expect(section).toContain("in 78 % of pairs; 35 % were to stay silent then, 45 % did");
  expect(section).toContain("Were to stay silent");
});
