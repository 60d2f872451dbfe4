import { expect, test } from "vitest";
import { betterThanServed, scoreboard, type Measured } from "../../src/forecast/scoreboard.js";

const row = (candidate: string, metric: string, value: number): Measured => ({
  candidate,
  role: "pool",
  metric,
  value,
});

test("rows of a candidate are averaged, the lowest CRPS of what is judged comes first, unknown ones last", () => {
  const rows = [
    row("a", "value_crps", 3),
    row("a", "value_crps", 5),
    row("b", "value_crps", 2),
    row("c", "orders_crps", 1),
  ];
  const board = scoreboard(rows, "value");
  expect(board.map(({ candidate }) => candidate)).toEqual(["b", "a", "c"]);
  expect(board[1]!.measures).toEqual({ value_crps: 4 });
});

test("better is what lies two standard errors below what is served, not what is merely below", () => {
  const rows = [
    row("sure", "value_crps_difference", -0.5),
    row("sure", "value_crps_difference_se", 0.2),
    row("luck", "value_crps_difference", -0.3),
    row("luck", "value_crps_difference_se", 0.2),
  ];
  expect(betterThanServed(scoreboard(rows, "value"), "value")).toEqual(["sure"]);
});
