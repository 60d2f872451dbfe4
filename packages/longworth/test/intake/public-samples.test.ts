/** The 27 public samples of layouts: each is read, or refused in the words that say why. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import type { Intake } from "../../src/intake/intake.js";
import { events, intakeOf, rowOf } from "../support/intake-of.js";

const FOLDER = "../shared/data/raw/layouts/public";

const REFUSED: Readonly<Record<string, string>> = {
  "amazon_flatfile_de.tsv": "nothing_to_estimate", // no customer
  "bigcommerce_header_only.csv": "file_empty",
  "excel_paste_es.tsv": "column_missing", // no customer
  "german_b2b_header_only.csv": "file_empty",
  "google_ads_preamble_total.csv": "not_orders",
  "hotmart_br.csv": "date_ambiguous",
  "hubspot_deals.csv": "column_missing", // no customer
  "mercury_us_dates.csv": "column_missing", // no customer
  "meta_ads_en.csv": "not_orders",
  "meta_ads_nl.csv": "not_orders",
  "pipe_delimited_header_only.txt": "file_empty",
  "quoted_comma_header_only.csv": "file_empty",
  "reckon_ledger_au.csv": "not_orders",
  "shopify_eur_usd_continuation_rows.csv": "mixed_currency",
  "shopify_full_header_only.csv": "file_empty",
  "shopify_nl_bom_customers.csv": "not_orders",
  "square_items_au_dollar_signs.csv": "nothing_to_estimate", // no customer
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

test.skipIf(!isThere)("Etsy's orders: month first by the layout, net without shipping (needs ../shared)", async () => {
  const { intake } = await intakeOf([path.join(FOLDER, "etsy_sold_orders_ca.csv")]);
  expect(intake).toMatchObject({
    layout: "etsy_orders",
    orders: 2,
    refunds: 0,
    customers: 2,
    total: "92.30",
    currency: "CAD",
    firstDate: "2026-09-03",
    lastDate: "2026-09-12",
  });
  const { intake: paid } = await intakeOf([path.join(FOLDER, "etsy_sold_orders_ca.csv")], { amount: "total" });
  expect(paid.total).toBe("106.30");
});

test.skipIf(!isThere)("Etsy's items: the order's shipping counts once (needs ../shared)", async () => {
  const { intake, engine } = await intakeOf([path.join(FOLDER, "etsy_sold_order_items_ca.csv")], { amount: "total" });
  expect(intake).toMatchObject({ layout: "etsy_order_items", records: 3, orders: 3, customers: 2, total: "124.00" });
  expect(await rowOf(engine, events)).toMatchObject({ order_id: "9001", amount: "76.0000" });
});

test.skipIf(!isThere)("PayPal: holds, withdrawals and pending payments are no sales (needs ../shared)", async () => {
  const { intake } = await intakeOf([path.join(FOLDER, "paypal_en_us_dates.csv")]);
  expect(intake).toMatchObject({
    layout: "paypal_activity",
    records: 4,
    orders: 1,
    customers: 1,
    total: "1250.00",
    currency: "EUR",
    firstDate: "2026-10-01",
  });
  const codes = intake.problems.map(({ code, records }) => `${code} ${records}`);
  expect(codes).toEqual(expect.arrayContaining(["non_sale_row 2", "unpaid 1"]));
});

test.skipIf(!isThere).each([
  ["amazon_flatfile_de.tsv", "amazon_all_orders", 3, "143.89"], // 79.90 + 47.99 + 16.00: the prices of Amazon.de hold the tax
  ["square_items_au_dollar_signs.csv", "square_items", 2, "10.50"],
])(
  "%s names no customers: %s, its money stays the company's (needs ../shared)",
  async (name, layout, records, amount) => {
    const known: Partial<Intake>[] = [];
    const tell = (facts: Partial<Intake>): void => void known.push(facts);
    await expect(intakeOf([path.join(FOLDER, name)], { tell })).rejects.toMatchObject({
      code: "nothing_to_estimate",
      facts: { message: expect.stringContaining("names no customers") },
    });
    const told: Partial<Intake> = Object.assign({}, ...known);
    expect(told).toMatchObject({ layout, records, accepted: 0, setAside: records });
    expect(told.problems).toContainEqual(expect.objectContaining({ code: "no_customer", records, amount }));
  },
);

test.skipIf(!isThere)("Comgate: who paid is the e-mail, not the merchant or the order (needs ../shared)", async () => {
  const { intake, engine } = await intakeOf([path.join(FOLDER, "comgate_cz.csv")]);
  expect(intake).toMatchObject({
    layout: "comgate_payments",
    orders: 2,
    customers: 2,
    total: "1200.00",
    currency: "CZK",
  });
  expect(await rowOf(engine, events)).toMatchObject({
    customer_id: "a@example.com",
    order_id: "501",
    total: "1000.0000",
  });
});
