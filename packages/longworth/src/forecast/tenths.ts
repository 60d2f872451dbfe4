/** Whether the chance to buy again was right: customers in ten equal groups by it, blind, and how many of them did. */

/** Sums by tenth, the likeliest to come back first. */
export type Tenths = Readonly<{ customers: Float64Array; expected: Float64Array; actual: Float64Array }>;

/** Shares of a tenth's customers who were to buy, and who did. */
export type ActivityTenth = Readonly<{ group: number; customers: number; expected: number; actual: number }>;

const GROUPS = 10;

type Cells = Readonly<{ weight: Float64Array; active: Float64Array; probability: Float64Array }>;

/** Customers who are alike stay together: a cell is in the tenth of its middle. @param cells `active` of `weight` customers */
export function tenthsOf({ weight, active, probability }: Cells): Tenths {
  const everybody = weight.reduce((sum, v) => sum + v, 0);
  const order = Array.from(probability.keys()).sort((a, b) => (probability[b] ?? 0) - (probability[a] ?? 0) || a - b);
  const [customers, expected, actual] = [0, 0, 0].map(() => new Float64Array(GROUPS)) as [Float64Array, Float64Array, Float64Array]; // prettier-ignore
  let before = 0;
  for (const cell of order) {
    const n = weight[cell] ?? 0;
    const group = Math.min(GROUPS - 1, Math.floor((GROUPS * (before + n / 2)) / everybody));
    customers[group]! += n;
    expected[group]! += n * (probability[cell] ?? 0);
    actual[group]! += active[cell] ?? 0;
    before += n;
  }
  return { customers, expected, actual };
}

/** Over all origins; a tenth without anybody has no row. */
export function pooledTenths(trials: readonly Tenths[]): readonly ActivityTenth[] {
  const sum = (name: keyof Tenths, group: number): number =>
    trials.reduce((all, one) => all + (one[name][group] ?? 0), 0);
  return Array.from({ length: GROUPS }, (_, group) => {
    const customers = sum("customers", group);
    return { group: group + 1, customers, expected: sum("expected", group) / customers, actual: sum("actual", group) / customers }; // prettier-ignore
  }).filter(({ customers }) => customers > 0);
}
