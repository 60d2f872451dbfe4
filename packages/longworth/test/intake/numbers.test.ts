import { expect, test } from "vitest";
import { z } from "zod";
import {
  decideNumberStyle,
  decimalsSql,
  numberSql,
  type NumberOptions,
  type NumberRole,
  type NumberStyle,
} from "../../src/intake/numbers.js";
import { numberCell } from "../../src/intake/number-cells.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { ident, sql } from "../../src/sql/sql.js";
import { placeOf, stagedColumns } from "../support/staged.js";

const Value = z.object({ value: z.string().nullable(), decimals: z.number() });

type Options = Omit<NumberOptions, "placeOf"> & Readonly<{ role?: NumberRole }>;

async function read(cells: readonly string[], { role = "money", ...options }: Options = {}) {
  const { engine, staged, column } = await stagedColumns(cells);
  const style = await decideNumberStyle(engine, staged, { columns: [{ column, role }], ...options, placeOf });
  const query = sql`SELECT CAST(${numberSql(column, style, duckdb)} AS VARCHAR) AS value,
    CAST(${decimalsSql(column, style, duckdb)} AS double) AS decimals FROM ${ident("staging")} ORDER BY record`;
  const rows = await engine.rows(query, Value);
  engine.close();
  return {
    style,
    values: rows.map(({ value }) => (value === null ? null : Number(value))),
    decimals: rows.map(({ decimals }) => decimals),
  };
}

test.each([
  { name: "a plain column", cells: ["10", "-3.5", "0.25", ""], values: [10, -3.5, 0.25, null] },
  {
    name: "dot decimals with thousands",
    cells: ["1,234.56", "1,234", "12.5", "12,34,567.8"],
    values: [1234.56, 1234, 12.5, 1234567.8],
  },
  { name: "comma decimals with thousands", cells: ["1.234,56", "15.000", "12,5"], values: [1234.56, 15000, 12.5] },
  {
    name: "symbols and codes on either side",
    cells: ["$10.50", "10.50 EUR", "zł 3.00", "-€1.00", "$-1.00", "CA$7.10"],
    values: [10.5, 10.5, 3, -1, -1, 7.1],
  },
  {
    name: "parentheses and a minus behind",
    cells: ["(10.50)", "10.25-", "−3.10", "–4.20"],
    values: [-10.5, -10.25, -3.1, -4.2],
  },
  {
    name: "blanks and apostrophes as thousands",
    cells: ["1 234,50", "1\u00A0234,50", "1\u202F234,50", "1'234,50", "7,5"],
    values: [1234.5, 1234.5, 1234.5, 1234.5, 7.5],
  },
  { name: "full-width and Arabic digits", cells: ["１２．５", "٣٫٥", "1.5"], values: [12.5, 3.5, 1.5] },
  { name: "a spreadsheet's apostrophe", cells: ["'12.50", "3.10"], values: [12.5, 3.1] },
  {
    name: "what is empty or no number",
    cells: ["1.50", "-", "n/a", "#REF!", "nan", "inf", "1e400", "12.5.3", "1 2.50"],
    values: [1.5, null, null, null, null, null, null, null, null],
  },
  {
    name: "a long exponent is a number, a short one is not",
    cells: ["1.234567E+5", "1E5", "2.50"],
    values: [123456.7, null, 2.5],
  },
])("numbers: $name", async ({ cells, values }) => {
  expect((await read(cells)).values).toEqual(values);
});

test("numbers: only thousands groups in a money column are read as thousands, and said", async () => {
  const { values, style } = await read(["1.500", "15.000", "7"]);
  expect(values).toEqual([1500, 15000, 7]);
  expect(style.notes).toEqual([
    { code: "number_style_inferred", column: "column 1", value: "1.500", as: "1500", record: 1 },
  ]);
});

test.each([
  { name: "both marks as decimal", cells: ["1,50", "1.50"], options: {} },
  { name: "three digits behind the mark in a quantity", cells: ["1.500", "2"], options: { role: "quantity" as const } },
  {
    name: "three digits behind the mark of a currency with three",
    cells: ["1,500", "2"],
    options: { currencyDigits: () => Promise.resolve(3) },
  },
])("numbers: refused, $name", async ({ cells, options }) => {
  await expect(read(cells, options)).rejects.toMatchObject({
    code: "number_ambiguous",
    place: expect.stringMatching(/^test:\d:1$/),
  });
});

