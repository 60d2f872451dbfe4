/** Figures of surveys and what goes with them: published values, closed forms, states without a number. */
import { random as draws } from "@longworth/models";
import { describe, expect, test } from "vitest";
import { afterOf, type AfterRows } from "../../src/retention/satisfaction/after.js";
import { moodOf, questionOf, turned, type Question } from "../../src/retention/satisfaction/questions.js";
import { responseOf } from "../../src/retention/satisfaction/response.js";
import { changeOf, figureOf, moodShares, trendOf } from "../../src/retention/satisfaction/score.js";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const repeat = (value: number, times: number): readonly number[] => Array.from({ length: times }, () => value);
const asked = (header: string): Question => {
  const question = questionOf(header);
  if (question === null) throw new Error(header);
  return question;
};
const NPS = asked("NPS");

test.each([
  ["NPS", "nps", 0, 10, false],
  ["How likely are you to recommend us?", "nps", 0, 10, false],
  ["csat_score", "csat", 1, 5, false],
  ["Customer satisfaction (1-10)", "csat", 1, 10, false],
  ["CES", "ces", 1, 7, false],
  ["Effort (7-1)", "ces", 1, 7, true],
  ["Lieferung [1–6]", "scale", 1, 6, false],
])("%s is a question", (header, ...scale) => {
  const { kind, low, high, isReversed } = asked(header);
  expect([kind, low, high, isReversed]).toEqual(scale);
});

test.each(["score", "plan", "comment", "Delivery (5-5)"])("nothing says the scale of %s", (header) => {
  expect(questionOf(header)).toBeNull();
});

test.each([
  ["NPS", [0, 6, 7, 8, 9, 10], "low low middle middle top top"],
  ["csat", [1, 2, 3, 4, 5], "low low middle top top"],
  ["csat (1-10)", [5, 6, 8, 9, 10], "low middle middle top top"],
  ["CES", [3, 4, 5, 6, 7], "low middle middle top top"],
  ["effort (7-1)", [1, 2, 5, 7], "top top low low"],
])("moods of %s", (header, scores, moods) => {
  const question = asked(header);
  expect(scores.map((score) => moodOf(question, turned(question, score))).join(" ")).toBe(moods);
});

describe("figures are those of the reference", () => {
  test("NPS 30 (14.05 to 44.20) of 50, 30, 20", () => {
    const { value, low, high } = figureOf(NPS, column(...repeat(10, 50), ...repeat(7, 30), ...repeat(0, 20)));
    expect([value, low, high].map((v) => v?.toFixed(6))).toEqual(["30.000000", "14.051130", "44.201297"]);
  });

  test("CSAT 37 of 50 is 74 % (60.4 to 84.1), none of ten up to 28 %", () => {
    const csat = asked("csat");
    const found = figureOf(csat, column(...repeat(5, 37), ...repeat(2, 13)));
    expect([found.value, found.low, found.high].map((v) => v?.toFixed(6))).toEqual(["0.740000", "0.604468", "0.841285"]); // prettier-ignore
    expect(figureOf(csat, column(...repeat(1, 10))).high).toBeCloseTo(0.2775327998628892, 10);
  });

  test("CES 2.75 (1.68 to 3.82), the same of a scale that is written the other way round", () => {
    const scores = column(2, 3, 1, 4, 2, 5, 3, 2);
    const plain = figureOf(asked("ces"), scores);
    expect([plain.value, plain.low, plain.high].map((v) => v?.toFixed(6))).toEqual(["2.750000", "1.678439", "3.821561"]); // prettier-ignore
    const reversed = asked("effort (7-1)");
    expect(figureOf(reversed, scores.map((score) => turned(reversed, score)))).toEqual(plain); // prettier-ignore
  });

  test("no answer and one answer have no interval", () => {
    expect(figureOf(NPS, column())).toEqual({ answers: 0, value: null, low: null, high: null });
    expect(figureOf(asked("ces"), column(4))).toEqual({ answers: 1, value: 4, low: null, high: null });
  });
});

test.each(["NPS", "csat", "ces", "Delivery (1-7)"])(
  "weights that are all alike change nothing but the mean's degrees: %s",
  (header) => {
    const question = asked(header);
    const points = column(1, 5, 4, 2, 5, 5, 3, 1, 4, 5);
    const plain = figureOf(question, points);
    const weighted = figureOf(question, points, new Float64Array(10).fill(3));
    for (const name of ["value", "low", "high"] as const) expect(weighted[name]).toBeCloseTo(plain[name] ?? NaN, 10);
  },
);

test("an answer that counts three times moves the score as three answers do, with a wider interval", () => {
  const weighted = figureOf(NPS, column(10, 0, 8), column(3, 1, 1));
  const plain = figureOf(NPS, column(10, 10, 10, 0, 8));
  expect(weighted.value).toBeCloseTo(plain.value ?? NaN, 10);
  expect((weighted.high ?? 0) - (weighted.low ?? 0)).toBeGreaterThan((plain.high ?? 0) - (plain.low ?? 0));
});

