import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sql } from "../../src/sql/sql.js";
import { fileWith, intakeOf, rowOf, type Read } from "../support/intake-of.js";
import { bytesOf, germanExport, shopifyExport, stripeExport, type Export } from "../support/simulated-exports.js";

const TRUTH_QUERY = sql`SELECT count(CASE WHEN kind = 'order' THEN 1 END) AS orders, count(CASE WHEN kind = 'refund' THEN 1 END) AS refunds,
  count(DISTINCT customer_id) AS customers, CAST(sum(CASE WHEN kind = 'order' THEN total END) AS DECIMAL(18, 2)) AS total,
  CAST(sum(CASE WHEN kind = 'order' THEN amount END) AS DECIMAL(18, 2)) AS net, CAST(-sum(CASE WHEN kind = 'refund' THEN total END) AS DECIMAL(18, 2)) AS refunded,
  CAST(-sum(CASE WHEN kind = 'refund' THEN amount END) AS DECIMAL(18, 2)) AS refunded_net,
  (SELECT count(*) FROM (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id, day HAVING sum(amount) > 0) AS days) AS purchases
FROM orders WHERE customer_id IS NOT NULL`;

/** orders / refunds / customers / total / net / refund total / refund net / purchases, as LAYOUTS writes it. */
async function truth({ engine }: Read): Promise<string> {
  const row = await rowOf(engine, TRUTH_QUERY);
  return ["orders", "refunds", "customers", "total", "net", "refunded", "refunded_net", "purchases"]
    .map((name) => row[name])
    .join(" / ");
}

const found = ({ intake }: Read, ...codes: readonly string[]): readonly string[] =>
  codes.map((code) => {
    const problem = intake.problems.find((each) => each.code === code);
    return problem ? `${code} ${problem.records} = ${problem.amount}` : `${code} not found`;
  });

const variants = (shuffles: boolean): readonly (readonly [string, (made: Export) => Uint8Array, string])[] => [
  ["as written", (made) => bytesOf(made), ""],
  ["as gz", (made) => gzipSync(bytesOf(made)), ".gz"],
  ["with CRLF", (made) => bytesOf(made, { lineEnd: "\r\n" }), ""],
  ...(shuffles ? [["shuffled", (made: Export) => bytesOf(made, { shuffled: true }), ""] as const] : []),
];

const read = (
  made: Export,
  [, bytes, ending]: readonly [string, (made: Export) => Uint8Array, string],
): Promise<Read> => intakeOf([fileWith(bytes(made), made.name + ending)]);

const fatesAddUp = ({ intake }: Read): boolean =>
  intake.accepted + intake.setAside + intake.rejected === intake.records;

test.each(variants(false))("Shopify's thousand orders %s", async (...variant) => {
  const made = await read(shopifyExport(), variant);
  expect(made.intake).toMatchObject({
    layout: "shopify_orders",
    records: 1999,
    currency: "EUR",
    orders: 900,
    refunds: 60,
    customers: 201,
  });
  expect(fatesAddUp(made)).toBe(true);
  expect(await truth(made)).toBe("900 / 60 / 201 / 152629.59 / 125550.07 / 5053.09 / 4122.78 / 880");
  expect(
    found(
      made,
      "continuation",
      "cancelled",
      "unpaid",
      "failed",
      "no_customer",
      "test_order",
      "refund_without_date",
      "authorized_counted",
    ),
  ).toEqual([
    "continuation 999 = 0.00",
    "cancelled 20 = 3507.09",
    "unpaid 20 = 3480.05",
    "failed 20 = 3530.49",
    "no_customer 20 = 3525.80",
    "test_order 20 = 3484.90",
    "refund_without_date 60 = 5053.09",
    "authorized_counted 20 = 3312.43",
  ]);
  expect(made.intake.ladder[0]).toEqual({ step: "file_total", amount: "170157.92" });
  expect(made.intake.ladder.at(-1)).toEqual({ step: "used", amount: "121427.29" });
});

test.each(variants(true))("Stripe's thousand payments %s", async (...variant) => {
  const made = await read(stripeExport(), variant);
  expect(made.intake).toMatchObject({
    layout: "stripe_payments",
    records: 1000,
    currency: "EUR",
    orders: 900,
    refunds: 80,
    customers: 201,
  });
  expect(fatesAddUp(made)).toBe(true);
  expect(await truth(made)).toBe("900 / 80 / 201 / 152589.59 / 152589.59 / 10946.92 / 10946.92 / 860");
  expect(found(made, "failed", "unpaid", "no_customer", "test_order", "refund_without_date", "dispute_lost")).toEqual([
    "failed 20 = 3507.09",
    "unpaid 40 = 7010.54",
    "no_customer 20 = 3525.80",
    "test_order 20 = 3484.90",
    "refund_without_date 60 = 7446.95",
    "dispute_lost 20 = 3499.97",
  ]);
  expect(made.intake.problems.map(({ code }) => code)).toContain("keys_merged");
});

test.each(variants(true))("a German sheet of order lines %s", async (...variant) => {
  const made = await read(germanExport(), variant);
  expect(made.intake).toMatchObject({
    layout: "generic",
    records: 2040,
    orders: 960,
    refunds: 40,
    customers: 201,
    decimal: ",",
  });
  expect(fatesAddUp(made)).toBe(true);
  expect(await truth(made)).toBe("960 / 40 / 201 / 136972.54 / 136972.54 / 3144.13 / 3144.13 / 959");
  expect(found(made, "cancelled", "no_customer", "total_row")).toEqual([
    "cancelled 40 = 2864.78",
    "no_customer 41 = 2880.49",
    "total_row 1 = null",
  ]);
});
