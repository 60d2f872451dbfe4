import { describe, expect, test } from "vitest";
import { poolNames, POOL_NAMES } from "../../src/forecast/candidates.js";
import { fitClock } from "../../src/forecast/clock-fit.js";
import { onTimeline, tauOf, timelineOf, weeksAhead } from "../../src/forecast/clock.js";
import { gridOf } from "../../src/forecast/grid.js";
import { groupStates } from "../../src/forecast/cells.js";
import { statesAt } from "../../src/forecast/history.js";
import { chooseOrigins, chooseTests, testWindow, trainingWindow } from "../../src/forecast/origins.js";
import { day, historyOf, type Event } from "./logs.js";

const firsts = (from: number, months: number): readonly string[] =>
  Array.from({ length: months }, (_, k) => new Date(Date.UTC(from, k, 1)).toISOString().slice(0, 10));
const shop = (dates: readonly string[]): readonly Event[] =>
  dates.flatMap((date, k) => [0, 1, 2].map((c) => ({ id: `${(c + k) % 7}`, day: day(date), value: 10 })));
const monthly = historyOf(shop(firsts(2022, 36)));
const CUT = day("2024-12-01");

describe("dates that come as periods", () => {
  test("are seen where days are few and regular, by the calendar's own length", () => {
    expect(gridOf(monthly, CUT)).toEqual({ gap: 365.25 / 12, ticks: firsts(2022, 36).map(day) });
    expect(gridOf(historyOf(shop(firsts(2022, 36).filter((_, k) => k % 3 === 0))), CUT)?.gap).toBe(365.25 / 4);
    const years = Array.from({ length: 7 }, (_, k) => `${1995 + k}-12-31`);
    expect(gridOf(historyOf(shop(years)), day("2001-12-31"))?.gap).toBe(365.25);
    expect(gridOf(monthly, day("2023-05-20"))?.ticks).toHaveLength(17); // from rows up to there only
  });

  test("are not seen in a shop of days, in a few scattered orders, or in three dates", () => {
    const daily = Array.from({ length: 200 }, (_, k) => ({ id: `${k % 9}`, day: 1_000 + k, value: 5 }));
    expect(gridOf(historyOf(daily), 1_200)).toBeNull();
    const scattered = [0, 13, 90, 101, 155, 260, 270].map((on) => ({ id: "a", day: 1_000 + on, value: 5 }));
    expect(gridOf(historyOf(scattered), 1_300)).toBeNull();
    expect(gridOf(historyOf(shop(firsts(2022, 3))), day("2022-03-01"))).toBeNull();
  });

  test("time passes on the ticks of the history, and by days after it", () => {
    const { clock } = fitClock(monthly, CUT);
    expect(clock).toMatchObject({ levelSd: 0.08, dispersion: 1, grid: { gap: 365.25 / 12 } });
    const { tau } = tauOf(clock, CUT + 365);
    expect(tau[CUT - clock.start]).toBeCloseTo((35 * 365.25) / 12, 9); // the tick of the cut has not passed at its beginning
    expect(weeksAhead(365, timelineOf(clock, 365))).toBeCloseTo(365 / 7, 9);
    const { cells } = groupStates(statesAt(monthly, CUT));
    const { T, recency } = onTimeline(cells, timelineOf(clock, 365));
    for (const weeks of [...T, ...recency]) expect((weeks * 7) / (365.25 / 12)).toBeCloseTo(Math.round((weeks * 7) / (365.25 / 12)), 9); // prettier-ignore
  });

  test("origins lie on ticks, with as many of them in each window", () => {
    const grid = gridOf(monthly, CUT);
    const about = { start: day("2022-01-01"), cut: CUT, horizon: 365, grid };
    const inside = (origin: number, window: number): number =>
      grid!.ticks.filter((tick) => tick > origin && tick <= origin + window).length;
    const origins = chooseOrigins({ ...about, customersAt: () => 1_000 });
    expect(origins.map(({ origin }) => new Date(origin * 86_400_000).toISOString().slice(0, 10))).toEqual(["2023-12-01", "2023-06-01", "2022-12-01"]); // prettier-ignore
    for (const { origin, window } of origins) {
      expect(inside(origin, window)).toBe(12);
      expect(origin + window).toBeLessThanOrEqual(CUT);
    }
    expect(trainingWindow(about)).toBe(365);
    expect(testWindow({ ...about, horizon: 800 })).toBe(365); // a third of the history
    for (const { origin, window } of chooseTests({ ...about, horizon: 90, repeatBuyersAt: () => 100 }))
      expect(inside(origin, window)).toBe(3);
    expect(chooseOrigins({ ...about, customersAt: () => 19 })).toEqual([]);
  });

  test("nothing in the pool counts calendar days then", () => {
    expect(poolNames(false)).toBe(POOL_NAMES);
    expect(poolNames(true).every((name) => name.endsWith("-clock"))).toBe(true);
    expect(poolNames(true)).toHaveLength(7);
  });
});
