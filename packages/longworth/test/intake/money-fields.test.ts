/** Every field of a record is money, which rates convert, or known to be none: a new one must be put on one of the lists. */
import { expect, test } from "vitest";
import { LAYOUTS } from "../../src/intake/layouts/all.js";
import { planOf } from "../../src/intake/plan-of-layout.js";
import { MONEY } from "../../src/intake/rates.js";
import type { StagedColumn } from "../../src/intake/staged.js";
import { fieldsOf } from "../../src/intake/typed.js";
import { duckdb } from "../../src/sql/dialect.js";
import { sql } from "../../src/sql/sql.js";
import { DEFAULTS } from "../support/intake-of.js";

const NO_MONEY: ReadonlySet<string> = new Set([
  "customer", "key_raw", "email", "order_id", "order_name", "day", "quantity", "currency", "state", "status_text", "h", "dispute_day",
  "row_kind", "ref",
]); // prettier-ignore

/** Every text of a layout is perhaps a header. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split("|");
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

test.each(LAYOUTS.filter((layout) => layout.kind === "orders"))("all money of $id is on the list", (layout) => {
  const headers = [...new Set(textsOf(layout))];
  const columns = headers.map((name, i): StagedColumn => ({ name, id: `c${i + 1}`, type: "text" }));
  const plan = planOf(layout, columns, { ...DEFAULTS, inputs: [], map: { customer: headers[0] ?? "" } });
  const readers = { dialect: duckdb, number: () => sql`n`, day: () => sql`d`, isPlaceholder: () => sql`false` };
  const options = {
    records: "staged_0",
    columns,
    plan,
    readers,
    amounts: true,
    overrides: {},
    keepCase: false,
    normalizeIds: false,
  };
  const fields = fieldsOf({ ...options, repairs: {}, mended: [], damaged: [], symbols: true, hashed: true });
  expect(
    Object.keys(fields).filter((name) => !MONEY.has(name) && !NO_MONEY.has(name) && !name.startsWith("is_")),
  ).toEqual([]);
  expect(Object.keys(fields)).toContain("total");
});
