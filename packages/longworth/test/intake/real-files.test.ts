/** Files of real shops and of teaching cases, with the counts and totals that are known of them (needs ../shared). */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { intakeOf } from "../support/intake-of.js";

const FOLDER = "../shared/data";
const isThere = existsSync(FOLDER);

type Known = Readonly<{ file: string; options?: Partial<IntakeRequest>; is: Readonly<Record<string, unknown>> }>;

/** Records, customers, spans and totals as the catalogue has them; orders are those with an id of their own. */
const KNOWN: readonly Known[] = [
  { file: "cdnow_full.csv.gz", is: { records: 69_659, orders: 69_659, customers: 23_570, total: "2500315.63", firstDate: "1997-01-01", lastDate: "1998-06-30" } },
  { file: "cdnow_sample.csv.gz", is: { records: 6919, orders: 6919, customers: 2357, total: "244091.94" } },
  { file: "raw/cdnow/CDNOW_master.txt", options: { columns: ["customer", "date", "units", "amount"], map: { quantity: "none" } }, is: { orders: 69_659, customers: 23_570, total: "2500315.63" } },
  { file: "raw/cdnow/CDNOW_sample.txt", options: { columns: ["customer", "sample", "date", "units", "amount"], map: { quantity: "none" } }, is: { orders: 6919, customers: 2357, total: "244091.94" } },
  { file: "apparel_trans.csv.gz", is: { records: 3187, orders: 3187, customers: 600, total: "124356.90" } },
  { file: "contoso_ci_purchases.csv.gz", is: { records: 32_393, orders: 32_393, customers: 5003, total: "5642309.00" } },
  { file: "raw/contoso_ci/OnlinePurchases.txt", is: { records: 12_369, orders: 12_369 } },
  { file: "grocery_elog.csv.gz", is: { records: 10_483, orders: 10_483, customers: 1525, total: null } },
  { file: "btyd_discrete_sim_elog.csv.gz", is: { records: 52_432, customers: 10_000, firstDate: "1970-01-01" } },
  { file: "northwind_b2b.csv.gz", is: { records: 2155, orders: 830, customers: 89, total: "1265793.02", firstDate: "1996-07-04", lastDate: "1998-05-06" } },
  { file: "lifetimes_example_transactions.csv.gz", is: { records: 15_273, orders: 15_273, customers: 5000 } }, // from 0 to 4999
  // 5,111 ids of orders, two of them of four customers each: an order is one customer's
  { file: "superstore.csv.gz", is: { records: 10_194, orders: 5117, accepted: 10_194, customers: 804, firstDate: "2019-01-03", lastDate: "2022-12-30" } },
  { file: "raw/superstore/Sample - Superstore.csv", options: { dateFormat: "dd/mm/yy" }, is: { records: 10_194, customers: 804 } },
  { file: "sales_data_sample_b2b.csv.gz", is: { records: 2823, customers: 92, firstDate: "2003-01-06", lastDate: "2005-05-31" } },
  { file: "online_retail_2010_2011.csv.gz", is: { records: 541_909, accepted: 406_829, setAside: 135_080, customers: 4372, firstDate: "2010-12-01", lastDate: "2011-12-09" } },
  { file: "raw/global_electronics/Sales.csv", is: { records: 62_884, customers: 11_887, orders: 26_326, total: null } },
]; // prettier-ignore

test.skipIf(!isThere).each(KNOWN)(
  "$file is read to the last order (needs ../shared)",
  async ({ file, options, is }) => {
    const { intake, engine } = await intakeOf([path.join(FOLDER, file)], options);
    engine.close();
    expect(intake).toMatchObject(is);
  },
);

test.skipIf(!isThere)("Online Retail: every cent of the file is in the ladder (needs ../shared)", async () => {
  const { intake, engine } = await intakeOf([path.join(FOLDER, "online_retail_2010_2011.csv.gz")]);
  engine.close();
  expect(intake.ladder[0]).toEqual({ step: "file_total", amount: "9747747.93" });
});

const ELECTRONICS = path.join(FOLDER, "raw/global_electronics");

/** Half up, of amounts with two decimals at most and rates with four: whole numbers throughout. */
function convertedCents(amount: string, rate: string): bigint {
  const scaled = (text: string, digits: number): bigint => {
    const [whole = "", fraction = ""] = text.split(".");
    return BigInt(whole + fraction.padEnd(digits, "0"));
  };
  const [cents, units] = [scaled(amount, 2), scaled(rate, 4)];
  return (2n * cents * 10_000n + units) / (2n * units);
}

test.skipIf(!isThere)("Global Electronics: five currencies become one by its own rates (needs ../shared)", async () => {
  const file = path.join(FOLDER, "global_electronics_multicurrency.csv.gz");
  const options = { rates: path.join(ELECTRONICS, "Exchange_Rates.csv"), currency: "USD" };
  const { intake, engine } = await intakeOf([file], options);
  engine.close();
  const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n").slice(1);
  const truth = lines.reduce((sum, line) => {
    const [, , , amount = "", , rate = ""] = line.split(",");
    return sum + convertedCents(amount, rate);
  }, 0n);
  expect(intake).toMatchObject({ records: 62_884, orders: 26_326, customers: 11_887, currency: "USD" });
  expect(intake.total).toBe(`${truth / 100n}.${truth % 100n}`);
  expect(intake.total).toBe("55755478.33");
});

test.skipIf(!isThere)("Global Electronics: its sales take prices from its products (needs ../shared)", async () => {
  const options = { prices: path.join(ELECTRONICS, "Products.csv"), map: { currency: "none" } };
  const { intake, engine } = await intakeOf([path.join(ELECTRONICS, "Sales.csv")], options);
  engine.close();
  expect(intake).toMatchObject({ records: 62_884, orders: 26_326, customers: 11_887, total: "55755479.59" });
});

const REFUSED: readonly (readonly [file: string, code: string])[] = [
  ["apparel_dyn_cov.csv.gz", "not_orders"],
  ["raw/contoso_ci/WebsiteReviews_LinkedToEcommerceContacts.txt.gz", "not_orders"],
  ["apparel_static_cov.csv.gz", "column_missing"],
  ["donations_1995_bgbb_summary.csv.gz", "column_missing"],
  ["ecommerce_churn_satisfaction.csv.gz", "column_missing"],
  ["global_electronics_multicurrency.csv.gz", "mixed_currency"],
  ["hillstrom_email.csv.gz", "column_missing"],
  ["ifood_marketing_campaign.csv.gz", "column_missing"],
  ["kag_facebook_ads.csv.gz", "column_missing"],
  ["sbg_fader_hardie_2007.csv.gz", "column_missing"],
  ["telco_churn.csv.gz", "column_missing"],
  ["raw/contoso_ci/Contact.txt", "not_orders"],
  ["raw/contoso_ci/Customer-Loyalty.txt", "not_orders"],
  ["raw/ecommerce_churn/E Commerce Dataset.xlsx", "column_missing"],
  ["raw/sbg_retention/multi-cohort_sBG_estimation.xls", "file_unreadable"],
  ["raw/superstore/Sample - Superstore.csv", "date_ambiguous"],
  ["raw/cdnow/CDNOW_master.txt", "file_unreadable"],
];

test.skipIf(!isThere).each(REFUSED)("%s is refused: %s (needs ../shared)", async (file, code) => {
  const found = await intakeOf([path.join(FOLDER, file)]).then(
    () => "read",
    (thrown: unknown) => (thrown instanceof UserError ? thrown.code : String(thrown)),
  );
  expect(found).toBe(code);
});
