/** Records of a ledger that speak of another: what a payment was converted to, and whose order a refund takes back. */
import type { Engine } from "../engines/engine.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { alloc, unit } from "./orders.js";

export type PlaceOptions = Readonly<{
  names: ReadonlySet<string>; // columns of `typed`, `row_kind`, `ref` and `order_id` among them
  takesCustomer: boolean; // a refund's customer is its order's
  sharesNet: boolean; // a refund's net is its share of the order's; else it has parts of its own
  digits: number;
  dialect: Dialect;
}>;

/** typed becomes a table in which payments are in the account's currency and refunds have their order's customer and net share. */
export async function placeRows(options: Omit<PlaceOptions, "dialect">, engine: Engine): Promise<void> {
  await engine.execute(sql`CREATE OR REPLACE TABLE typed_placed AS ${placed({ ...options, dialect: engine.dialect })}`);
  await engine.execute(sql`DROP TABLE typed`);
  await engine.execute(sql`ALTER TABLE typed_placed RENAME TO typed`);
}

/** typed_placed: one row per record of `typed`. A conversion leg names its payment, a refund its order, by `ref`. */
export function placed(options: PlaceOptions): Sql {
  const { names, takesCustomer } = options;
  const own = sql`typed.customer`;
  const others = [...names].filter((name) => !PLACED.has(name)).map((name) => sql`typed.${ident(name)}`);
  const isOwn = sql`typed.row_kind = 'refund' AND typed.ref IS NOT NULL`;
  const customer = takesCustomer ? sql`sales.customer` : sql`coalesce(${own}, sales.customer)`;
  const rowCustomer = sql`CASE WHEN ${isOwn} THEN ${customer} ELSE ${own} END`;
  const keyed = names.has("key_raw")
    ? [sql`CASE WHEN ${isOwn} THEN ${customer} ELSE typed.key_raw END AS key_raw`]
    : [];
  return sql`WITH ${conversions(options)},
sales AS (SELECT order_id, customer, total, tax, shipping FROM (
  SELECT order_id, customer, total, tax, shipping, row_number() OVER (PARTITION BY order_id ORDER BY file DESC, record) AS place FROM converted WHERE row_kind = 'sale' AND order_id IS NOT NULL
) AS ranked WHERE place = 1)
SELECT typed.record, typed.file, ${rowCustomer} AS customer, ${list([...keyed, ...others])}, ${list([sql`converted.currency`, sql`converted.total`, ...partsOf(options)])},
  coalesce(converted.is_foreign, false) AS is_foreign, sales.order_id IS NOT NULL AS is_matched, typed.base
FROM typed
JOIN converted ON converted.file = typed.file AND converted.record = typed.record
LEFT JOIN sales ON ${isOwn} AND sales.order_id = typed.ref`;
}

const PLACED = new Set(["customer", "key_raw", "currency", "total", "tax", "shipping", "is_foreign", "is_matched"]);

/** Payments with the leg in the other currency that has their sign: net and shipping by their share, the tax is the rest. */
function conversions({ names, digits, dialect }: PlaceOptions): Sql {
  const part = (name: string): Sql =>
    names.has(name) ? sql`coalesce(typed.${ident(name)}, 0)` : sql`CAST(0 AS DECIMAL(18, 4))`;
  const currency = names.has("currency") ? sql`typed.currency` : sql`CAST(NULL AS VARCHAR)`;
  const [tax, shipping] = [part("tax"), part("shipping")];
  const share = (value: Sql): Sql =>
    signedShare({ of: sql`legs.total`, part: value, whole: sql`typed.total` }, { digits, dialect });
  const [net, freight] = [share(sql`(typed.total - ${tax} - ${shipping})`), share(shipping)];
  const isLeg = sql`legs.total IS NOT NULL`;
  return sql`legs AS (SELECT ref, currency, sum(total) AS total FROM (
  SELECT DISTINCT order_id, ref, ${names.has("currency") ? sql`currency` : sql`CAST(NULL AS VARCHAR) AS currency`}, total FROM typed WHERE row_kind = 'conversion' AND ref IS NOT NULL
) AS conversions GROUP BY ref, currency),
converted AS (SELECT typed.record, typed.file, typed.order_id, typed.customer, typed.row_kind,
    CASE WHEN ${isLeg} THEN legs.currency ELSE ${currency} END AS currency, CASE WHEN ${isLeg} THEN legs.total ELSE typed.total END AS total,
    CAST(CASE WHEN ${isLeg} THEN legs.total - ${net} - ${freight} ELSE ${tax} END AS DECIMAL(18, 4)) AS tax,
    CAST(CASE WHEN ${isLeg} THEN ${freight} ELSE ${shipping} END AS DECIMAL(18, 4)) AS shipping, ${isLeg} AS is_foreign
  FROM typed
  LEFT JOIN legs ON typed.row_kind IN ('sale', 'refund') AND legs.ref = typed.order_id AND legs.currency <> ${currency} AND sign(legs.total) = sign(typed.total))`;
}

/** Tax and shipping of a record; of a refund so that its net is the order's share of it, and the whole net of a full refund. */
function partsOf({ names, digits, dialect, sharesNet }: PlaceOptions): readonly Sql[] {
  const kept = sharesNet ? sql`sales.order_id IS NULL` : sql`true`;
  const net = sql`(sales.total - sales.tax - sales.shipping)`;
  const isFull = sql`abs(converted.total) >= sales.total - ${unit(digits)} AND abs(converted.total) <= sales.total + ${unit(digits)}`;
  const share = (value: Sql): Sql =>
    sql`CASE WHEN ${isFull} THEN sign(converted.total) * ${value} ELSE ${signedShare({ of: sql`converted.total`, part: value, whole: sql`sales.total` }, { digits, dialect })} END`;
  const shipping = share(sql`sales.shipping`);
  const tax = sql`converted.total - ${share(net)} - ${shipping}`;
  const placedPart = (name: string, value: Sql): readonly Sql[] =>
    names.has(name)
      ? [
          sql`CAST(CASE WHEN ${kept} THEN converted.${ident(name)} ELSE ${value} END AS DECIMAL(18, 4)) AS ${ident(name)}`,
        ]
      : [];
  return [...placedPart("tax", tax), ...placedPart("shipping", shipping)];
}

type Share = Readonly<{ of: Sql; part: Sql; whole: Sql }>;

/** of x part / whole, rounded half away from zero. */
const signedShare = ({ of, part, whole }: Share, { digits, dialect }: Pick<PlaceOptions, "digits" | "dialect">): Sql =>
  sql`sign(${of}) * ${alloc({ value: sql`abs(${of})`, part: sql`abs(${part})`, whole: sql`abs(${whole})` }, { digits, dialect })}`;
