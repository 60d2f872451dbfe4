import { describe, expect, test } from "vitest";
import { chooseOrigins, chooseTests, testWindow } from "../../src/forecast/origins.js";

const many = { start: 0, customersAt: () => 1_000 };

describe("origins of the recipe", () => {
  test("a short history looks back half of it", () => {
    const origins = chooseOrigins({ ...many, cut: 272, horizon: 273 });
    expect(origins).toEqual([{ origin: 136, window: 136 }, { origin: 68, window: 136 }]); // prettier-ignore
  });

  test("a long history keeps the four newest, the same season among them when it is apart", () => {
    const origins = chooseOrigins({ ...many, cut: 1_000, horizon: 90 });
    expect(origins.map(({ origin }) => 1_000 - origin)).toEqual([90, 135, 180, 270]);
    const seasonal = chooseOrigins({ ...many, cut: 1_000, horizon: 140 });
    expect(seasonal.map(({ origin }) => 1_000 - origin)).toEqual([140, 210, 280, 365]);
  });

  test("the same season is left out within a fifth of a window of another origin", () => {
    const origins = chooseOrigins({ ...many, cut: 1_000, horizon: 180 });
    expect(origins.map(({ origin }) => 1_000 - origin)).toEqual([180, 270, 360, 540]);
  });

  test("few customers leave the newest origin only, fewer none", () => {
    expect(chooseOrigins({ ...many, cut: 600, horizon: 90, customersAt: () => 60 })).toHaveLength(1);
    expect(chooseOrigins({ ...many, cut: 600, horizon: 90, customersAt: () => 19 })).toHaveLength(0);
    expect(chooseOrigins({ ...many, cut: 10, horizon: 90 })).toHaveLength(0);
  });
});

describe("origins of the nested test", () => {
  const bought = { start: 0, repeatBuyersAt: () => 500 };
  test("the window is the horizon, or a third of the history", () => {
    expect(testWindow({ start: 0, cut: 729, horizon: 365 })).toBe(243);
    expect(testWindow({ start: 0, cut: 1_999, horizon: 365 })).toBe(365);
  });
  test("as many as leave 90 days or a window of history", () => {
    expect(chooseTests({ ...bought, cut: 1_999, horizon: 365 }).map(({ origin }) => 1_999 - origin)).toEqual([
      365, 548, 730,
    ]);
    expect(chooseTests({ ...bought, cut: 199, horizon: 365 }).map(({ origin, window }) => [origin, window])).toEqual([[133, 66], [100, 66]]); // prettier-ignore
    expect(chooseTests({ ...bought, cut: 99, horizon: 365 })).toHaveLength(0);
  });
  test("and 30 repeat buyers", () => {
    const repeatBuyersAt = (day: number) => (day >= 1_500 ? 30 : 29);
    expect(chooseTests({ start: 0, repeatBuyersAt, cut: 1_999, horizon: 365 })).toHaveLength(1);
  });
});
