/** The exports of every layout as others write them: columns in another order, names of a warehouse, sums below the table. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { fileWith } from "../support/intake-of.js";
import { caseOf, cases, eventsOf, readOf } from "../support/layout-fixtures.js";

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

/** The cells of every record, and what separates them. */
function tableOf(text: string): Readonly<{ rows: readonly (readonly string[])[]; separator: string }> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const [header = ""] = lines;
  const separator = [",", ";", "\t"].toSorted((a, b) => header.split(b).length - header.split(a).length)[0] ?? ",";
  return { rows: lines.map((line) => cellsOf(line.replace("\r", ""), separator)), separator };
}

const written = (rows: readonly (readonly string[])[], separator: string): string =>
  rows.map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)}\n`).join("");

/** `Order Total` as `order_total`: the export came through a warehouse. */
function warehoused(text: string): string {
  const { rows, separator } = tableOf(text);
  const [header = [], ...rest] = rows;
  return written([header.map((name) => name.toLowerCase().replaceAll(" ", "_")), ...rest], separator);
}

/** With one more record: the sums of the columns of money, and `label` in the first column. */
function summed(text: string, label: string): string {
  const { rows, separator } = tableOf(text);
  const [header = [], ...rest] = rows;
  const sums = header.map((_, i) => {
    const cells = rest.map((cells) => cells[i] ?? "");
    const isMoney = cells.every((cell) => /^-?\d+\.\d\d$/u.test(cell));
    return isMoney ? cells.reduce((sum, cell) => sum + Number(cell), 0).toFixed(2) : "";
  });
  return written([...rows, [label, ...sums.slice(1)]], separator);
}

/** The same table with its columns turned round, headers in capitals, and a column of a plugin in front and behind. */
function rearranged(text: string): string {
  const { rows, separator } = tableOf(text);
  const turned = rows.map((row, i) => {
    const cells = row.toReversed();
    const own = i === 0 ? cells.map((cell) => cell.toUpperCase()) : cells;
    return [i === 0 ? "Plugin: mark" : `x${i}`, ...own, i === 0 ? "_plugin_json" : `{"a":${i}}`];
  });
  return written(turned, separator);
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

/** Two or three records: half of them without what the sum has not, either. */
const TOO_SMALL = ["etsy_payments", "stripe_payments", "stripe_payments.chosen"];
const summable = movable.filter((name) => !TOO_SMALL.includes(name));

async function expectSame(name: string, change: (text: string) => string, more = 0): Promise<void> {
  const { file, expected, options } = caseOf(name);
  const text = change(readFileSync(file, "utf8"));
  const { intake, engine, refusal } = await readOf(fileWith(text, path.basename(file)), options);
  expect(refusal).toBe(expected.refusal);
  expect((await eventsOf(engine)).toSorted()).toEqual(expected.events.toSorted());
  const { layout, records, total = null, refunded = null } = expected.intake;
  expect(intake).toMatchObject({
    layout,
    records: Number(records) + more,
    ...(total === null ? {} : { total }),
    ...(refunded === null ? {} : { refunded }),
  });
}

test.each(movable)("%s with its columns in another order, among others, in capitals", (name) =>
  expectSame(name, rearranged),
);

test.each(movable)("%s with names as a warehouse writes them", (name) => expectSame(name, warehoused));

test.each(summable)("%s with sums below its columns", (name) => expectSame(name, (text) => summed(text, ""), 1));

test.each(summable)("%s with sums below its columns, called Total", (name) =>
  expectSame(name, (text) => summed(text, "Total"), 1),
);