test("a change adds both variances; one within them may be chance", () => {
  const figures = trendOf(NPS, { day: column(0, 1, 31, 32, 33, 40), points: column(0, 10, 10, 9, 10, 9) }, [0, 31, 59]);
  expect(figures.map(({ from, figure }) => [from, figure.answers, figure.value])).toEqual([[0, 2, 0], [31, 4, 100]]); // prettier-ignore
  const [older, newer] = figures.map(({ figure }) => figure);
  const change = changeOf(newer!, older!);
  expect([change?.value, change?.speaks]).toEqual([100, false]);
  const many = figureOf(NPS, column(...repeat(10, 400)));
  expect(changeOf(many, figureOf(NPS, column(...repeat(0, 400))))?.speaks).toBe(true);
});

test("who rarely answers counts for those like him: half of the customers answer four times as often", () => {
  const cells = { features: [column(0, 1)], customers: column(500, 500), answered: column(100, 400) };
  const answers = column(...repeat(0, 100), ...repeat(1, 400));
  const { weights, why } = responseOf(cells, [answers]);
  expect(why).toBe("ok");
  const points = answers.map((frequent) => (frequent === 1 ? 10 : 0)); // those who buy often are content
  expect(figureOf(NPS, points).value).toBeCloseTo(60, 10);
  expect(figureOf(NPS, points, weights!).value).toBeCloseTo(0, 6); // half and half
});

test.each([
  ["few", column(20, 9)],
  ["everybody", column(20, 80)],
])("%s: nothing is weighted", (why, answered) => {
  const cells = { features: [column(0, 1)], customers: column(20, 80), answered };
  expect(responseOf(cells, [column(0)])).toMatchObject({ weights: null, why });
});

/** Customers who stay by a logistic law of the score and a control. */
function simulated(n: number, effect: number, seed = 3): AfterRows {
  const random = draws.seeded(seed);
  const points = Float64Array.from({ length: n }, () => Math.floor(11 * random()));
  const control = Float64Array.from({ length: n }, () => random());
  const stayed = points.map((score, i) => {
    const odds = effect * (score - 5) + 2 * (control[i] ?? 0) - 1;
    return Number(random() < 1 / (1 + Math.exp(-odds)));
  });
  return { points, stayed, money: stayed.map((v) => 50 * v), controls: [control] };
}

describe("satisfaction before, staying after", () => {
  test("the odds per point are those of the truth, and a low score has its gap", () => {
    const rows = simulated(4000, 0.3);
    const found = afterOf(NPS, rows);
    expect(found.status).toBe("ok");
    expect(found.odds!.low).toBeLessThan(Math.exp(0.3));
    expect(found.odds!.high).toBeGreaterThan(Math.exp(0.3));
    expect(found.staying!.low).toBeGreaterThan(0);
    const shares = Object.fromEntries(found.moods.map(({ mood, share }) => [mood, share ?? NaN]));
    expect(shares["top"]).toBeGreaterThan(shares["low"]!);
    expect(found.gap!.p05).toBeGreaterThan(0.2);
    expect(found.gap!.p95).toBeLessThan(0.6);
    expect(found.moods.map(({ money }) => money)).toEqual([50, 50, 50]);
  });

  test("where the score says nothing, no odds and no gap speak", () => {
    const { odds, gap } = afterOf(NPS, simulated(4000, 0));
    expect([odds!.low < 1, odds!.high > 1, gap!.p05 < 0, gap!.p95 > 0]).toEqual([true, true, true, true]);
  });

  test("of 200 shops where the score says nothing, at most 8 % have odds that speak", () => {
    const speaking = Array.from({ length: 200 }, (_, seed) => afterOf(NPS, simulated(200, 0, seed + 1)).odds!);
    const wrong = speaking.filter(({ low, high }) => low > 1 || high < 1).length;
    expect(wrong).toBeLessThanOrEqual(16); // 5 % and two standard errors
  });

  test("without controls the gap is the difference of the shares", () => {
    const rows = { ...simulated(500, 0.3), controls: [] };
    const isLow = rows.points.map((score) => Number(score <= 6));
    const mean = (low: number): number => {
      const own = rows.stayed.filter((_, i) => isLow[i] === low);
      return own.reduce((sum, v) => sum + v, 0) / own.length;
    };
    expect(afterOf(NPS, rows).gap!.mean).toBeCloseTo(mean(0) - mean(1), 8);
  });

  test.each([
    ["few", 20, () => 1],
    ["all-stayed", 60, () => 1],
    ["none-stayed", 60, () => 0],
    ["few", 60, (i: number) => Number(i < 5)],
  ])("%s: no odds are told", (status, n, stays) => {
    const points = Float64Array.from({ length: n }, (_, i) => i % 11);
    const stayed = points.map((_, i) => stays(i));
    const found = afterOf(NPS, { points, stayed, money: stayed, controls: [] });
    expect([found.status, found.odds, found.gap]).toEqual([status, null, null]);
  });

  test("a score that tells the outcome exactly is a state, with odds that are finite", () => {
    const points = Float64Array.from({ length: 80 }, (_, i) => i % 11);
    const stayed = points.map((score) => Number(score > 5));
    const found = afterOf(NPS, { points, stayed, money: stayed, controls: [] });
    expect(found.status).toBe("separated");
    expect(Number.isFinite(found.odds!.ratio)).toBe(true);
  });
});

test("shares of moods add up to one", () => {
  const { low, middle, top } = moodShares(NPS, column(0, 7, 7, 10), column(1, 2, 3, 4));
  expect([low, middle, top]).toEqual([0.1, 0.5, 0.4]);
});
