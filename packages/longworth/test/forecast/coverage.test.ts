import { pit } from "@longworth/models";
import { expect, test } from "vitest";
import { aloneHolds, personsAndBands } from "./coverage.js";

/** The short form of coverage.long.ts: wide limits, few shops. */
const SHOPS = Array.from({ length: 8 }, (_, k) => k + 1);

test("bg-nbd: persons of simulated shops fall where their distributions say, orders and money", () => {
  const shops = SHOPS.map((seed) => personsAndBands("bg-nbd", seed));
  for (const kind of ["orders", "value"] as const) {
    const all = Float64Array.from(shops.flatMap((shop) => Array.from(shop[kind])));
    expect(all).toHaveLength(4_000);
    expect(pit.shareUpTo(all, 0.95)).toBeGreaterThan(0.93);
    expect(pit.shareUpTo(all, 0.95)).toBeLessThan(0.97);
    expect(pit.pitTest(all).inside999).toBe(true);
  }
  expect(shops.filter(({ heldOrders }) => heldOrders).length).toBeGreaterThan(6);
  expect(shops.filter(({ heldValue }) => heldValue).length).toBeGreaterThan(6);
});

test("mbg-nbd: the band of the model alone holds most totals, not all", () => {
  const held = SHOPS.flatMap((seed) => aloneHolds("mbg-nbd", seed));
  const share = held.filter(Boolean).length / held.length;
  expect(share).toBeGreaterThan(0.7);
});
