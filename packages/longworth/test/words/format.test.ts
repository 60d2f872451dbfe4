/** Numbers and money as people read them. */
import { expect, test } from "vitest";
import { formatter } from "../../src/words/format.js";

const { cents } = formatter("en");

test.each([
  [1580, "JPY", "¥1,580"],
  [-20.5, "JPY", "-¥20.50"],
  [991.046, "KWD", "KWD 991.046"],
  [1580, "EUR", "€1,580.00"],
  [0.1, null, "0.10"],
])("exact money has the digits of its currency: %s %s", (value, currency, text) => {
  expect(cents(value, currency).replaceAll("\u00a0", " ")).toBe(text);
});
