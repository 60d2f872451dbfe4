/** Whether purchases come in clumps. Zhang, Bradlow and Small (2013); MODELS-RETENTION C.2. */

/**
 * 0 when the gaps are all alike, towards 1 when all purchases come at once.
 * @param times whole periods 1 to `periods` with a purchase, ascending  @returns NaN without purchases
 */
export function clumpiness(times: readonly number[], periods: number): number {
  const gaps = [...times, periods + 1].map((time, i) => time - (i === 0 ? 0 : times[i - 1]));
  const entropy = gaps
    .map((gap) => gap / (periods + 1))
    .filter((share) => share > 0)
    .reduce((sum, share) => sum + share * Math.log(share), 0);
  return times.length === 0 ? NaN : 1 + entropy / Math.log(times.length + 1);
}