test("numbers: --decimal decides what the cells do not", async () => {
  expect((await read(["1,500", "2"], { decimal: "," })).values).toEqual([1.5, 2]);
  expect((await read(["1,500", "2"], { thousands: "," })).values).toEqual([1500, 2]);
});

test("numbers: decimals behind the mark are counted", async () => {
  expect((await read(["1.123456", "2", "2.50"])).decimals).toEqual([6, 0, 2]);
  expect((await read(["1,123456", "2,5"])).decimals).toEqual([6, 1]);
});

test("numbers: a column without evidence takes the style of its neighbours", async () => {
  const { engine, staged, columns } = await stagedColumns(["1.234,56"], ["15.000"]);
  const style = await decideNumberStyle(engine, staged, {
    columns: columns.map((column) => ({ column, role: "money" as const })),
    placeOf,
  });
  const second = columns[1]!;
  const [row] = await engine.rows(
    sql`SELECT CAST(${numberSql(second, style, duckdb)} AS VARCHAR) AS value, 0 AS decimals FROM ${ident("staging")}`,
    Value,
  );
  engine.close();
  expect(row?.value).toBe("15000.0000");
});

test("numbers: whole amounts under a header that says cents are refused until --minor-units", async () => {
  const { engine, staged, column } = await stagedColumns(["1050", "299"]);
  const cents = { ...column, name: "amount_cents" };
  const decide = (minorUnits: readonly string[]) =>
    decideNumberStyle(engine, staged, { columns: [{ column: cents, role: "money" }], minorUnits, placeOf });
  await expect(decide([])).rejects.toMatchObject({ code: "number_ambiguous" });
  const style = await decide(["amount_cents"]);
  const [row] = await engine.rows(
    sql`SELECT CAST(${numberSql(cents, style, duckdb)} AS VARCHAR) AS value, 0 AS decimals FROM ${ident("staging")} ORDER BY record`,
    Value,
  );
  engine.close();
  expect(row?.value).toBe("10.5000");
});

test("numbers: a currency of three decimals has 1,000 minor units", async () => {
  const { engine, staged, column } = await stagedColumns(["10505"]);
  const currencyDigits = (): Promise<number> => Promise.resolve(3);
  const columns = [{ column: { ...column, name: " Fils " }, role: "money" as const }];
  const style = await decideNumberStyle(engine, staged, { columns, minorUnits: ["fils"], currencyDigits, placeOf });
  const [row] = await engine.rows(
    sql`SELECT CAST(${numberSql(column, style, duckdb)} AS VARCHAR) AS value, 0 AS decimals FROM ${ident("staging")}`,
    Value,
  );
  engine.close();
  expect(row?.value).toBe("10.5050");
});

test.each([
  ["1,234,567", "dot"], ["1.234.567", "comma"], ["0.123", "dot"], ["0,123", "comma"], [".5", "dot"], ["1.234", "dot3"], ["1,234", "comma3"],
  ["1234.567", "dot"], ["1 234.5", "dot"], ["12,34,567", "dot"], ["1,23", "comma"], ["", "empty"], ["--", "empty"], ["#VALUE!", "unreadable"],
] as const)("numberCell: %s says %s", (cell, kind) => expect(numberCell(cell).kind).toBe(kind)); // prettier-ignore

const EVERYTHING: NumberStyle = {
  decimal: ",",
  thousands: ".",
  plain: false,
  marks: { apostrophe: true, currency: true, parentheses: true, signBehind: true, wideDigits: true, spaces: true },
  exponents: true,
  commas: null,
  decisive: null,
  minorUnits: [],
  minorDigits: 2,
  notes: [],
};

test.each([duckdb, trino])("numberSql: the text for $name", async (dialect) => {
  const column = { name: "Total", id: "c7", type: "text" } as const;
  const general = render(numberSql(column, EVERYTHING, dialect), dialect);
  const plain = render(numberSql(column, { ...EVERYTHING, decimal: ".", plain: true }, dialect), dialect);
  await expect(`${plain}\n\n${general}\n`).toMatchFileSnapshot(`../golden/number.${dialect.name}.sql`);
});
