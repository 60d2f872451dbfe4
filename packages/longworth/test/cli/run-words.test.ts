import { expect, test } from "vitest";
import { runResult } from "../../src/app/run-request.js";
import { en } from "../../src/words/en.js";
import type { Manifest } from "../../src/workspace/manifest.js";
import { FACTS, NEW } from "../support/published.js";

const artefacts = [{ name: "report.html", rows: null, bytes: 10, sha256: "aa" }];
const manifest: Manifest = { schema: 1, run: NEW, ...FACTS, artefacts };
const opened = { run: NEW, folder: `longworth/runs/${NEW}`, manifest };

const finding = (id: string, text: string, amount: number): Manifest["findings"][number] => ({
  id,
  text,
  amount,
  p05: amount / 2,
  p95: amount * 2,
  customers: 3,
  export: `longworth export --segment ${id}`,
});

test("people read findings, headline, grade, what was served and where the report is", async () => {
  const findings = [
    finding("overdue-best", "41 of your 60 best customers are past their own usual gap", 12_900),
    finding("second-order", "356 people bought for the first time since October", 6300),
    finding("refunds", "Refunds on Winter bundle take back 31 % of what it earns", 3150),
    finding("season", "The next high season starts in 40 days", 900),
  ];
  const grades = { "365d": { letter: "B", testedOnDays: 120, why: "total within 7 %" } };
  const result = runResult({ ...opened, manifest: { ...manifest, findings, grades, customers: 2357, orders: 6919 } });
  await expect(`${en.cli.told(result)}\n`).toMatchFileSnapshot("../golden/run-told.txt");
});

test("a log without amounts is told in orders, and a run that was there before says so", async () => {
  const total = { expected_orders: 6.4, orders_p05: 2, orders_p95: 11, expected_revenue: null, p05: 2, p95: 11 };
  const changed: Manifest = { ...manifest, currency: null, findings: [], totals: { "365d": total } };
  const result = runResult({ ...opened, folder: `/data/shop/runs/${NEW}`, manifest: changed }, true);
  await expect(`${en.cli.told(result)}\n`).toMatchFileSnapshot("../golden/run-told-orders.txt");
});

test("without a report people read where the scores are, and nothing of findings", () => {
  const bare: Manifest = { ...manifest, findings: [], artefacts: [] };
  const told = en.cli.told(runResult({ ...opened, manifest: bare }));
  expect(told).toContain(`  Scores  longworth/runs/${NEW}/customers.parquet\n`);
  expect(told).not.toMatch(/report|at stake/i);
  const cluster = { server: "http://trino:8080", user: "ann", orders: "hive.shop.orders", catalog: "hive", schema: "shop", customers: "longworth_1_2", check: { customers: "3", orders: "7", value: null }, view: "longworth_customers" }; // prettier-ignore
  const inCluster = en.cli.told(runResult({ ...opened, manifest: { ...bare, cluster } }));
  expect(inCluster).toContain("  Scores  hive.shop.longworth_1_2\n");
});

test("the demo tells how far off it was", async () => {
  const result = runResult(opened);
  const told = en.cli.demo.told({
    run: result,
    shop: { customers: 10_000, orders: 31_200 },
    truth: {
      revenue: { expected: 98_100, actual: 96_400, held: true },
      orders: { expected: 1500, actual: 1700, held: false },
      persons: { customers: 10_000, within: 9312 },
    },
  });
  await expect(`${told}\n`).toMatchFileSnapshot("../golden/demo-told.txt");
});
