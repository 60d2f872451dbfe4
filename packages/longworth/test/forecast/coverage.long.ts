import { pit } from "@longworth/models";
import { describe, expect, test } from "vitest";
import { aloneHolds, personsAndBands, TRUTHS } from "./coverage.js";
import type { Truth } from "./coverage.js";

const SHOPS = Array.from({ length: 200 }, (_, k) => k + 1);
const NAMES = Object.keys(TRUTHS) as readonly Truth[]; // cast: keys of a literal
const PER_SHOP = 25; // persons of one shop share its fit; so few that their PIT values are nearly independent

const share = (held: readonly boolean[]) => held.filter(Boolean).length / held.length;

describe.each(NAMES)("200 shops simulated from %s", (name) => {
  test("persons: randomised PIT, orders and money; the served band of the totals", () => {
    const shops = SHOPS.map((seed) => personsAndBands(name, seed));
    for (const kind of ["orders", "value"] as const) {
      const all = Float64Array.from(shops.flatMap((shop) => Array.from(shop[kind])));
      expect(pit.shareUpTo(all, 0.95)).toBeGreaterThan(0.93);
      expect(pit.shareUpTo(all, 0.95)).toBeLessThan(0.97);
      const some = Float64Array.from(shops.flatMap((shop) => Array.from(shop[kind].subarray(0, PER_SHOP))));
      expect(pit.pitTest(some).inside999).toBe(true);
    }
    expect(share(shops.map(({ heldOrders }) => heldOrders))).toBeGreaterThanOrEqual(0.9);
    expect(share(shops.map(({ heldValue }) => heldValue))).toBeGreaterThanOrEqual(0.9);
  });
});

test("the band of the model alone covers 88 to 92 % of totals and segments", () => {
  const held = NAMES.map((name) => SHOPS.map((seed) => aloneHolds(name, seed)));
  const covered = share(held.flat(2));
  expect(covered).toBeGreaterThan(0.88);
  expect(covered).toBeLessThan(0.92);
  for (const shops of held) expect(share(shops.map(([total]) => total))).toBeGreaterThan(0.83);
});
