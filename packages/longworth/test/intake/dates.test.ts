import { expect, test } from "vitest";
import { z } from "zod";
import { dateCell } from "../../src/intake/date-cells.js";
import { PERIOD_FORMS } from "../../src/intake/date-periods.js";
import { dayNotes, daySql, decideDateStyle, isPlaceholderSql, type DateOptions } from "../../src/intake/dates.js";
import { monthOf } from "../../src/intake/month-names.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { ident, sql } from "../../src/sql/sql.js";
import { placeOf, stagedColumns } from "../support/staged.js";

const Day = z.object({ day: z.string().nullable(), placeholder: z.boolean() });

async function read(cells: readonly string[], options: Omit<DateOptions, "placeOf"> = {}) {
  const { engine, staged, column } = await stagedColumns(cells);
  const style = await decideDateStyle(engine, staged, { column, ...options, placeOf });
  const query = sql`SELECT CAST(${daySql(column, style, duckdb)} AS VARCHAR) AS day, ${isPlaceholderSql(column, style, duckdb)} AS placeholder
    FROM ${ident("staging")} ORDER BY record`;
  const rows = await engine.rows(query, Day);
  engine.close();
  return { style, days: rows.map(({ day }) => day), placeholders: rows.map(({ placeholder }) => placeholder) };
}

test.each([
  { name: "ISO days", cells: ["2024-03-04", "2023-02-29", ""], days: ["2024-03-04", null, null] },
  { name: "ISO times", cells: ["2024-03-04 10:11:12", "2024-03-04T23:59:59.999Z"], days: ["2024-03-04", "2024-03-04"] },
  {
    name: "other marks, year first",
    cells: ["2024/3/4", "2024.03.04", "20240304", "2024年3月4日", "2024. 3. 4."],
    days: Array(5).fill("2024-03-04"),
  },
  { name: "a weekday in front", cells: ["Mo, 25.03.2024", "Di 26.03.2024"], days: ["2024-03-25", "2024-03-26"] },
  {
    name: "dots are day first",
    cells: ["04.03.2024", "31.04.2024", "4.3.2024 14:30"],
    days: ["2024-03-04", null, "2024-03-04"],
  },
  { name: "slashes, day first by one cell", cells: ["03/04/2024", "25/06/2024"], days: ["2024-04-03", "2024-06-25"] },
  {
    name: "slashes, month first by one cell",
    cells: ["03/04/2024 2:30:00 PM", "06/25/2024 1:00:00 AM"],
    days: ["2024-03-04", "2024-06-25"],
  },
  {
    name: "two-digit years, month first by one cell",
    cells: ["03/04/24", "06/25/99"],
    days: ["2024-03-04", "1999-06-25"],
  },
  { name: "two-digit years in front", cells: ["99-03-04", "24-03-04"], days: ["1999-03-04", "2024-03-04"] },
  {
    name: "month names of several languages",
    cells: [
      "3 marca 2024",
      "4 mars 2024",
      "31 July, 2026",
      "September 3, 2026",
      "15. Juli 2025",
      "10-Dez-25",
      "Jul-21-25",
      "3rd March 2024",
      "1er août 2023",
      "30 listopada 2023",
    ],
    days: [
      "2024-03-03",
      "2024-03-04",
      "2026-07-31",
      "2026-09-03",
      "2025-07-15",
      "2025-12-10",
      "2025-07-21",
      "2024-03-03",
      "2023-08-01",
      "2023-11-30",
    ],
  },
  {
    name: "an unknown month name",
    cells: ["3 jui 2024", "3 foo 2024", "3 mai 2024"],
    days: [null, null, "2024-05-03"],
  },
  {
    name: "serial days of a spreadsheet",
    cells: ["45384.34789351852", "45384", "60"],
    days: ["2024-04-02", "2024-04-02", null],
  },
  { name: "seconds since 1970", cells: ["1711929599", "1711929600"], days: ["2024-03-31", "2024-04-01"] },
  {
    name: "milliseconds and microseconds",
    cells: ["1711929599999", "1711929600000000"],
    days: ["2024-03-31", "2024-04-01"],
  },
  { name: "fourteen digits are written time", cells: ["20240304153000"], days: ["2024-03-04"] },
  { name: "the Republic's years", cells: ["113/03/04", "112/12/31"], days: ["2024-03-04", "2023-12-31"] },
  {
    name: "Japanese eras",
    cells: ["令和6年3月4日", "R6.3.4", "平成31年4月30日", "令和元年5月1日"],
    days: ["2024-03-04", "2024-03-04", "2019-04-30", "2019-05-01"],
  },
  {
    name: "24:00 is the next day",
    cells: ["2024-02-29 24:00", "2024-02-28 23:59"],
    days: ["2024-03-01", "2024-02-28"],
  },
  {
    name: "months, the first day of each",
    cells: ["2024-03", "2024/3", "2024年3月", "03/2024", "3-2024", "2024-13", "13/2024"],
    days: [...Array(5).fill("2024-03-01"), null, null],
  },
  {
    name: "names of months",
    cells: ["March 2024", "mars 2024", "2024 Mar", "paź-2023"],
    days: ["2024-03-01", "2024-03-01", "2024-03-01", "2023-10-01"],
  },
  { name: "months in six digits", cells: ["202403", "202312", "202413"], days: ["2024-03-01", "2023-12-01", null] },
  {
    name: "quarters",
    cells: ["2024-Q1", "2024Q4", "Q2 2024", "2024 q3", "2024-Q5"],
    days: ["2024-01-01", "2024-10-01", "2024-04-01", "2024-07-01", null],
  },
  {
    name: "weeks of ISO 8601",
    cells: ["2024-W01", "2021-W01", "2020-W53", "2021W52", "2021-W53", "2021-W00"],
    days: ["2024-01-01", "2021-01-04", "2020-12-28", "2021-12-27", null, null],
  },
  { name: "years", cells: ["2022", "1999", "1799"], days: ["2022-01-01", "1999-01-01", null] },
  {
    name: "a month among days is a day that lost its end",
    cells: ["2024-03-04", "2024-03"],
    days: ["2024-03-04", null],
  },
  {
    name: "the year behind the time",
    cells: ["Mon Mar 04 10:11:12 2024", "Wed Oct  9 20:19:24 +0000 2019", "Thu Mar 14 00:11:12 CET 2024"],
    days: ["2024-03-04", "2019-10-09", "2024-03-14"],
  },
  {
    name: "the year glued to the time",
    cells: ["04MAR24:10:11:12", "04MAR2024:10:11:12", "4/Mar/2024:10:11:12 +0000"],
    days: Array(3).fill("2024-03-04"),
  },
  {
    name: "an hour is no year",
    cells: ["4 Mar 10:11", "Mar 4 10:11:12", "4 mars 10h11", "4 Mar 2024 10:11"],
    days: [null, null, null, "2024-03-04"],
  },
  { name: "ISO 8601 without marks", cells: ["20240304T101112", "20240304T1011Z"], days: Array(2).fill("2024-03-04") },
  { name: "month 13 and words", cells: ["2024-13-01", "soon", "2024-01-05"], days: [null, null, "2024-01-05"] },
])("dates: $name", async ({ cells, days }) => {
  expect((await read(cells)).days).toEqual(days);
});

