/** Published numbers and the peers' own test values: PEERS section 3.2, at the digits printed. */
import { describe, expect, test } from "vitest";
import { bgNbd, mbgNbd, nbd, paretoNbd } from "@longworth/models";
import type { PurchaseModel } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { customer, hasShared, load, total } from "../support/data.js";

const BG = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }; // Fader, Hardie and Lee (2005), table 2: CDNOW, weeks
const SPREADSHEET = { r: 0.2425929, alpha: 4.4135314, a: 0.7928862, b: 2.4257536 }; // the same, to more digits
const PARETO = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
const NOTE = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 }; // Hardie, note 027

test.each([
  { model: bgNbd as PurchaseModel, at: NOTE, x: 0, tx: 0, T: 40, expected: -0.59947382, digits: 8 },
  { model: bgNbd as PurchaseModel, at: NOTE, x: 200, tx: 38, T: 40, expected: 100.7957, digits: 4 },
  { model: mbgNbd as PurchaseModel, at: NOTE, x: 0, tx: 0, T: 40, expected: -0.41792826, digits: 8 },
  { model: mbgNbd as PurchaseModel, at: NOTE, x: 200, tx: 38, T: 40, expected: 100.7869, digits: 4 },
  { model: bgNbd as PurchaseModel, at: BG, x: 3, tx: 4, T: 6, expected: -7.977381212, digits: 9 },
  { model: paretoNbd as PurchaseModel, at: PARETO, x: 3, tx: 4, T: 6, expected: -8.047427112, digits: 9 },
])("logLikelihood of one customer: $x purchases by $tx of $T", ({ model, at, x, tx, T, expected, digits }) =>
  expect(model.logLikelihood(at, customer(x, tx, T))).toBeCloseTo(expected, digits),
);

test.each([
  // The BG/NBD paper, figure 1
  [2, 30.43, 38.86, -9.4596],
  [1, 1.71, 38.86, -4.4711],
  [0, 0, 38.86, -0.5538],
  [7, 29.43, 38.86, -21.8644],
  [1, 5, 38.86, -4.8651],
  [2, 35.71, 38.86, -9.5367],
  [4, 26.57, 27, -14.1284],
  [0, 0, 27, -0.4761],
])("BG/NBD: the spreadsheet's log-likelihood of x %d, tx %d, T %d", (x, tx, T, expected) =>
  expect(Math.abs(bgNbd.logLikelihood(BG, customer(x, tx, T)) - expected)).toBeLessThan(0.011),
); // parameters to 3 digits

test.each([
  [0.1429, 0.0078],
  [1, 0.0532],
  [3, 0.1506],
  [31.8571, 1.0405],
  [32, 1.0437],
  [78, 1.858],
])("BG/NBD: E[X(%d)] of the spreadsheet", (t, expected) =>
  expect(bgNbd.expectedPurchasesNewCustomer(SPREADSHEET, t)).toBeCloseTo(expected, 4),
);

test("BG/NBD: expected purchases of the paper's customer", () => {
  expect(bgNbd.expectedPurchases(BG, customer(2, 30.43, 38.86), 39)[0]).toBeCloseTo(1.226, 3);
  expectClose(bgNbd.expectedPurchases(BG, customer(23, 39, 39), 52)[0], 19.63108437, 1e-9);
});

test("distributions of new customers", () => {
  const bg = bgNbd.purchaseDistributionNewCustomer(BG, 30);
  const published = [
    0.0019995, 0.001517, 0.0011633, 0.0009003, 0.0007024, 0.0005518, 0.0004362, 0.0003467, 0.000277, 0.0002222,
  ];
  published.forEach((p, i) => expect(Math.abs(bg[11 + i] - p)).toBeLessThan(6e-8));
  expectClose(bgNbd.purchaseDistributionNewCustomer(BG, 39)[0], 0.5737863521, 1e-9);
  expectClose(bgNbd.purchaseDistributionNewCustomer(BG, 2)[10], 1.07868964e-7, 2e-8);
  const pareto = paretoNbd.purchaseDistributionNewCustomer(PARETO, 30);
  [0.00190752, 0.001344526, 0.000951786].forEach((p, i) => expect(Math.abs(pareto[11 + i] - p)).toBeLessThan(6e-10));
  expectClose(paretoNbd.purchaseDistributionNewCustomer(PARETO, 39)[0], 0.5936250316, 1e-9);
});

