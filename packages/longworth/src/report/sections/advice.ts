/** Which advice applies: from the test, the history and the data problems that cost most. */
import { horizonKey } from "../../domain.js";
import type { Page } from "../page.js";

const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = 30.4375;
const TESTS_PER_HISTORY = 3; // a test window is a third of the history at most
const SEASON_DAYS = 400;
const GRADED_FROM = 100; // repeat buyers
const PROBLEMS = 3;
const WORTH_MENTIONING = 0.01; // of revenue

/** Sentences, the most useful first. */
export function adviceFor(page: Page): readonly string[] {
  return [...historyAdvice(page), ...valueAdvice(page), ...problemAdvice(page)];
}

function historyAdvice({ data, words }: Page): readonly string[] {
  const { facts, headline } = data;
  const days = (Date.parse(facts.asOf) - Date.parse(facts.firstDate)) / DAY_MS + 1;
  const test = facts.backtest[horizonKey(headline)];
  const missing = Math.ceil((TESTS_PER_HISTORY * headline - days) / DAYS_PER_MONTH);
  const repeaters = data.activity.reduce((sum, cell) => sum + (cell.frequency > 0 ? cell.customers : 0), 0);
  return [
    ...(test === undefined && repeaters >= GRADED_FROM ? [words.advice.switchTestOn] : []),
    ...(test !== undefined && missing > 0
      ? [words.advice.moreHistory({ months: missing, tested: test.windowDays, horizon: headline })]
      : []),
    ...(days < SEASON_DAYS ? [words.advice.season] : []),
    ...(repeaters < GRADED_FROM ? [words.advice.repeatBuyers] : []),
  ];
}

function valueAdvice({ data, words, unit }: Page): readonly string[] {
  if (!data.hasAmounts) return [words.advice.amounts];
  return [
    ...(data.facts.basis === "revenue" ? [words.advice.margin] : []),
    ...(unit.currency === null ? [words.advice.currency] : []),
  ];
}

/** Hints of the dearest problems, each once. */
function problemAdvice({ data, words, unit }: Page): readonly string[] {
  const price = (share: number | null): number => Math.abs(share ?? 0);
  const dear = data.problems
    .filter(
      ({ share_of_revenue: share, hint }) =>
        price(share) >= WORTH_MENTIONING && hint.includes(" ") && !hint.startsWith("Nothing to do"),
    )
    .toSorted((a, b) => price(b.share_of_revenue) - price(a.share_of_revenue))
    .slice(0, PROBLEMS);
  return dear.map(({ code, hint, amount }) =>
    words.advice.problem({ name: words.codes.problem(code), amount: words.about(Number(amount ?? 0), unit), hint }),
  );
}
