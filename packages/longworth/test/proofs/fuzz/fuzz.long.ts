import { expect, test } from "vitest";
import { fuzz } from "./fuzz.js";

test("odd inputs for twenty seconds: every reader answers, none hangs", async () => {
  for (const { target, inputs } of await fuzz(20_000, 500_000)) expect(inputs, target).toBeGreaterThan(10);
});
