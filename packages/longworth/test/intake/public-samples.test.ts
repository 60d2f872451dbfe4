/** The 27 public samples of layouts: each is read, or refused in the words that say why. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import { events, intakeOf, rowOf } from "../support/intake-of.js";

const FOLDER = "../shared/data/raw/layouts/public";

const REFUSED: Readonly<Record<string, string>> = {
  "amazon_flatfile_de.tsv": "column_missing", // no customer
  "bigcommerce_header_only.csv": "file_empty",
  "etsy_sold_orders_ca.csv": "date_ambiguous", // month first by Etsy's layout only
  "excel_paste_es.tsv": "column_missing", // no customer
  "german_b2b_header_only.csv": "file_empty",
  "google_ads_preamble_total.csv": "not_orders",
  "hotmart_br.csv": "date_ambiguous",
  "hubspot_deals.csv": "column_missing", // no customer
  "mercury_us_dates.csv": "column_missing", // no customer
  "meta_ads_en.csv": "not_orders",
  "meta_ads_nl.csv": "not_orders",
  "paypal_en_us_dates.csv": "column_missing", // Gross is not sure enough an amount
  "pipe_delimited_header_only.txt": "file_empty",
  "quoted_comma_header_only.csv": "file_empty",
  "reckon_ledger_au.csv": "not_orders",
  "shopify_eur_usd_continuation_rows.csv": "mixed_currency",
  "shopify_full_header_only.csv": "file_empty",
  "shopify_nl_bom_customers.csv": "not_orders",
  "square_items_au_dollar_signs.csv": "column_missing", // no customer
  "square_items_header_only.csv": "file_empty",
  "stripe_full_header_only.csv": "file_empty",
  "woocommerce_simple_header_only.csv": "file_empty",
};

const isThere = existsSync(FOLDER);
const files = isThere ? readdirSync(FOLDER).filter((name) => name !== "MANIFEST.json") : [];

const refusalOf = (job: Promise<unknown>): Promise<string> =>
  job.then(
    () => "read",
    (thrown: unknown) => (thrown instanceof UserError ? thrown.code : String(thrown)),
  );

test.skipIf(!isThere).each(files)("%s is read or refused (needs ../shared)", async (name) => {
  expect(await refusalOf(intakeOf([path.join(FOLDER, name)]))).toBe(REFUSED[name] ?? "read");
});

test.skipIf(!isThere)(
  "Shopify, prices with tax: the net amount is the subtotal without its tax (needs ../shared)",
  async () => {
    const { intake, engine } = await intakeOf([path.join(FOLDER, "shopify_nl_bom_orders.csv")]);
    expect(intake).toMatchObject({ records: 2, accepted: 1, setAside: 1, total: "92.57", currency: "EUR" });
    expect(await rowOf(engine, events)).toEqual({
      customer_id: "koper@example.com",
      order_id: "555",
      kind: "order",
      day: "2026-05-01",
      amount: "92.5700",
      total: "100.9000",
    });
  },
);

test.skipIf(!isThere)(
  "Stripe, three notations of zones: failed payments aside, refunds beside their payments (needs ../shared)",
  async () => {
    const { intake } = await intakeOf([path.join(FOLDER, "stripe_payments_mixed_zones.csv")]);
    expect(intake).toMatchObject({
      records: 6,
      accepted: 5,
      setAside: 1,
      orders: 5,
      refunds: 2,
      total: "4412.49",
      refunded: "310.00",
      currency: "USD",
    });
  },
);

test.skipIf(!isThere)("the second currency of a shop is set aside when one is chosen (needs ../shared)", async () => {
  const { intake } = await intakeOf([path.join(FOLDER, "shopify_eur_usd_continuation_rows.csv")], {
    onlyCurrency: "EUR",
    amount: "total",
  });
  expect(intake).toMatchObject({ records: 3, accepted: 1, setAside: 2, total: "139.11" });
});

test.skipIf(!isThere)(
  "hotmart's amounts and days, once the order of day and month is said (needs ../shared)",
  async () => {
    const { intake } = await intakeOf([path.join(FOLDER, "hotmart_br.csv")], { dateFormat: "dd/mm/yyyy" });
    expect(intake).toMatchObject({
      orders: 3,
      total: "16334.46",
      firstDate: "2026-09-10",
      lastDate: "2026-09-12",
      currency: "USD",
      decimal: ",",
    });
  },
);
