/** Net present value and internal rate of return of flows at equal distances; flow 0 is today. */

/** Net present value. @param rate per period, effective, > -1 */
export const netPresentValue = (flows: readonly number[], rate: number): number =>
  flows.reduceRight((value, flow) => value / (1 + rate) + flow, 0);

const GRID = 4_000;
const LOWEST = Math.log(0.001); // of 1 + rate
const HIGHEST = Math.log(1e4);
const TOUCHING = 1e-9; // of the sum of absolute flows: a minimum this near 0 is a root
const HALVINGS = 100; // leaves no digit of log(1 + rate)
const SAME_ROOT = 1e-6;

/**
 * Every internal rate of return between -99.9 % and 1,000,000 %, rising. Flows that change sign more than once can have
 * several: then none of them is "the" return, show the present value at several rates instead.
 * @returns rates per period; empty without a change of sign
 */
export function internalRatesOfReturn(flows: readonly number[]): readonly number[] {
  const first = flows.findIndex((flow) => flow !== 0);
  const trimmed = first < 0 ? [] : flows.slice(first);
  if (!trimmed.some((flow) => flow > 0) || !trimmed.some((flow) => flow < 0)) return [];
  const scale = trimmed.reduce((sum, flow) => sum + Math.abs(flow), 0);
  const at = (y: number): number => netPresentValue(trimmed, Math.expm1(y)) / scale;
  const ys = Array.from({ length: GRID }, (_, i) => LOWEST + ((HIGHEST - LOWEST) * i) / (GRID - 1));
  const values = ys.map(at);
  const roots: number[] = [];
  for (let i = 0; i < GRID; i++) {
    if (values[i] === 0) roots.push(ys[i]);
    else if (i > 0 && values[i] * values[i - 1] < 0) roots.push(bisect(at, ys[i - 1], ys[i]));
    else if (i > 0 && i < GRID - 1) roots.push(...touchingRoot(at, ys, i));
  }
  return roots
    .sort((a, b) => a - b)
    .filter((y, i) => i === 0 || y - roots[i - 1] > SAME_ROOT)
    .map(Math.expm1);
}

/** Modified rate of return: negative flows financed at one rate, positive ones reinvested at the other. */
export function modifiedRateOfReturn(
  flows: readonly number[],
  { finance, reinvest }: Readonly<{ finance: number; reinvest: number }>,
): number {
  const n = flows.length - 1;
  const cost = -netPresentValue(
    flows.map((flow) => Math.min(flow, 0)),
    finance,
  );
  const proceeds =
    netPresentValue(
      flows.map((flow) => Math.max(flow, 0)),
      reinvest,
    ) *
    (1 + reinvest) ** n;
  return cost > 0 && n > 0 ? (proceeds / cost) ** (1 / n) - 1 : NaN;
}

function bisect(f: (y: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const sign = Math.sign(f(low));
  for (let i = 0; i < HALVINGS && high - low > Number.EPSILON; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A root where the value touches 0 without crossing it: the minimum of |value| around grid point i, by thirds. */
function touchingRoot(f: (y: number) => number, ys: readonly number[], i: number): readonly number[] {
  const size = (y: number): number => Math.abs(f(y));
  if (!(size(ys[i]) <= size(ys[i - 1]) && size(ys[i]) < size(ys[i + 1])) || f(ys[i - 1]) * f(ys[i + 1]) < 0) return [];
  let [low, high] = [ys[i - 1], ys[i + 1]];
  for (let step = 0; step < HALVINGS; step++) {
    const third = (high - low) / 3;
    if (size(low + third) < size(high - third)) high -= third;
    else low += third;
  }
  const y = (low + high) / 2;
  return size(y) < TOUCHING ? [y] : [];
}