test.each([
  [bgNbd as PurchaseModel, BG, [0.05326789117, 0.15086523089, 0.28075589358]],
  [
    paretoNbd as PurchaseModel,
    { r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562 },
    [0.051004534, 0.14612427222, 0.27505063743],
  ],
  [
    mbgNbd as PurchaseModel,
    { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
    [0.05308479526, 0.15086328861, 0.28136022398],
  ],
] as const)("new customers at 1, 3 and 6 weeks", (model, params, expected) =>
  [1, 3, 6].forEach((t, i) => expectClose(model.expectedPurchasesNewCustomer(params, t), expected[i], 1e-9)),
);

describe("inputs that break the textbook forms", () => {
  test.each([
    [221, 103.42857, 103.57143],
    [254, 97.14286, 97.28571],
    [161, 94.71429, 98],
    [204, 98.57143, 99.42857],
  ])("Pareto/NBD pAlive is a probability for x %d, tx %d, T %d", (x, tx, T) => {
    const [p] = paretoNbd.pAlive({ r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 }, customer(x, tx, T));
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThanOrEqual(1);
  });
  test.each([
    [132, 6.20605],
    [133, 6.25287],
  ])("Pareto/NBD expected purchases do not underflow at x = %d", (x, expected) =>
    expect(
      paretoNbd.expectedPurchases({ r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }, customer(x, 200, 200), 10)[0],
    ).toBeCloseTo(expected, 5),
  );
});

describe("Pareto/NBD discounted expected purchases, from a package's manual", () => {
  const manual = { r: 0.5629966, alpha: 12.559037, s: 0.4081095, beta: 10.5148048 };
  const at = (x: number, tx: number) =>
    paretoNbd.discountedExpectedPurchases(manual, customer(x, tx, 77.86), { rate: 0.0027 })[0];
  test("x = 7, tx = 35", () => expectClose(at(7, 35), 1.864183328, 1e-9));
  test("x = 1..10, tx = 30", () => {
    const expected = [
      2.1991554, 2.8435344, 2.8671284, 2.4454101, 1.8405019, 1.2624165, 0.8096181, 0.4948036, 0.2920247, 0.1679275,
    ];
    expected.forEach((v, i) => expect(Math.abs(at(i + 1, 30) - v)).toBeLessThan(1e-7));
  });
});

describe.skipIf(!hasShared)("fitted to CDNOW (skipped where ../shared is absent)", () => {
  const cdnow = hasShared ? load("cdnowSample") : customer(0, 0, 1);
  const bg = bgNbd.fit(cdnow).params;
  const pareto = paretoNbd.fit(cdnow).params;

  test("totals over 39 weeks", () => {
    expect(total(paretoNbd.expectedPurchases(pareto, cdnow, 39), cdnow)).toBeCloseTo(1665.51, 2);
    expect(total(bgNbd.expectedPurchases(bg, cdnow, 39), cdnow)).toBeCloseTo(1653.41, 2);
    expect(total(mbgNbd.expectedPurchases(mbgNbd.fit(cdnow).params, cdnow, 39), cdnow)).toBeCloseTo(1576.73, 2);
    expect(total(nbd.expectedPurchases(nbd.fit(cdnow).params, cdnow, 39), cdnow)).toBeCloseTo(2929.82, 2);
  });

  const STOPPED = 1e-3; // relative: the packages stopped so far from the optimum
  test("active customers", () => {
    expectClose(total(paretoNbd.pAlive(pareto, cdnow), cdnow), 1051.97, STOPPED);
    expect(total(bgNbd.pAlive(bg, cdnow), cdnow)).toBeCloseTo(1917.28, 2);
  });

  test("the best customer, and four who fell silent", () => {
    const best = customer(26, 30.857142857142858, 31);
    expectClose(paretoNbd.expectedPurchases(pareto, best, 52)[0], 25.45646832, STOPPED);
    expectClose(bgNbd.expectedPurchases(bg, best, 52)[0], 25.75658639, STOPPED);
    expectClose(paretoNbd.pAlive(pareto, best)[0], 0.9978740448, STOPPED);
    expectClose(bgNbd.pAlive(bg, best)[0], 0.9688522616, STOPPED);
    const silent = [10, 15, 20, 25];
    [0.7062289, 0.1442396, 0.02250658, 0.00309267].forEach((v, i) =>
      expectClose(paretoNbd.expectedPurchases(pareto, customer(silent[i], 20, 39), 52)[0], v, STOPPED),
    );
    [0.34746065, 0.04283391, 0.00415897, 0.00035837].forEach((v, i) =>
      expectClose(bgNbd.expectedPurchases(bg, customer(silent[i], 20, 39), 52)[0], v, STOPPED),
    );
  });

  test("discounted: the total and two customers", () => {
    const discounted = (cells = cdnow) => paretoNbd.discountedExpectedPurchases(pareto, cells, { rate: 0.0027 });
    expectClose(total(discounted(), cdnow), 7188.2497, STOPPED);
    expectClose(discounted(customer(26, 30.857142857142858, 31))[0], 86.0473, STOPPED);
  });

  test("the mean distribution over all customers", () => {
    const mean = (distributions: readonly Float64Array[], n: number) =>
      distributions.reduce((sum, d, i) => sum + cdnow.weight[i] * (d[n] ?? 0), 0) / 2357;
    const T = cdnow.T;
    const modelled = (model: PurchaseModel, params: typeof bg | typeof pareto, n: number) =>
      mean(
        Array.from(T, (t) => model.purchaseDistributionNewCustomer(params, t)),
        n,
      );
    [0.608419, 0.168382, 0.082093].forEach((p, n) => expect(modelled(paretoNbd, pareto, n)).toBeCloseTo(p, 5));
    [0.597236, 0.195301, 0.081655].forEach((p, n) => expect(modelled(bgNbd, bg, n)).toBeCloseTo(p, 5));
  });
});
