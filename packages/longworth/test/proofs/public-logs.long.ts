/** Every public log through the whole job: numbers, no fault of ours; what is no log of orders is refused by name. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { expectNumbers, numbersOf } from "./published-numbers.js";
import { DATA, publishedRun } from "./shops.js";

/** Logs of orders, with what a run needs to be told, and how many customers and orders they have. */
const ORDERS = [
  { name: "apparel_trans", customers: 600, orders: 3187 },
  { name: "btyd_discrete_sim_elog", customers: 10_000, orders: 52_432 },
  { name: "cdnow_full", customers: 23_570, orders: 69_659 },
  { name: "cdnow_sample", customers: 2357, orders: 6919 },
  { name: "contoso_ci_purchases", customers: 5003, orders: 32_393 },
  { name: "global_electronics_multicurrency", customers: 5706, orders: 14_221, options: { "only-currency": ["USD"] } },
  { name: "grocery_elog", customers: 1525, orders: 10_483 },
  { name: "lifetimes_example_transactions", customers: 5000, orders: 15_273 },
  { name: "northwind_b2b", customers: 89, orders: 830 },
  { name: "online_retail_2010_2011", customers: 4372, orders: 18_536 },
  { name: "sales_data_sample_b2b", customers: 92, orders: 299 },
  { name: "superstore", customers: 804, orders: 5117 },
];

/** A panel: everybody buys every week, and parameters run to their bounds (r = 26,500, a = .0003). Refused until it is mapped. */
const CLOCKWORK = "apparel_dyn_cov";

/** Tables of something else: the code of the refusal. */
const COHORTS = "sbg_multi_cohort";
const OTHERS: Readonly<Record<string, string>> = {
  apparel_static_cov: "column_missing",
  donations_1995_bgbb_summary: "column_missing",
  donations_1995_events: "column_missing", // years are no days
  ecommerce_churn_satisfaction: "column_ambiguous", // customers with their tenure: which column is the price?
  hillstrom_email: "column_missing",
  ifood_marketing_campaign: "column_missing",
  kag_facebook_ads: "column_missing",
  sbg_fader_hardie_2007: "column_missing",
  telco_churn: "column_missing", // customers with their tenure: as of which day?
  younger_eats_cac_acquisitions: "column_missing",
  younger_eats_cac_spend: "column_missing",
};

const fileOfLog = (name: string): string => path.join(DATA, `${name}.csv.gz`);

describe.skipIf(!existsSync(DATA))("the public logs", () => {
  test("each of them is tested here", () => {
    const names = readdirSync(DATA).filter((name) => name.endsWith(".csv.gz"));
    const tested = [CLOCKWORK, COHORTS, ...ORDERS.map(({ name }) => name), ...Object.keys(OTHERS)].map(
      (name) => `${name}.csv.gz`,
    );
    expect(tested.sort()).toEqual(names.sort());
  });

  test.each(ORDERS)("$name gives numbers", async ({ name, customers, orders, options = {} }) => {
    const run = await publishedRun([fileOfLog(name)], { options: { ...options, horizon: ["90d", "365d"] } });
    expect(run.manifest).toMatchObject({ customers, orders });
    await expectNumbers(run);
    const [{ rows }] = await numbersOf(run, "customers", { rows: "count(DISTINCT customer_id)" });
    expect(rows).toBe(customers);
    for (const letter of Object.values(run.manifest.grades).map((grade) => grade.letter))
      expect(["A", "B", "C", "D", "too little data"]).toContain(letter);
    const text = readFileSync(path.join(run.folder, "report.html"), "utf8");
    expect(text).toContain("</html>");
  });

  test("a panel without any variation gives numbers", async () => {
    await expectNumbers(
      await publishedRun([fileOfLog(CLOCKWORK)], {
        options: { map: ["date=cov_date", "amount=none"], horizon: ["365d"], backtest: ["off"] },
      }),
    );
  });

  test.each(Object.entries(OTHERS))("%s is refused with %s and a way out", async (name, code) => {
    const { exitCode, stdout } = await runCli(["run", fileOfLog(name), "--json", "--quiet"]);
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([3, code]);
    expect(JSON.parse(stdout).error.hint).toMatch(name === "telco_churn" ? /--as-of/ : /--map/);
  });

  test("counts of cohorts are contracts", async () => {
    const { exitCode, stdout } = await runCli(["run", fileOfLog(COHORTS), "--json", "--quiet"]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ customers: 50_000 })]);
  });

  test("several currencies are refused until one is chosen", async () => {
    const { exitCode, stdout } = await runCli([
      "run",
      fileOfLog("global_electronics_multicurrency"),
      "--json",
      "--quiet",
    ]);
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([3, "mixed_currency"]);
  });
});
