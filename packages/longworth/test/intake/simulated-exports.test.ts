/** The ten exports of LAYOUTS section 7: orders, refunds, customers and money to the cent. However packed: the long form. */
import { expect, test } from "vitest";
import { cases, expectTruth, PACKINGS, read } from "../support/packed-exports.js";
import { shopify, simulatedExports } from "../support/simulated-exports.js";

/** As written, and in one more form by turns. */
const some = cases.filter(([name, packing], at) => packing === "as written" || at % 4 === name.length % 4);

test.each(some)("%s, %s", (_name, _packing, make, packing) => expectTruth(make(), packing));

test("the ladder starts with the plain sum of the file", async () => {
  const { intake } = await read(shopify(), PACKINGS[0]);
  expect(intake.ladder[0]).toEqual({ step: "file_total", amount: "170157.92" });
  expect(intake.ladder.at(-1)).toEqual({ step: "used", amount: "121427.29" });
});

test("one person under two of Stripe's ids becomes one customer", async () => {
  const { intake } = await read(simulatedExports.stripe(), PACKINGS[0]);
  expect(intake.problems.map(({ code }) => code)).toContain("keys_merged");
});
