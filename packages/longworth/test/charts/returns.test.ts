/** The pictures of coming back: goldens, and what each must show. */
import { expect, test } from "vitest";
import { cohortCurveChart } from "../../src/charts/cohort-curve-chart.js";
import { lifecycleChart } from "../../src/charts/lifecycle-chart.js";
import { returnsChart } from "../../src/charts/returns-chart.js";
import { drawSvg } from "../../src/charts/svg.js";
import { FULL, NARROW, type ChartOption } from "../../src/charts/theme.js";

const share = (value: number): string => `${Math.round(100 * value)} %`;
const drawn = (option: ChartOption, id: string, size = FULL): string => `${drawSvg(option, { id, label: id, size })}\n`;

test("waits are stepped lines that go on to the end of the axis", async () => {
  const points = (pace: number) => [10, 30, 90, 200].map((days) => ({ days, share: 1 - Math.exp(-days / pace) }));
  const lines = [
    { name: "after the first", points: points(200) },
    { name: "after the second", points: points(80) },
  ];
  const view = { titles: { x: "Days", y: "Back" }, until: 360, format: { share, days: String } };
  const svg = drawn(returnsChart(lines, { size: FULL, ...view }), "returns");
  expect(svg).toContain("after the second");
  await expect(svg).toMatchFileSnapshot("../golden/chart-returns.svg");
  expect(drawn(returnsChart(lines, { size: NARROW, ...view }), "returns", NARROW)).not.toContain("after the second");
});

test("who bought stands above the line, who did not below it, in one column", async () => {
  const bars = [
    { label: "Jan", new: 30, returning: 0, resurrected: 0, at_risk: 0, lapsed: 0 },
    { label: "Feb", new: 20, returning: 15, resurrected: 2, at_risk: 18, lapsed: 7 },
  ];
  const option = lifecycleChart(bars, { size: FULL, title: "Customers", compact: String });
  await expect(drawn(option, "lifecycle")).toMatchFileSnapshot("../golden/chart-lifecycle.svg");
});

test("what came is a line, what is expected a dashed one that begins where it ends", async () => {
  const older = { name: "older cohorts", points: [1, 2, 3, 4].map((age) => ({ age, share: 0.4 / age })) };
  const expected = [2, 3].map((age) => ({ age, share: 0.3 / age, low: 0.2 / age, high: 0.45 / age }));
  const curves = { older, newest: { name: "Oct 2025", real: [{ age: 1, share: 0.3 }], expected } };
  const option = cohortCurveChart(curves, { size: FULL, titles: { x: "Months", y: "Bought" }, share, age: String });
  const svg = drawn(option, "curve");
  expect(svg).toContain("stroke-dasharray");
  await expect(svg).toMatchFileSnapshot("../golden/chart-cohort-curve.svg");
});
