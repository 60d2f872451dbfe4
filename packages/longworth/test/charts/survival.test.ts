import { expect, test } from "vitest";
import { kaplanMeier } from "@longworth/models";
import { survivalChart } from "../../src/charts/survival-chart.js";
import { drawSvg } from "../../src/charts/svg.js";
import { FULL } from "../../src/charts/theme.js";

const curve = (every: number) => {
  const duration = Float64Array.from({ length: 60 }, (_, i) => 1 + (i % 24));
  return kaplanMeier({ duration, observed: duration.map((t) => Number(t % every === 0)) });
};

test("two stepped lines with their bands, from 1 on, named at their ends", async () => {
  const lines = [
    { name: "pro", ...curve(5) },
    { name: "basic", ...curve(2) },
  ];
  const format = { share: (v: number) => `${Math.round(100 * v)} %`, time: String };
  const option = survivalChart(lines, { size: FULL, titles: { x: "months", y: "Still there" }, until: 20, format });
  const svg = drawSvg(option, { id: "s", label: "Share still there", size: FULL });
  expect(svg).toContain("basic");
  await expect(`${svg}\n`).toMatchFileSnapshot("../golden/chart-survival.svg");
});
