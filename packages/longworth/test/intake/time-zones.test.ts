import { expect, test } from "vitest";
import { transitions, zoneOffset } from "../../src/intake/time-zones.js";

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

test("the changes of a zone are found to the second", () => {
  const found = transitions("Europe/Warsaw", 2024, 2024);
  expect(found.slice(1).map(({ from, offset }) => [iso(from), offset])).toEqual([
    ["2024-03-31T01:00:00.000Z", 7200],
    ["2024-10-27T01:00:00.000Z", 3600],
  ]);
  expect(found[0]?.offset).toBe(3600);
});

test("a zone without changes has one offset, half hours included", () => {
  expect(transitions("Asia/Kolkata", 2020, 2024).map(({ offset }) => offset)).toEqual([19_800]);
});

test("an unknown zone is a bad argument", () => {
  expect(() => transitions("Mars/Base", 2024, 2024)).toThrow(
    expect.objectContaining({ code: "bad_arguments", place: "--timezone" }),
  );
});

test("zoneOffset: names with one meaning only", () => {
  expect([zoneOffset("cet"), zoneOffset("PST"), zoneOffset("ACST"), zoneOffset("IST"), zoneOffset("CST")]).toEqual([
    3600,
    -28_800,
    34_200,
    undefined,
    undefined,
  ]);
});
