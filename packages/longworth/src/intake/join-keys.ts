/** Customers who are one person: keys that share an address, in one record or through others, become one key. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";

const ROUNDS = 50; // a chain of that many keys would be a fault of the data, not a person

/** key_pairs: one row per key and address that stand in one record. */
export const keyPairs: Sql = sql`SELECT DISTINCT customer, email FROM typed WHERE customer IS NOT NULL AND email IS NOT NULL`;

/** Ids before addresses, so that a joined customer keeps an id as its key. */
const rank = (key: Sql): Sql => sql`concat(CASE WHEN ${key} LIKE '%_@_%' THEN '1' ELSE '0' END, ${key})`;

/** key_labels, first round: one row per key, itself. */
export const ownLabels: Sql = sql`SELECT DISTINCT customer, ${rank(sql`customer`)} AS label FROM key_pairs`;

/** key_labels, a further round: the first label among the keys of its addresses. */
export const sharedLabels: Sql = sql`WITH addresses AS (
  SELECT key_pairs.email, min(key_labels.label) AS label FROM key_pairs JOIN key_labels ON key_labels.customer = key_pairs.customer GROUP BY key_pairs.email
)
SELECT key_pairs.customer, min(addresses.label) AS label FROM key_pairs JOIN addresses ON addresses.email = key_pairs.email GROUP BY key_pairs.customer`;

/** key_measure: one row: records, those with a key and with an address that is not the key, addresses, those with several keys. */
export const keyMeasure: Sql = sql`WITH addresses AS (SELECT email, count(DISTINCT customer) AS keys FROM typed WHERE email IS NOT NULL AND customer <> email GROUP BY email)
SELECT CAST(count(*) AS double) AS records, CAST(count(CASE WHEN customer <> coalesce(email, '') THEN 1 END) AS double) AS keyed, CAST(count(email) AS double) AS addressed,
  CAST((SELECT count(*) FROM addresses) AS double) AS addresses, CAST((SELECT count(*) FROM addresses WHERE keys > 1) AS double) AS shared
FROM typed WHERE base <> 'total_row' AND base <> 'continuation'`;

const Measure = z.object({
  records: z.number(),
  keyed: z.number(),
  addressed: z.number(),
  addresses: z.number(),
  shared: z.number(),
});
const Changed = z.object({ changed: z.number() });

/** Whether the addresses of this file join keys: always for some systems, else where one address often has several keys. */
async function joins(union: "always" | "measured" | "never", engine: Engine): Promise<boolean> {
  if (union !== "measured") return union === "always";
  const [m] = await engine.rows(keyMeasure, Measure);
  return m !== undefined && 2 * m.keyed >= m.records && 2 * m.addressed >= m.records && m.shared > 0.01 * m.addresses;
}

/** Join the customers of `typed` where their addresses say so. @returns whether they do */
export async function joinedByAddress(
  union: "always" | "measured" | "never",
  names: ReadonlySet<string>,
  engine: Engine,
): Promise<boolean> {
  if (!names.has("email") || !(await joins(union, engine))) return false;
  await joinKeys(names, engine);
  return true;
}

/** typed becomes a table in which joined customers have one key; the key as written stays in `key_raw`. */
async function joinKeys(names: ReadonlySet<string>, engine: Engine): Promise<void> {
  await engine.execute(sql`CREATE OR REPLACE TABLE key_pairs AS ${keyPairs}`);
  await engine.execute(sql`CREATE OR REPLACE TABLE key_labels AS ${ownLabels}`);
  for (let round = 0; round < ROUNDS; round++) {
    await engine.execute(sql`CREATE OR REPLACE TABLE key_labels_next AS ${sharedLabels}`);
    const difference = sql`SELECT CAST(count(*) AS double) AS changed FROM key_labels JOIN key_labels_next ON key_labels.customer = key_labels_next.customer WHERE key_labels.label <> key_labels_next.label`;
    const [row] = await engine.rows(difference, Changed);
    await engine.execute(sql`DROP TABLE key_labels`);
    await engine.execute(sql`ALTER TABLE key_labels_next RENAME TO key_labels`);
    if (row?.changed === 0) break;
  }
  await engine.execute(sql`CREATE OR REPLACE TABLE typed_joined AS ${joined(names)}`);
  await engine.execute(sql`DROP TABLE typed`);
  await engine.execute(sql`ALTER TABLE typed_joined RENAME TO typed`);
}

/** typed_joined: one row per record of `typed`, its customer by the labels; a key that is only an address by the address. */
export function joined(names: ReadonlySet<string>): Sql {
  const others = [...names].filter((name) => name !== "customer").map((name) => sql`typed.${ident(name)}`);
  return sql`WITH addresses AS (
  SELECT key_pairs.email, min(key_labels.label) AS label FROM key_pairs JOIN key_labels ON key_labels.customer = key_pairs.customer GROUP BY key_pairs.email
)
SELECT typed.record, typed.file, CASE WHEN typed.customer IS NOT NULL THEN substr(coalesce(key_labels.label, addresses.label, concat('0', typed.customer)), 2) END AS customer, ${list(others)}, typed.base
FROM typed
LEFT JOIN key_labels ON key_labels.customer = typed.customer
LEFT JOIN addresses ON addresses.email = typed.customer`;
}

/** keys_merged: one row, customers written in several ways: the ways, the records under another key than the customer's own, their money. */
export const keysMerged = (amounts: boolean): Sql => sql`WITH merged AS (
  SELECT customer, count(DISTINCT key_raw) AS keys FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer HAVING count(DISTINCT key_raw) > 1
)
SELECT CAST(count(CASE WHEN typed.key_raw <> typed.customer THEN 1 END) AS double) AS moved, CAST((SELECT sum(keys) FROM merged) AS double) AS keys,
  CAST(${amounts ? sql`(SELECT sum(orders.total) FROM orders JOIN merged ON merged.customer = orders.customer_id WHERE orders.kind = 'order')` : sql`NULL`} AS VARCHAR) AS amount
FROM typed JOIN merged ON merged.customer = typed.customer WHERE typed.base = ''`;
