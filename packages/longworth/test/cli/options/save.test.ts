import { expect, test } from "vitest";
import { readConfig } from "../../../src/cli/options/config.js";
import { configText } from "../../../src/cli/options/save.js";
import type { Written } from "../../../src/cli/options/table.js";

const saved = (before: string | null, written: Written, settled: Readonly<Record<string, string>>): string =>
  configText(before, { written, settled, inputs: ["orders.csv"] });
const read = (text: string): Written => readConfig(text, "longworth.config.yaml");

test("what is saved is read back as it was written, however odd the headers", () => {
  const written: Written = {
    map: ['customer=Kunden "Nr": 7', "order=none", "date=- # x"],
    status: ["on hold=count", "a=b=unpaid", "no=cancelled"],
    decimal: [","],
    thousands: [" "],
    "minor-units": ["Fee", "yes"],
    columns: ["a,b"],
    round: ["true"],
    "max-bad-share": ["0.10"],
    json: ["true"],
    memory: ["2GB"],
  };
  const settled = {
    layout: "generic",
    "column.date": "0x10: {a}",
    "status.x = y": "count",
    joined: "no",
    dates: "dmy",
  };
  const { json: _json, memory: _memory, ...reading } = written;
  expect(read(saved(null, written, settled))).toEqual({
    ...reading,
    expect: Object.entries(settled).map(([name, value]) => `${name}=${value}`),
  });
});

test("what was in the file stays, with its comments; the decisions are replaced", () => {
  const before = "# our shop\nhorizon: [90d]  # short\nmargin: 35%\nexpect: {dates: mdy}\n";
  const text = saved(before, read(before), { dates: "dmy", records: "line" });
  expect(text).toContain("# our shop\nhorizon: [ 90d ] # short\n");
  expect(read(text)).toEqual({ horizon: ["90d"], margin: ["35%"], expect: ["dates=dmy", "records=line"] });
});
