import { expect, test } from "vitest";
import { findings } from "../../src/words/en/findings.js";

const told = { currency: "EUR", hasAmounts: true, headline: 365 };

const FALL = { newer: 0.18, older: 0.24, low: 0.02, high: 0.1 };

/** Every sentence that counts customers, of so many. */
const sentences = (n: number): Readonly<Record<string, string>> => ({
  overdueBest: findings.overdueBest({ ...told, overdue: n, best: 100 }),
  secondOrder: findings.secondOrder({ ...told, customers: n, median: n, share: 0.4 }),
  concentration: findings.concentration({ ...told, customers: n, share: 0.99 }),
  valueAtRisk: findings.valueAtRisk({ ...told, cannotLose: n, atRisk: 0, historic: 1234 }),
  slipping: findings.slipping({ ...told, customers: n }),
  newBest: findings.newBest({ ...told, customers: n, days: n }),
  winback: findings.winback({ ...told, hasAmounts: false, customers: n, historic: n }),
  oneTimeShare: findings.oneTimeShare({ ...told, cohort: n, share: 1, points: 0.05 }),
  cohortQuality: findings.cohortQuality({ ...told, ...FALL, age: n }),
  cohortsBelow: findings.cohortsBelow({ ...told, ...FALL, from: "2026-01-01", to: "2026-01-01", months: 12, age: n }),
  fewerNewcomers: findings.fewerNewcomers({ ...told, recent: n, before: 40 }),
  serialReturners: findings.serialReturners({ ...told, hasAmounts: false, customers: n, refunded: 0, kept: n }),
  noCustomerName: findings.noCustomerName({ ...told, records: n, share: 0.1 }),
});

test("of one customer, one day, one order every finding speaks in the singular", async () => {
  const one = sentences(1);
  await expect(Object.values(one).join("\n")).toMatchFileSnapshot("../golden/findings-of-one.txt");
  for (const [id, text] of Object.entries(one)) {
    const ofOne = text.replace("where they come from", ""); // newer customers, always several
    expect(ofOne, id).not.toMatch(/\b1 (customers|days|orders|months)\b|\b(them|their|they)\b/);
    expect(text, id).not.toMatch(/customer (are|have|hold|belong)\b/);
  }
});

test("of several it speaks in the plural", () => {
  for (const [id, text] of Object.entries(sentences(7))) {
    expect(text, id).not.toMatch(/\b7 (customer|day|order)\b|this customer|\bits\b (own|usual)/);
    expect(text, id).not.toMatch(/customers (is|has|holds|belongs)\b/);
  }
});

test("a horizon of one day is the next day", () => {
  const text = findings.concentration({ ...told, headline: 1, customers: 2, share: 0.5 });
  expect(text).toBe(
    "2 customers hold 50 % of what is expected in the next day. Look at them one by one: losing one would be felt.",
  );
});
