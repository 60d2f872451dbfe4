/** `compare`: every candidate, the simple formulas and what is served, side by side, blind on the user's own past. */
import { horizonKey } from "../domain.js";
import { UserError } from "../errors.js";
import { betterThanServed, scoreboard } from "../forecast/scoreboard.js";
import { holdContracts } from "../intake/contracts/sources.js";
import { readOrders } from "../intake/read-orders.js";
import { epochDay, isoDay } from "../run/days.js";
import type { Effects } from "../run/effects.js";
import { judge, tested, type ForecastRequest } from "../run/forecast.js";
import { roomFacts } from "../run/manifest-facts.js";
import { prepare, type Prepared } from "../run/prepare.js";
import { en } from "../words/en.js";
import { attributesOf, refuseAttributes } from "./attributes.js";
import { compareContracts } from "./compare-contracts.js";
import type { CompareResult, ContractCompareResult } from "./compare-result.js";
import { withInputs } from "./reader.js";
import type { ReadRequest, RunRequest } from "./run-request.js";

export type CompareRequest = ReadRequest &
  Pick<RunRequest, "horizons" | "effort" | "attributes" | "output"> &
  Readonly<{ scratch: string }>; // an empty folder for the engine

/** Every model is compared, in money or orders as they come: nothing is chosen, discounted or published. */
const ASKED = { model: "auto", backtest: true, quantiles: [], annualDiscountRate: 0 } as const;

/**
 * Reads like `run` and publishes nothing. The longest horizon is compared.
 * @throws what reading throws
 */
export async function compare(
  request: CompareRequest,
  effects: Effects,
): Promise<CompareResult | ContractCompareResult> {
  refuseAttributes({ ...request, ...ASKED });
  const temp = await effects.files.realpath(request.scratch);
  effects.progress({ step: "read", done: 0, of: 1 });
  return withInputs(request, { effects, temp }, async ({ sources, engine }) => {
    if (await holdContracts(sources, request, engine))
      return compareContracts(request, { sources, engine, effects, temp });
    const intake = await readOrders({ ...request, sources, temp }, engine, effects);
    effects.progress({ step: "read", done: 1, of: 1 });
    const asOf = intake.asOf ?? "";
    const attributes = await attributesOf(request, intake, { engine, effects, temp });
    const prepared = await prepare(engine, {
      ...request,
      ...intake,
      exactCells: false,
      attributes,
      learnUpTo: 0,
    });
    effects.progress({ step: "prepare", done: 1, of: 1 });
    if (prepared.business.buyers === 0) throw new UserError("nothing_to_estimate", en.run.nobodyBought(asOf));
    const startsLate = intake.problems.some(({ code }) => code === "history_starts_late") && !intake.hasStarts;
    const about = { asOf, currency: intake.currency, startsLate };
    return compareModels(prepared, { request, ...about }, effects);
  });
}

type About = Readonly<{ request: CompareRequest; asOf: string; currency: string | null; startsLate: boolean }>;

async function compareModels(
  prepared: Prepared,
  { request, asOf, currency, startsLate }: About,
  effects: Effects,
): Promise<CompareResult> {
  const horizon = Math.max(...request.horizons);
  const asked: ForecastRequest = {
    ...ASKED,
    effort: request.effort,
    cut: epochDay(asOf),
    horizons: [horizon],
    startsLate,
    inFull: true,
  };
  const facts = await judge(prepared, asked, effects);
  const { known, test } = await tested({ ...prepared, ...(facts && { history: facts.history }) }, asked, effects);
  const one = test?.tests[horizonKey(horizon)];
  if (test === null || one === undefined) throw new Error("a test was asked for and not made");
  const { rows } = test;
  const judged = prepared.history.hasAmounts ? "value" : "orders";
  const measured = rows.candidate.map((candidate, i) => ({
    candidate,
    role: rows.role[i]!,
    metric: rows.metric[i]!,
    value: rows.value[i]!,
  }));
  const board = scoreboard(measured, judged);
  const weightOf = (name: string) => known.recipe.members.find((member) => member.name === name)?.weight ?? null;
  const { clock = null, weighing = [] } = roomFacts(known.recipe);
  return {
    asOf,
    currency,
    customers: one.origins[0]?.customers ?? 0,
    horizon,
    windowDays: one.windowDays,
    origins: one.origins.map(({ origin }) => isoDay(origin)),
    judged,
    learning: request.effort !== "quick",
    served: one.served,
    grade: { letter: one.letter, testedOnDays: one.windowDays, why: en.run.gradeWhy(one.why) },
    candidates: board.map((one) => ({ ...one, measures: { ...one.measures }, weight: weightOf(one.candidate) })),
    better: [...betterThanServed(board, judged)],
    clock,
    weighing: [...weighing],
  };
}
