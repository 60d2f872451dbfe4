/** The network has its say where it betters the trees for sure, and the parts of a customer hold it. */
import { describe, expect, test } from "vitest";
import { random } from "@longworth/models";
import { attributionsOf, totalsOf } from "../../src/forecast/attribution.js";
import { correctionsOf, learnersOf, learnLesson, lessonsOf, tableOf } from "../../src/forecast/learners.js";
import type { OriginRows } from "../../src/forecast/learners.js";
import { betters, learnNetwork, networkScores } from "../../src/forecast/network.js";
import { networkRows, withNetwork } from "../../src/forecast/network-rows.js";
import { learningNotes } from "../../src/forecast/notes.js";

/** Customers whose worth is a smooth function of six things, which trees have to cut into steps. */
function origin(size: number, seed: number, slope: number): OriginRows {
  const draw = random.seeded(seed);
  const columns = Array.from({ length: 6 }, () => Float64Array.from({ length: size }, () => random.normal(draw)));
  const score = columns[0]!.map((_, i) => columns.reduce((sum, column) => sum + slope * column[i]!, 0));
  const orders = score.map((s) => random.poisson(draw, 0.8 * Math.exp(s)));
  return {
    customer: Int32Array.from(score, (_, i) => i),
    features: { names: ["a", "b", "c", "d", "e", "f"], columns },
    pool: { mean: score.map(() => 1), active: score.map(() => 0.5) },
    spend: score.map(() => 10),
    actual: { orders, value: orders.map((n) => 10 * n) },
  };
}

function learn(slope: number) {
  const origins = [origin(900, 2, slope), origin(700, 3, slope)];
  const table = tableOf(origins)!;
  const lessons = lessonsOf(table, true);
  const trees = lessons.map((lesson) => learnLesson(table, lesson));
  const direct = trees[lessons.findIndex(({ target, isDirect }) => target === "value" && isDirect)]!;
  const rows = networkRows(origins, table);
  const plain = learnersOf(table, lessons, trees);
  return { plain, rows, table, learners: withNetwork(plain, learnNetwork(rows), { table, trees: direct }) };
}

const smooth = learn(0.35);

describe("a network beside the trees", () => {
  test("a smooth truth: it has its say, in the ordering by value alone, and the note says so", () => {
    const { learners, plain } = smooth;
    expect(learners.network?.networks).toHaveLength(3);
    expect(learningNotes(learners).at(-1)).toEqual({ code: "network_tried", facts: { used: 1 } });
    const { features, pool, spend } = origin(500, 4, 0.35);
    const request = { features, pool, spend, spendLevel: 0 };
    const [before, after] = [correctionsOf(plain, request), correctionsOf(learners, request)];
    expect({ ...after, valuePoint: null }).toEqual({ ...before, valuePoint: null });
    expect(after.valuePoint).not.toEqual(before.valuePoint);
  });

  test("nothing to learn: it is left out, and that is told", () => {
    const { learners } = learn(0);
    expect(learners.network).toBeNull();
    expect(learners.isNetworkTried).toBe(true);
  });

  test("the parts of one customer add up to what is served, the network's among them", () => {
    const learners: typeof smooth.learners = JSON.parse(JSON.stringify(smooth.learners));
    const one = origin(1, 5, 0.35);
    const request = { features: one.features, pool: one.pool, spend: one.spend, spendLevel: 0.1 };
    const parts = attributionsOf(learners, request);
    expect(parts.valuePoint.facts.map(({ name }) => name)).toContain("network");
    expect(totalsOf(parts).valuePoint).toBeCloseTo(correctionsOf(learners, request).valuePoint[0]!, 12);
  });

  test("scores are at the level of what came", () => {
    const { rows } = smooth;
    const learner = learnNetwork(rows);
    const ratio = networkScores(learner, rows.columns).reduce((sum, score) => sum + Math.exp(score), 0) / rows.target.reduce((sum, y) => sum + y, 0); // prettier-ignore
    expect(Math.abs(Math.log(ratio))).toBeLessThan(0.15);
    expect(learner.outside).toHaveLength(rows.newest);
  });

  test("a rival must be better for sure, whatever its level", () => {
    const draw = random.seeded(9);
    const truth = Float64Array.from({ length: 2_000 }, () => random.normal(draw));
    const target = truth.map((s) => random.poisson(draw, Math.exp(s)));
    const blurred = truth.map((s) => s + random.normal(draw));
    expect(betters(target, blurred, truth.map((s) => s + 3))).toBe(true); // prettier-ignore
    expect(betters(target, truth, blurred)).toBe(false);
    expect(betters(target, truth, truth)).toBe(false);
  });
});
