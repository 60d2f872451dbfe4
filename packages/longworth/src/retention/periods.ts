/** Durations as few periods, for the discrete hazard: chances to leave in a period, given that one is still there. */
import { discreteHazard } from "@longworth/models";
import type { Lives } from "./lives.js";
import type { Term } from "./terms.js";

export type Discrete = Readonly<{ fit: discreteHazard.Fit; periods: number; customers: number }>;

const PERIODS = 12;
const CUSTOMERS = 20_000;

/** Fitted on the first customers; periods end where about as many leave in each. */
export function discreteFit(lives: Lives, terms: readonly Term[]): Discrete {
  const duration = lives.duration.subarray(0, CUSTOMERS);
  const observed = lives.observed.subarray(0, CUSTOMERS);
  const ends = periodEnds({ duration, observed });
  const place = duration.map((t) => 1 + ends.reduce((count, end) => count + Number(t > end), 0));
  const columns = terms.map(({ column }) => column.subarray(0, CUSTOMERS));
  const fit = discreteHazard.fit(discreteHazard.personPeriods({ duration: place, observed, columns }));
  return { fit, periods: ends.length + 1, customers: duration.length };
}

/** The last times of all periods but the last. */
function periodEnds({ duration, observed }: Lives): readonly number[] {
  const left = duration.filter((_, i) => (observed[i] ?? 0) > 0).sort();
  const distinct = [...new Set(left)];
  if (distinct.length <= PERIODS) return distinct.slice(0, -1);
  const cuts = Array.from({ length: PERIODS - 1 }, (_, i) => left[Math.floor(((i + 1) * left.length) / PERIODS)] ?? 0);
  return [...new Set(cuts)];
}
