import { expect, test } from "vitest";
import { newest, pooled } from "../../src/report/cohorts.js";
import type { CohortCell } from "../../src/report/data.js";
import { renderReport } from "../../src/report/render.js";
import { en } from "../../src/words/en.js";
import { reportData } from "../support/report-data.js";

const cell = (
  cohort: string,
  [size, customers, later]: readonly [number, number, number],
  complete = true,
): CohortCell => ({
  cohort,
  age: 1,
  complete,
  size,
  customers,
  later,
  value: 0,
});
const CELLS = [
  cell("2025-01-01", [100, 20, 50]),
  cell("2025-02-01", [300, 90, 150]),
  cell("2025-03-01", [9, 9, 9]),
  cell("2025-04-01", [200, 20, 60]),
  cell("2025-05-01", [50, 40, 40], false),
];

test("shares are of all customers old enough, without the running period", () => {
  expect(pooled(CELLS, 1)).toEqual({ on: 139 / 609, from: 269 / 609 });
  expect(pooled(CELLS, 2)).toBeNull();
});

test("the newest cohort is one with enough customers whose period is over, against those before it", () => {
  const found = newest(CELLS, 10);
  expect(found).toMatchObject({ cohort: "2025-04-01", share: 0.1, before: 110 / 400 });
  expect(found?.high).toBeLessThan(-0.1);
  expect(found?.low).toBeGreaterThan(-0.25);
  expect(newest(CELLS.slice(0, 1), 10)).toBeNull();
});

/** Texts of the cells of the triangle's rows. */
function rowsOf(html: string): readonly (readonly string[])[] {
  const body = /<section id="cohorts">[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? "";
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, text = ""]) => text.trim()),
  );
}

test("the page shows one row per cohort: running periods and small cohorts are marked, none is hidden", () => {
  const html = renderReport(reportData(), en);
  const rows = rowsOf(html);
  expect(rows.map(([name]) => name)).toEqual(["Jul 2025", "Aug 2025", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025"]);
  expect(rows[0]?.slice(1, 4)).toEqual(["300", "27", "18"]);
  expect(rows[0]?.[6]).toBe("5*");
  expect(rows[4]?.[1]).toBe("8°");
  expect(html).toContain("The customers of Oct 2025 came back about as much as those before them at the same age");
});

test("without a whole period since anybody's first purchase the page says so", () => {
  const data = reportData();
  const html = renderReport({ ...data, cohorts: { grain: "month", cells: [] } }, en);
  expect(html).toContain(en.report.cohorts.none);
});