test.each([
  { name: "slashes that decide nothing", cells: ["03/04/2024", "05/06/2024"], message: "day 03 of month 04" },
  { name: "slashes that disagree", cells: ["25/06/2024", "06/25/2024"], message: "06/25/2024" },
  { name: "three short parts", cells: ["03/04/05", "04/05/06"], message: "year 03 first" },
  { name: "dots contradicted", cells: ["25.06.2024", "06.25.2024"], message: "06.25.2024" },
])("dates: refused, $name", async ({ cells, message }) => {
  await expect(read(cells)).rejects.toMatchObject({
    code: "date_ambiguous",
    facts: { message: expect.stringContaining(message) },
  });
});

test("dates: --date-format decides", async () => {
  expect((await read(["03/04/2024"], { format: "mm/dd/yyyy" })).days).toEqual(["2024-03-04"]);
  expect((await read(["03/04/2024"], { format: "dd/mm/yyyy" })).days).toEqual(["2024-04-03"]);
  expect((await read(["03/04/24"], { format: "yy/mm/dd" })).days).toEqual(["2003-04-24"]);
  await expect(read(["03/04/2024"], { format: "soon" })).rejects.toMatchObject({ code: "bad_arguments" });
});

test("dates: another date column of the file may decide", async () => {
  const { engine, staged, column, columns } = await stagedColumns(["03/04/2024"], ["25/12/2024"]);
  const style = await decideDateStyle(engine, staged, { column, voters: columns.slice(1), placeOf });
  engine.close();
  expect(style.forms.numeric).toBe("dmy");
});

test("dates: zeros and the days that mean unknown are placeholders", async () => {
  const { days, placeholders } = await read(["2024-01-05", "0000-00-00", "9999-12-31", "1970-01-01", "2024-01-06"]);
  expect(days).toEqual(["2024-01-05", null, null, null, "2024-01-06"]);
  expect(placeholders).toEqual([false, true, true, true, false]);
});

test("dates: 1970-01-01 among its neighbours is a day like any other", async () => {
  expect((await read(["1970-01-01", "1971-01-01"])).days).toEqual(["1970-01-01", "1971-01-01"]);
});

test("dates: --timezone converts instants and leaves the rest", async () => {
  const cells = [
    "2024-03-04T23:30:00Z",
    "2024-07-01T22:30:00Z",
    "2024-03-04 23:30:00",
    "2024-03-05T00:30:00+02:00",
    "2024-03-04 18:00:00 EST",
  ];
  const { days, style } = await read(cells, { timezone: "Europe/Warsaw" });
  expect(days).toEqual(["2024-03-05", "2024-07-02", "2024-03-04", "2024-03-04", "2024-03-05"]);
  expect(dayNotes(style)).toEqual([{ code: "timezone_mixed", without: 1, with: 4 }]);
});

