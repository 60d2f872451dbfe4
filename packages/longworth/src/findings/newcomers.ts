/** Newcomers of the last half year against the same half year before: what both newcomer findings count. */
import { integer, sql, type Sql } from "../sql/sql.js";

const HALF_YEAR = 182;
const YEAR = 365;
const SIGNIFICANT = 3; // standard deviations of a difference of two Poisson counts
const MS_PER_DAY = 86_400_000;

/** First purchase within the last half year. */
export const RECENT: Sql = sql`tenure < ${integer(HALF_YEAR)}`;

/** First purchase in the same half year a year ago. */
export const BEFORE: Sql = sql`tenure >= ${integer(YEAR)} AND tenure < ${integer(YEAR + HALF_YEAR)}`;

/** Ratio of the two counts, or null when the history is too short or chance explains the difference. */
export function newcomerRatio(
  { recent, before }: Readonly<{ recent: number; before: number }>,
  { firstDay, asOf }: Readonly<{ firstDay: string; asOf: string }>,
): number | null {
  const days = (Date.parse(asOf) - Date.parse(firstDay)) / MS_PER_DAY;
  if (days < YEAR + HALF_YEAR || before === 0 || recent === 0) return null;
  return Math.abs(recent - before) > SIGNIFICANT * Math.sqrt(recent + before) ? recent / before : null;
}
