/** The exports of every layout as another shop writes them: columns in another order, among those of plugins. */
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
  const { file, expected, options } = caseOf(name);
  const text = rearranged(readFileSync(file, "utf8"));
  const { intake, engine, refusal } = await readOf(fileWith(text, path.basename(file)), options);
  expect(refusal).toBe(expected.refusal);
  expect((await eventsOf(engine)).toSorted()).toEqual(expected.events.toSorted());
  const { layout, records, total = null, refunded = null } = expected.intake;
  expect(intake).toMatchObject({
    layout,
    records,
    ...(total === null ? {} : { total }),
    ...(refunded === null ? {} : { refunded }),
  });
});
