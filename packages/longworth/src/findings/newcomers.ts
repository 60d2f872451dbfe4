/** Newcomers of the last half year against the same half year before: what both newcomer findings count. */
import { integer, sql, type Sql } from "../sql/sql.js";
import { countIf } from "./rule.js";

const HALF_YEAR = 182;
const YEAR = 365;
const SIGNIFICANT = 2; // standard deviations of a difference of two Poisson counts
const MS_PER_DAY = 86_400_000;

export type NewcomerNumber = "recent" | "before";

/** First purchase within the last half year. */
export const RECENT: Sql = sql`tenure < ${integer(HALF_YEAR)}`;

export const newcomerCounts = (): Readonly<Record<NewcomerNumber, Sql>> => ({
  recent: countIf(RECENT),
  before: countIf(sql`tenure >= ${integer(YEAR)} AND tenure < ${integer(YEAR + HALF_YEAR)}`),
});

/** Ratio of the two counts, or null when the history is too short or chance explains the difference. */
export function newcomerRatio(
  { recent, before }: Readonly<Record<NewcomerNumber, number>>,
  { firstDay, asOf }: Readonly<{ firstDay: string; asOf: string }>,
): number | null {
  const days = (Date.parse(asOf) - Date.parse(firstDay)) / MS_PER_DAY;
  if (days < YEAR + HALF_YEAR || before === 0 || recent === 0) return null;
  return Math.abs(recent - before) > SIGNIFICANT * Math.sqrt(recent + before) ? recent / before : null;
}
