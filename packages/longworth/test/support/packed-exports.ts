/** Simulated exports as written, packed, with other line ends and shuffled, and what must come of each. */
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { LAYOUTS } from "../../src/intake/layouts/all.js";
import { sql } from "../../src/sql/sql.js";
import { fileWith, intakeOf, rowOf, type Read } from "./intake-of.js";
import { bytesOf, simulatedExports, type Export, type Simulated } from "./simulated-exports.js";

const TRUTH_QUERY = sql`SELECT count(CASE WHEN kind = 'order' THEN 1 END) AS orders, count(CASE WHEN kind = 'refund' THEN 1 END) AS refunds,
  count(DISTINCT customer_id) AS customers, CAST(sum(CASE WHEN kind = 'order' THEN total END) AS DECIMAL(18, 2)) AS total,
  CAST(sum(CASE WHEN kind = 'order' THEN amount END) AS DECIMAL(18, 2)) AS net,
  CAST(coalesce(-sum(CASE WHEN kind = 'refund' THEN total END), 0) AS DECIMAL(18, 2)) AS refund_total,
  CAST(coalesce(-sum(CASE WHEN kind = 'refund' THEN amount END), 0) AS DECIMAL(18, 2)) AS refund_net,
  (SELECT count(*) FROM (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id, day HAVING sum(amount) > 0) AS days) AS purchases
FROM orders WHERE customer_id IS NOT NULL`;

export type Packing = readonly [string, (made: Export) => Uint8Array, string];
export const PACKINGS: readonly Packing[] = [
  ["as written", (made) => bytesOf(made), ""],
  ["as gz", (made) => gzipSync(bytesOf(made)), ".gz"],
  ["with CRLF", (made) => bytesOf(made, { lineEnd: "\r\n" }), ""],
  ["shuffled", (made) => bytesOf(made, { shuffled: true }), ""],
];

const isKnown = ({ layout }: Simulated): boolean => layout === "generic" || LAYOUTS.some(({ id }) => id === layout);

const known = Object.entries(simulatedExports).filter(([, make]) => isKnown(make()));
export const cases = known.flatMap(([name, make]) =>
  PACKINGS.filter(([packing]) => packing !== "shuffled" || make().canShuffle).map(
    (packing) => [name, packing[0], make, packing] as const,
  ),
);

export const read = ({ files, currency }: Simulated, [, bytes, ending]: Packing): Promise<Read> =>
  intakeOf(
    files.map((file) => fileWith(bytes(file), file.name + ending)),
    { currency },
  );

/** Orders, refunds, customers and money are the truth to the cent. */
export async function expectTruth(made: Simulated, packing: Packing): Promise<void> {
  const { layout, truth } = made;
  const found = await read(made, packing);
  const { intake, engine } = found;
  const { records, orders, refunds, customers, firstDate, lastDate } = truth;
  expect(intake).toMatchObject({ layout, records, orders, refunds, customers, firstDate, lastDate });
  expect(intake.accepted + intake.setAside + intake.rejected).toBe(records);
  const row = await rowOf(engine, TRUTH_QUERY);
  expect(row).toEqual({
    orders: `${orders}`,
    refunds: `${refunds}`,
    customers: `${customers}`,
    total: truth.total,
    net: truth.net,
    refund_total: cents(truth.refundTotal),
    refund_net: cents(truth.refundNet),
    purchases: `${truth.purchases}`,
  });
  expect(intake).toMatchObject({ total: truth.net, refunded: cents(truth.refundNet) });
  const problems = intake.problems.filter(({ code }) => code in truth.problems);
  expect(Object.fromEntries(problems.map(({ code, records: n, amount }) => [code, [n, amount]]))).toEqual(
    truth.problems,
  );
  expect(Number(intake.ladder.at(-1)?.amount)).toBeCloseTo(Number(truth.net) - Number(truth.refundNet), 2);
}

const cents = (amount: string): string => (amount === "0" ? "0.00" : amount);
