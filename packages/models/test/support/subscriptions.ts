/** Simulated subscription bases: cohorts that start one after the other, all seen on the same day. */
import { random, renewals, retentionProjection, shiftedBetaGeometric } from "@longworth/models";

/** Customers left after 0, 1, ... renewals: cohort k has been observed for `periods - k` renewals. */
export function base(seed: number): Readonly<{ cohorts: readonly (readonly number[])[]; next: () => number }> {
  const next = random.seeded(seed);
  const params = { alpha: 0.4 + 2 * next(), beta: 1 + 5 * next() };
  const periods = 7 + Math.floor(6 * next());
  const cohorts = Array.from({ length: periods - 1 }, (_, k) => {
    const lived = shiftedBetaGeometric.simulate(params, 100 + Math.floor(900 * next()), next);
    return Array.from({ length: periods - k + 1 }, (__, t) => lived.filter((n) => n >= t).length);
  });
  return { cohorts, next };
}

/** The last `heldBack` counts of every cohort against 90 % bands from the counts before: [inside, all]. */
export function coverage(
  cohorts: readonly (readonly number[])[],
  heldBack: number,
  next: () => number,
): readonly [inside: number, all: number] {
  const earlier = cohorts.map((alive) => alive.slice(0, Math.max(1, alive.length - heldBack)));
  const data = renewals.fromSurvivors(earlier);
  const fit = shiftedBetaGeometric.fit(data);
  const draws = retentionProjection.retentionDraws(shiftedBetaGeometric, { fit, renewals: data }, { random: next });
  if (!Array.isArray(draws)) return [0, 0];
  let [inside, all] = [0, 0];
  for (const [k, alive] of cohorts.entries()) {
    const made = earlier[k].length - 1;
    const horizon = alive.length - 1 - made;
    const { outcome } = retentionProjection.projectSurvivors(draws, {
      customers: earlier[k][made],
      made,
      horizon,
      level: 0.9,
    });
    for (const [h, { low, high }] of outcome.entries()) {
      const actual = alive[made + 1 + h];
      all++;
      if (actual >= low && actual <= high) inside++;
    }
  }
  return [inside, all];
}
