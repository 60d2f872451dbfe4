import { random } from "@longworth/models";
import { beforeAll, expect, test } from "vitest";
import { damaged, FAULTS } from "./faults.js";
import { outcomeOf, type Truth } from "./judge.js";
import { simulatedSheets, type Sheet } from "./sheets.js";
import { truthOf } from "./trials.js";

let sheet: Sheet;
let truth: Truth;
beforeAll(async () => {
  [sheet] = simulatedSheets();
  truth = await truthOf(sheet);
});

test.each(Object.keys(FAULTS))("%s is no silent misread", async (fault) => {
  const outcome = await outcomeOf(damaged(sheet, [fault], random.seeded(4)), sheet.name, truth);
  expect(outcome.kind, JSON.stringify(outcome)).not.toBe("silent");
});

test("a misread that nothing names would be noticed", async () => {
  const [, second] = sheet.rows;
  const doubled = {
    ...sheet,
    rows: [...sheet.rows, { cells: second.cells.map((cell, i) => (i === 0 ? "999999" : cell)) }],
  };
  expect(await outcomeOf(damaged(doubled, [], random.seeded(1)), sheet.name, truth)).toMatchObject({ kind: "silent" });
});
