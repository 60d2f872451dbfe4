/** Reading orders on a real cluster gives what reading them in the embedded engine gives: every export the tests know. */
import { expect, test } from "vitest";
import { z } from "zod";
import { load } from "../../src/app/load.js";
import { readOrders } from "../../src/intake/read-orders.js";
import { tableSource } from "../../src/intake/source.js";
import { sql } from "../../src/sql/sql.js";
import { addressOf, clearSchemasAfterwards, openAt, schemaFor, urlOf } from "../support/cluster.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { DEFAULTS, fileWith, intakeOf, rowOf } from "../support/intake-of.js";
import { bytesOf, simulatedExports, type Export } from "../support/simulated-exports.js";

clearSchemasAfterwards();

const SUMS = sql`SELECT count(*) AS events, count(DISTINCT customer_id) AS customers,
  count(DISTINCT order_id) AS orders, CAST(sum(amount) AS DECIMAL(18, 4)) AS amount, CAST(sum(total) AS DECIMAL(18, 4)) AS total,
  CAST(min(day) AS varchar) AS first, CAST(max(day) AS varchar) AS last,
  CAST(sum(CASE WHEN kind = 'refund' THEN amount ELSE 0 END) AS DECIMAL(18, 4)) AS refunds
FROM orders`;
const HISTORIES = sql`SELECT CAST(sum(orders) AS bigint) AS orders, sum(historic_value) AS value, count(*) AS customers,
  CAST(sum(purchases) AS bigint) AS purchases FROM rfm_summary`;

const KEPT = ["layout", "records", "accepted", "setAside", "rejected", "orders", "refunds", "customers", "currency",
  "firstDate", "lastDate", "asOf", "ladder", "total", "refunded"] as const; // prettier-ignore

/** Loads the file as text and reads it there and here. */
async function both(name: string, made: Export, options: Parameters<typeof intakeOf>[1] = {}) {
  const file = fileWith(bytesOf(made), made.name);
  const effects = testEffects();
  const table = "orders_of_a_shop";
  const schema = await schemaFor("memory", name.replaceAll(/[^a-z0-9]+/g, "_"));
  const request = { ...DEFAULTS, maskIds: false, threads: 2, memory: "1GB", scratch: emptyFolder(), ...options };
  // cast: the options of a test are those of a request
  const loaded = await load(
    { ...request, inputs: [file], to: urlOf("memory", schema, table) } as Parameters<typeof load>[0],
    effects,
  );
  const here = await intakeOf([file], options, effects);
  const engine = await openAt("memory", schema);
  try {
    const sources = [tableSource(addressOf("memory", schema, table))];
    const there = await readOrders({ ...DEFAULTS, ...options, inputs: [], sources }, engine, effects);
    const facts = async (read: typeof here) => ({
      ...Object.fromEntries(KEPT.map((key) => [key, read.intake[key]])),
      problems: read.intake.problems
        .filter(({ code }) => code !== "container_note" && code !== "total_row")
        .map(({ code, fate, records, amount }) => ({ code, fate, records, amount })),
      sums: await rowOf(read.engine, SUMS),
      histories: await rowOf(read.engine, HISTORIES),
    });
    const { records, setAside } = here.intake;
    const left = { records: records - loaded.leftOut, setAside: setAside - loaded.leftOut };
    return { there: await facts({ intake: there, engine }), here: { ...(await facts(here)), ...left } };
  } finally {
    engine.close();
    here.engine.close();
  }
}

const cases = Object.entries(simulatedExports).filter(([, make]) => make().files.length === 1);

test.each(cases)("%s", async (name, make) => {
  const { files, currency } = make();
  const [file] = files;
  if (!file) throw new Error("no file");
  const { there, here } = await both(name, file, { currency });
  expect(there).toEqual(here);
});

test("a file that is loaded is all there, and not twice", async () => {
  const schema = await schemaFor("memory", "load");
  const file = fileWith("id,when,what\n1,2024-01-01,3.50\n2,2024-01-02,\n", "orders.csv");
  const request = { ...DEFAULTS, maskIds: false, threads: 2, memory: "1GB", scratch: emptyFolder(), inputs: [file] };
  const to = urlOf("memory", schema, "orders");
  // cast: no option of a request but these is asked
  const asked = { ...request, to } as Parameters<typeof load>[0];
  expect(await load(asked, testEffects())).toMatchObject({ records: 2, columns: 3, leftOut: 0 });
  await expect(load({ ...asked, scratch: emptyFolder() }, testEffects())).rejects.toMatchObject({
    code: "bad_arguments",
  });
  const ragged = fileWith("id,when,what\n1,2024-01-01,3.50\n2,2024-01-02,7,9\n", "odd.csv");
  const odd = { ...asked, inputs: [ragged], to: urlOf("memory", schema, "odd"), scratch: emptyFolder() };
  await expect(load(odd, testEffects())).rejects.toMatchObject({ code: "row_ragged" });
  const engine = await openAt("memory", schema);
  const rows = await engine.rows(
    sql`SELECT * FROM orders ORDER BY id`,
    z.object({ id: z.string(), when: z.string(), what: z.string().nullable() }),
  );
  engine.close();
  expect(rows).toEqual([
    { id: "1", when: "2024-01-01", what: "3.50" },
    { id: "2", when: "2024-01-02", what: null },
  ]);
});
