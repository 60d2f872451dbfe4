/** Columns of the spend models from amounts per customer. */

/** Columns for Gamma-Gamma. @param skip how many purchases to leave out at the start: 1 for repeat purchases only */
export function meanSpend(amounts: readonly (readonly number[])[], skip: number) {
  const spent = amounts.map((days) => days.slice(skip)).filter((days) => days.some((a) => a > 0));
  const column = (of: (days: readonly number[]) => number): Float64Array => Float64Array.from(spent, of);
  return {
    frequency: column((days) => days.length),
    monetaryValue: column((days) => sum(days) / days.length),
    weight: column(() => 1),
  };
}

/** Columns for the models of single amounts; amounts that are not > 0 do not count. */
export function logSpend(amounts: readonly (readonly number[])[], skip: number) {
  const logs = amounts
    .map((days) =>
      days
        .slice(skip)
        .filter((a) => a > 0)
        .map(Math.log),
    )
    .filter((days) => days.length > 0);
  const column = (of: (days: readonly number[]) => number): Float64Array => Float64Array.from(logs, of);
  const mean = (days: readonly number[]): number => sum(days) / days.length;
  return {
    n: column((days) => days.length),
    meanLog: column(mean),
    withinSS: column((days) => sum(days.map((y) => (y - mean(days)) ** 2))),
    weight: column(() => 1),
    frequency: column((days) => days.length),
    monetaryValue: column((days) => mean(days.map(Math.exp))),
    sumLog: column(sum),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
