import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { exportRun, type ExportRequest } from "../../src/app/export.js";
import { tables } from "../support/customers.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { OLD, published } from "../support/published.js";

const workspace = emptyFolder();
beforeAll(async () => {
  await published(workspace, OLD, await tables());
});

const requestOf = (parts: Partial<ExportRequest>): ExportRequest => ({
  workspace,
  table: "customers",
  format: "csv",
  maskIds: false,
  out: path.join(emptyFolder(), "out"),
  scratch: emptyFolder(),
  threads: 1,
  memory: "500MB",
  ...parts,
});

async function exported(parts: Partial<ExportRequest>): Promise<string> {
  const request = requestOf(parts);
  await exportRun(request, testEffects());
  return readFileSync(request.out, "utf8");
}

test("machines get every column as it is, by id, with dots and ISO days", async () => {
  expect(await exported({})).toBe(
    "customer_id,last_order_date,orders,historic_value,p_active_365d,expected_revenue_365d,expected_revenue_365d_p05,expected_revenue_365d_p95,rfm_segment,clv_tier\n" +
      "=cmd(),2025-01-01,3,100.0,0.9,50.0,10.0,90.0,Champions,Platinum\n" +
      "C-17,,0,0.0,,0.0,0.0,0.0,Lost,Low\n" +
      "ann@x.com,2025-02-01,2,-20.5,0.5,20.0,0.0,60.0,At risk,Low\n" +
      "bob@x.com,2025-03-01,1,10.0,0.1,30.0,0.0,40.0,Can't lose,Gold\n",
  );
});

test("a spreadsheet gets a byte order mark, headings in words, dearest first, and no formula", async () => {
  const text = await exported({
    target: "spreadsheet",
    columns: ["customer_id", "historic_value", "expected_revenue_365d_p05"],
  });
  expect(text).toBe(
    '\uFEFFCustomer,Value so far,"Expected revenue, 12 months, low"\n\'=cmd(),100.0,10.0\nbob@x.com,10.0,0.0\nann@x.com,-20.5,0.0\nC-17,0.0,0.0\n',
  );
});

test("without a choice a spreadsheet gets what a person looks at first", async () => {
  const [head] = (await exported({ target: "spreadsheet" })).split("\n");
  expect(head).toBe(
    '\uFEFFCustomer,Segment,Value tier,"Expected revenue, 12 months","Expected revenue, 12 months, low","Expected revenue, 12 months, high","Chance of an order, 12 months",Last order,Orders,Value so far',
  );
});

test("columns come in the order asked, of the customers asked", async () => {
  const columns = ["expected_revenue_365d", "customer_id"];
  expect(await exported({ columns, segment: "cant-lose" })).toBe("expected_revenue_365d,customer_id\n30.0,bob@x.com\n");
  expect(await exported({ columns, segment: "low" })).toBe(
    "expected_revenue_365d,customer_id\n20.0,ann@x.com\n0.0,C-17\n",
  );
});

test("Klaviyo gets its own names, addresses and other ids apart, and no consent", async () => {
  expect(await exported({ target: "klaviyo", segment: "Low" })).toBe(
    "Email,External ID,Longworth Segment,Longworth Value Tier,Longworth Expected Revenue 365d,Longworth Chance of Order 365d\n" +
      "ann@x.com,,At risk,Low,20.0,0.5\n,C-17,Lost,Low,0.0,\n",
  );
});

test("Mailchimp takes nobody without an address", async () => {
  const lines = (await exported({ target: "mailchimp" })).trim().split("\n");
  expect(lines[0]).toMatch(/^Email Address,/);
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["bob@x.com", "ann@x.com"]);
});

test("masked ids are stand-ins everywhere", async () => {
  expect(await exported({ maskIds: true, columns: ["customer_id"], target: "spreadsheet" })).toBe(
    "\uFEFFCustomer\nC-0000001\nC-0000004\nC-0000003\nC-0000002\n",
  );
});

test("another table in its own total order, as Parquet too", async () => {
  expect(await exported({ table: "forecast" })).toBe(
    "scope,segment,horizon_days,expected_revenue\ntotal,,90,30.0\ntotal,,365,100.0\n",
  );
  const request = requestOf({ table: "forecast", format: "parquet" });
  expect(await exportRun(request, testEffects())).toMatchObject({ rows: 2, path: request.out });
  expect(readFileSync(request.out).subarray(0, 4).toString()).toBe("PAR1");
});

test.each<[Partial<ExportRequest>, RegExp]>([
  [{ segment: "Best" }, /no segment, value tier or finding/],
  [{ columns: ["expected"] }, /no column of this table/],
  [{ target: "klaviyo", columns: ["customer_id"] }, /in the columns that klaviyo knows/],
  [{ target: "hubspot", maskIds: true }, /in the columns that hubspot knows/],
  [{ target: "spreadsheet", format: "parquet" }, /writes CSV/],
  [{ table: "forecast", segment: "Low" }, /forecast has none/],
])("%j is refused, and no file is left", async (parts, message) => {
  const request = requestOf(parts);
  await expect(exportRun(request, testEffects())).rejects.toMatchObject({
    code: "bad_arguments",
    facts: { message: expect.stringMatching(message) },
  });
  expect(readdirSync(path.dirname(request.out))).toEqual([]);
});
