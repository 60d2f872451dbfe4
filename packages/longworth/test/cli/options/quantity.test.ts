import { expect, test } from "vitest";
import { duration, memory, quantiles, share, whole } from "../../../src/cli/options/quantity.js";

const refused = (message: string, hint?: string) => ({
  code: "bad_arguments",
  exitCode: 2,
  facts: hint === undefined ? { message } : { message, hint },
});
const thrown = (job: () => unknown): unknown => {
  try {
    return job();
  } catch (error) {
    return error;
  }
};

test.each([
  ["365d", 365],
  ["52w", 364],
  ["12m", 365],
  ["6m", 183],
  ["1m", 30],
  ["1y", 365],
  ["1.5y", 548],
  [" 90 D ", 90],
  ["1d", 1],
  ["3650d", 3650],
])("a duration of %s is %i days", (text, days) => expect(duration(text, "--horizon")).toBe(days));

test.each([
  ["12 parsecs", "--horizon 12 parsecs: a duration is a number with d, w, m or y"],
  ["-1", "--horizon -1: a duration is a number with d, w, m or y"],
  ["0", "--horizon 0: a duration is a number with d, w, m or y"],
  ["1e9", "--horizon 1e9: a duration is a number with d, w, m or y"],
  ["", "--horizon : a duration is a number with d, w, m or y"],
  ["0d", "--horizon 0d: from 1 to 3,650 days"],
  ["0.4d", "--horizon 0.4d: from 1 to 3,650 days"],
  ["1000000000d", "--horizon 1000000000d: from 1 to 3,650 days"],
])("a duration of %s is refused with the rule and an example", (text, message) =>
  expect(thrown(() => duration(text, "--horizon"))).toMatchObject(refused(message, "--horizon 365d, 52w or 12m")),
);

test.each([
  ["10%", 0.1],
  ["0.10", 0.1],
  ["0", 0],
  ["0%", 0],
  ["100%", 1],
  ["1", 1],
  ["7.5 %", 0.075],
])("a rate of %s is %d", (text, rate) => expect(share(text, "--discount-rate")).toBeCloseTo(rate, 15));

test.each([
  ["10", "--discount-rate 10: 10 is 1,000 %", "Write --discount-rate 10%"],
  ["1000", "--discount-rate 1000: 1000 is 100,000 %", "--discount-rate 10% or 0.10"],
  ["-2", "--discount-rate -2: from 0% to 100%", "--discount-rate 10% or 0.10"],
  ["150%", "--discount-rate 150%: from 0% to 100%", "--discount-rate 10% or 0.10"],
  ["ten", "--discount-rate ten: a rate is a percentage or a share of 1", "--discount-rate 10% or 0.10"],
  ["0,1", "--discount-rate 0,1: a rate is a percentage or a share of 1", "--discount-rate 10% or 0.10"],
])("a rate of %s is refused with what it would be", (text, message, hint) =>
  expect(thrown(() => share(text, "--discount-rate"))).toMatchObject(refused(message, hint)),
);

test.each([
  ["2GB", "2000MB"],
  ["800 MB", "800MB"],
  ["1.5gb", "1500MB"],
  ["1GiB", "1073MB"],
])("memory of %s is %s", (text, memoryLimit) => expect(memory(text, "--memory")).toBe(memoryLimit));

test.each(["2", "64MB", "lots", "2TB", "-1GB"])("memory of %s is refused", (text) =>
  expect(thrown(() => memory(text, "--memory"))).toMatchObject({ code: "bad_arguments" }),
);

test("quantiles are sorted and distinct, from several options and commas", () =>
  expect(quantiles(["0.25, .1", "0.1"], "--quantiles")).toEqual([0.1, 0.25]));

test.each(["0", "1", "0.005", "5%", "a", "0.1,"])("quantiles %s are refused", (text) =>
  expect(thrown(() => quantiles([text], "--quantiles"))).toMatchObject({ code: "bad_arguments" }),
);

test.each(["0", "-1", "1.5", "65", "1e1"])("%s is no whole number from 1 to 64", (text) =>
  expect(thrown(() => whole(text, "--threads", { min: 1, max: 64 }))).toMatchObject({ code: "bad_arguments" }),
);
