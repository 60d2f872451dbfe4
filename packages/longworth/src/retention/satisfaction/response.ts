/** Who answers is not who buys: answers weighted by the inverse of the chance to answer. */
import { fitBinomial } from "@longworth/models";

/** Customers that are alike in what they did: how many there are, and how many of them have answered. */
export type ResponseCells = Readonly<{
  features: readonly Float64Array[];
  customers: Float64Array;
  answered: Float64Array;
}>;

/** `weights` stand for the answers asked about, of mean 1; null with the reason where there are none. */
export type Response = Readonly<{
  customers: number;
  answered: number;
  weights: Float64Array | null;
  why: "ok" | "few" | "everybody" | "no-fit";
}>;

const CAP = 10; // times the mean weight: a few rare answers must not decide
const LEAST = 30; // answers

/** @param answers the features of each answer that is weighted, as the cells have them */
export function responseOf(cells: ResponseCells, answers: readonly Float64Array[]): Response {
  const sum = (column: Float64Array): number => column.reduce((all, v) => all + v, 0);
  const [customers, answered] = [sum(cells.customers), sum(cells.answered)];
  const counts = { customers, answered };
  if (answered < LEAST) return { ...counts, weights: null, why: "few" };
  if (answered >= customers) return { ...counts, weights: null, why: "everybody" };
  const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
  const columns = [ones(cells.customers.length), ...cells.features];
  const fit = fitBinomial({ events: cells.answered, trials: cells.customers, columns });
  if (fit.status !== "ok") return { ...counts, weights: null, why: "no-fit" };
  const n = answers[0]?.length ?? 0;
  const rows = [ones(n), ...answers];
  const inverse = Float64Array.from({ length: n }, (_, i) => {
    const eta = rows.reduce((all, column, j) => all + (column[i] ?? 0) * (fit.coefficients[j] ?? 0), 0);
    return 1 + Math.exp(-eta);
  });
  const mean = sum(inverse) / Math.max(1, n);
  return { ...counts, weights: inverse.map((v) => Math.min(CAP, v / mean)), why: "ok" };
}
