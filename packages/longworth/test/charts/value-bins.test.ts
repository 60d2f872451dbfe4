import { expect, test } from "vitest";
import { bestShare, concentration, distribution, everybody, type ValueBin } from "../../src/charts/value-bins.js";
import { reportData } from "../support/report-data.js";

const bin = (floor: number, customers: number, value: number): ValueBin => ({
  floor,
  customers,
  value,
  variance: value,
  active: customers / 2,
  predicted: value,
});
const BINS = [bin(100, 10, 1000), bin(50, 20, 1000), bin(0, 70, 0)];

test("the best tenth of a hundred are the ten dearest", () => {
  expect(bestShare(BINS, 0.1)).toMatchObject({ customers: 10, value: 1000, active: 5 });
});

test("a class that is cut counts in part", () => {
  expect(bestShare(BINS, 0.2).value).toBe(1500);
});

test("the curve begins at nothing, ends with all, and never falls", () => {
  const curve = concentration(reportData().bins);
  expect(curve[0]).toEqual({ customers: 0, value: 0 });
  expect(curve[100]?.value).toBeCloseTo(1, 12);
  curve.slice(1).forEach((point, i) => expect(point.value).toBeGreaterThanOrEqual(curve[i]?.value ?? 0));
});

test("the distribution holds every customer and all value", () => {
  const { bins } = reportData();
  const classes = distribution(bins);
  const all = everybody(bins);
  expect(classes.reduce((sum, one) => sum + one.customers, 0)).toBe(all.customers);
  expect(classes.reduce((sum, one) => sum + one.value, 0)).toBeCloseTo(all.value, 6);
  expect(classes.length).toBeLessThanOrEqual(12);
});

test("its edges are 1, 2 and 5 times a power of ten, and a customer on an edge is above it", () => {
  const classes = distribution([bin(100, 1, 100), bin(20, 1, 20), bin(19.5, 1, 19.7)]);
  expect(classes.map(({ to }) => to)).toEqual([0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]);
  expect(classes.find(({ from }) => from === 20)?.customers).toBe(1);
  expect(classes.at(-1)).toMatchObject({ from: 100, customers: 1 });
});

test("customers without any value have no distribution", () => {
  expect(distribution([bin(0, 5, 0)])).toEqual([]);
});
