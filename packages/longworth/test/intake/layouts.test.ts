/** One small export of every layout, with every event that it must become: `fixtures/layouts/<layout>[.variant]/`. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { UserError } from "../../src/errors.js";
import type { Intake } from "../../src/intake/intake.js";
import { LAYOUTS } from "../../src/intake/layouts/all.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { sql } from "../../src/sql/sql.js";
import type { Effects } from "../../src/run/effects.js";
import { testEffects } from "../support/effects.js";
import { fileWith, intakeOf } from "../support/intake-of.js";

const FOLDER = path.join(import.meta.dirname, "../fixtures/layouts");

const Expected = z.strictObject({
  refusal: z.string().optional(), // the code, where nothing is left to estimate
  options: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  intake: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  problems: z.record(z.string(), z.tuple([z.number(), z.string().nullable()])), // code: records and money
  events: z.array(z.string()), // customer, order, kind, day, net and total, in the order of the file
});

const cases = readdirSync(FOLDER).toSorted();

const EVENTS = sql`SELECT concat(coalesce(customer_id, '-'), ' ', order_id, ' ', kind, ' ', CAST(day AS VARCHAR), ' ',
  CAST(CAST(amount AS DECIMAL(18, 2)) AS VARCHAR), ' ', CAST(CAST(total AS DECIMAL(18, 2)) AS VARCHAR)) AS event
FROM orders ORDER BY file, record, kind`;

/** What was told until the end, also where no order of a customer is left. */
async function readOf(
  file: string,
  options: Partial<IntakeRequest>,
): Promise<Readonly<{ intake: Intake; engine: Engine; refusal: string | undefined }>> {
  let told: Partial<Intake> = {};
  const effects = testEffects();
  const engines: Engine[] = [];
  const openEngine: Effects["openEngine"] = async (settings) => {
    const engine = await effects.openEngine(settings);
    engines.push(engine);
    return engine;
  };
  const tell = (facts: Partial<Intake>): void => {
    told = { ...told, ...facts };
  };
  const refusal = await intakeOf([file], { ...options, tell }, { ...effects, openEngine }).then(
    () => undefined,
    (thrown: unknown) => {
      if (thrown instanceof UserError && thrown.code === "nothing_to_estimate") return thrown.code;
      throw thrown;
    },
  );
  const [engine] = engines;
  if (!engine) throw new Error("no engine was opened");
  return { intake: told as Intake, engine, refusal }; // cast: all of it is told before this refusal
}

test.each(cases)("%s", async (name) => {
  const folder = path.join(FOLDER, name);
  const [file = ""] = readdirSync(folder).filter((each) => each !== "expected.json");
  const expected = Expected.parse(JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")));
  const options = expected.options as Partial<IntakeRequest>; // cast: the fixture names options of the request
  const { intake, engine, refusal } = await readOf(path.join(folder, file), options);
  expect(refusal).toBe(expected.refusal);
  const events = await engine.rows(EVENTS, z.object({ event: z.string() }));
  expect(events.map(({ event }) => event)).toEqual(expected.events);
  expect(intake).toMatchObject(expected.intake);
  const problems = intake.problems.filter(({ code }) => code in expected.problems);
  expect(Object.fromEntries(problems.map(({ code, records, amount }) => [code, [records, amount]]))).toEqual(
    expected.problems,
  );
  expect(intake.accepted + intake.setAside + intake.rejected).toBe(intake.records);
});

/** The cells of a small file without line breaks in cells. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line[i] ?? "";
    if (letter === '"' && isQuoted && line[i + 1] === '"') cell += line[++i] ?? "";
    else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell];
}

/** The same table with its columns turned round, headers in capitals, and a column of a plugin in front and behind. */
function rearranged(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const [header = ""] = lines;
  const separator = [",", ";", "\t"].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ",";
  const written = lines.map((line, i) => {
    const cells = cellsOf(line, separator).toReversed();
    const own = i === 0 ? cells.map((cell) => cell.toUpperCase()) : cells;
    return [i === 0 ? "Plugin: mark" : `x${i}`, ...own, i === 0 ? "_plugin_json" : `{"a":${i}}`]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(separator);
  });
  return `${written.join("\n")}\n`;
}

/** Their first column has no header, lines stand before or behind the table, or the text is GBK. */
const FIXED = [
  "quickbooks_sales_by_customer",
  "quickbooks_sales_by_customer.new",
  "amazon_date_range",
  "ebay_transactions",
  "ebay_orders.de",
  "taobao_tmall",
];
const movable = cases.filter((name) => !FIXED.includes(name));

test.each(movable)("%s with its columns in another order, among others, in capitals", async (name) => {
  const folder = path.join(FOLDER, name);
  const [file = ""] = readdirSync(folder).filter((each) => each !== "expected.json");
  const expected = Expected.parse(JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")));
  const text = rearranged(readFileSync(path.join(folder, file), "utf8"));
  const { intake, engine, refusal } = await readOf(fileWith(text, file), expected.options as Partial<IntakeRequest>); // cast: as above
  expect(refusal).toBe(expected.refusal);
  const events = await engine.rows(EVENTS, z.object({ event: z.string() }));
  expect(events.map(({ event }) => event).toSorted()).toEqual(expected.events.toSorted());
  const { layout, records, total = null, refunded = null } = expected.intake;
  expect(intake).toMatchObject({
    layout,
    records,
    ...(total === null ? {} : { total }),
    ...(refunded === null ? {} : { refunded }),
  });
});

test("a day in another time zone, where date, time and zone are three columns", async () => {
  const rows = ["10/15/2026,11:30:00 PM,Eastern Time (US & Canada),$27.00,$27.00,$27.00,T1,P1,C1"];
  const header = "Date,Time,Time Zone,Gross Sales,Net Sales,Total Collected,Transaction ID,Payment ID,Customer ID";
  const file = fileWith([header, ...rows, ""].join("\n"));
  expect((await intakeOf([file])).intake.firstDate).toBe("2026-10-15");
  expect((await intakeOf([file], { timezone: "Europe/Berlin" })).intake.firstDate).toBe("2026-10-16");
});

test("every layout of orders has its fixture", () => {
  const read = new Set(cases.map((name) => name.split(".")[0]));
  const without = LAYOUTS.filter(({ id, kind }) => kind === "orders" && !read.has(id)).map(({ id }) => id);
  expect(without).toEqual([]);
});