test("dates: zones by their name in Rails or IANA convert with the offset of their day", async () => {
  const cells = [
    "2024-03-04 19:30:00 Eastern Time (US & Canada)", // 00:30 UTC
    "2024-07-04 19:30:00 Eastern Time (US & Canada)", // 23:30 UTC in summer
    "2024-07-04 23:30:00 America/New_York",
    "2024-11-03 20:30:00 (Eastern Time (US & Canada))",
  ];
  const { days } = await read(cells, { timezone: "UTC" });
  expect(days).toEqual(["2024-03-05", "2024-07-04", "2024-07-05", "2024-11-04"]);
});

test("dates: --timezone reads the zone before a year at the end", async () => {
  const cells = ["Mon Mar 04 23:30:00 +0000 2024", "Mon Mar 04 23:30:00 CET 2024"];
  expect((await read(cells, { timezone: "Europe/Berlin" })).days).toEqual(["2024-03-05", "2024-03-04"]);
  await expect(read(["20240304T233000Z"], { timezone: "Europe/Berlin" })).rejects.toMatchObject({
    code: "date_ambiguous",
  });
});

test("dates: month names of Chinese and Japanese", async () => {
  const { days } = await read(["2024年三月4日", "4 十一月 2024", "十二月 31, 2024", "05-一月-24", "2024-二月-29"]);
  expect(days).toEqual(["2024-03-04", "2024-11-04", "2024-12-31", "2024-01-05", "2024-02-29"]);
});

test("dates: without --timezone the written day counts", async () => {
  expect((await read(["2024-03-04T23:30:00Z", "2024-03-05T00:30:00+02:00"])).days).toEqual([
    "2024-03-04",
    "2024-03-05",
  ]);
});

test("dates: epochs are converted, too, and 12 AM is midnight", async () => {
  expect((await read(["1711929600"], { timezone: "America/New_York" })).days).toEqual(["2024-03-31"]);
  const { days } = await read(["06/25/2024 12:30:00 AM GMT+8", "06/25/2024 12:30:00 PM GMT+8"], { timezone: "UTC" });
  expect(days).toEqual(["2024-06-24", "2024-06-25"]);
});

test("dates: a zone name with several meanings is refused only when it matters", async () => {
  expect((await read(["2024-03-04 23:30:00 IST"])).days).toEqual(["2024-03-04"]);
  await expect(read(["2024-03-04 23:30:00 IST"], { timezone: "UTC" })).rejects.toMatchObject({
    code: "date_ambiguous",
  });
  await expect(read(["2024-03-04T23:30:00Z"], { timezone: "Mars/Base" })).rejects.toMatchObject({
    code: "bad_arguments",
  });
});

test.each([["mar", 3], ["März", 3], ["paź", 10], ["lis", 11], ["lip", 7], ["juin", 6], ["ago", 8], ["sty", 1], ["mai", 5], ["set", 9]] as const)(
  "monthOf: %s is month %d", (word, month) => expect(monthOf(word)).toBe(month)); // prettier-ignore

test("monthOf: words that are no month, or two", () =>
  expect(["jui", "foo", "ma"].map(monthOf)).toEqual([undefined, undefined, undefined]));

test.each([["", "empty"], ["n/a", "empty"], ["0/0/0", "zeros"], ["00.00.0000", "zeros"], ["31", "unreadable"], ["total", "unreadable"]] as const)(
  "dateCell: '%s' is %s", (cell, kind) => expect(dateCell(cell).kind).toBe(kind)); // prettier-ignore

test.each([duckdb, trino])("daySql: the text for $name", async (dialect) => {
  const column = { name: "Created at", id: "c3", type: "text" } as const;
  const forms = {
    type: "text",
    isoOnly: true,
    used: ["iso"],
    numeric: "dmy",
    short: "dmy",
    months: [],
    midnight24: false,
    halfDays: false,
    weekdays: false,
  } as const;
  const all = {
    ...forms,
    isoOnly: false,
    used: ["compact", "era", "iso", "named", "numeric", "roc", "seconds", "serial", "short", ...PERIOD_FORMS],
    midnight24: true,
    halfDays: true,
    weekdays: true,
    months: [["march", 3]],
  } as const;
  const zone = {
    offsets: [
      { from: 0, offset: 3600 },
      { from: 1711846800, offset: 7200 },
    ],
    names: { CET: 3600 },
  };
  const texts = [
    daySql(column, { forms, placeholders: ["9999-12-31"], notes: [] }, dialect),
    daySql(column, { forms: all, placeholders: [], notes: [] }, dialect),
    daySql(column, { forms, placeholders: [], notes: [], zone }, dialect),
  ];
  await expect(`${texts.map((text) => render(text, dialect)).join("\n\n")}\n`).toMatchFileSnapshot(
    `../golden/day.${dialect.name}.sql`,
  );
  const instant = { forms: { ...forms, type: "instant" as const }, placeholders: [], notes: [], zone };
  const query = sql`SELECT ${daySql({ ...column, type: "instant" }, instant, dialect)} AS day FROM instants`;
  await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/day-of-instant.${dialect.name}.sql`);
});
