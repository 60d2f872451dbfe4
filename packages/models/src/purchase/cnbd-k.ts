/**
 * Regular purchasing: gaps of k Erlang stages, so that purchases come more evenly than at random; otherwise NBD, BG/NBD or
 * MBG/NBD. Platzer and Reutterer (2016), "Ticking away the moments"; MODELS-PURCHASE section 6, exact conditionals.
 */
import { beta, gamma } from "../math/random.js";
import { sigmoid } from "../math/logs.js";
import { isInside } from "./beta-dropout.js";
import { applicability } from "./cells.js";
import { evaluateErlang } from "./erlang-likelihood.js";
import type { Erlang, ErlangParams } from "./erlang-likelihood.js";
import * as future from "./erlang-future.js";
import type { ErlangRoom, Law } from "./erlang-future.js";
import { simulateCustomers } from "./event-log.js";
import { fitCells } from "./fitting.js";
import type { Cells, Fit, FitOptions, Params, PurchaseModel } from "./model.js";
import { headOf, room, workspace } from "./negative-binomial.js";
import type { Room } from "./negative-binomial.js";
import { scales } from "./prior.js";

/** Stage rate ~ Gamma(r, alpha), dropout ~ Beta(a, b): alpha is a time, and a mean gap takes k alpha / r. */
export type DropoutParams = ErlangParams;

/** Stage rate ~ Gamma(r, alpha); nobody leaves. */
export type StayingParams = Readonly<{ r: number; alpha: number }>;

/** NBD with two Erlang stages. */
export const nbd2: PurchaseModel<StayingParams> = purchaseModel("nbd-2", { stages: 2, coins: null });

/** BG/CNBD-k with two and with three stages. */
export const bgCnbd2: PurchaseModel<DropoutParams> = purchaseModel("bg-cnbd-2", { stages: 2, coins: 0 });
export const bgCnbd3: PurchaseModel<DropoutParams> = purchaseModel("bg-cnbd-3", { stages: 3, coins: 0 });

/** MBG/CNBD-k with two and with three stages. */
export const mbgCnbd2: PurchaseModel<DropoutParams> = purchaseModel("mbg-cnbd-2", { stages: 2, coins: 1 });
export const mbgCnbd3: PurchaseModel<DropoutParams> = purchaseModel("mbg-cnbd-3", { stages: 3, coins: 1 });

/** A model of the family: the same functions, for its number of stages and its coins. */
function purchaseModel<P extends StayingParams>(name: string, erlang: Erlang): PurchaseModel<P> {
  const lawsOf = (params: P, cells: Cells) => customersOf(full(params, erlang), cells, erlang);
  return {
    logLikelihood: (params, cells) => evaluateErlang(full(params, erlang), cells, erlang).value,
    gradient: (params, cells) => gradientOf(params, evaluateErlang(full(params, erlang), cells, erlang).gradient),
    fit: (cells, options = {}) => fitOf(name, cells, { options, erlang }),
    pAlive: (params, cells) => pAlive(full(params, erlang), cells, erlang),
    expectedPurchases: (params, cells, horizon) =>
      lawsOf(params, cells)((law, alive, space) => alive * future.mean(law, horizon, space)),
    expectedPurchasesNewCustomer: (params, horizon) => {
      const { law, stays } = newcomer(full(params, erlang), erlang);
      return Number.isNaN(stays) ? NaN : stays * future.mean(law, horizon, newRoom());
    },
    purchaseVariance: (params, cells, horizon) =>
      lawsOf(
        params,
        cells,
      )((law, alive, space) => {
        const mean = future.mean(law, horizon, space);
        return alive * (mean + future.secondFactorialMoment(law, horizon, space)) - (alive * mean) ** 2;
      }),
    pActive: (params, cells, horizon) =>
      lawsOf(params, cells)((law, alive) => alive * future.firstPurchaseWithin(law, horizon)[0]),
    discountedExpectedPurchases: (params, cells, discounting) =>
      lawsOf(params, cells)((law, alive, space) => alive * future.discounted(law, discounting, space)),
    purchaseDistribution: (params, cells, horizon) => distributions(full(params, erlang), cells, { erlang, horizon }),
    purchaseDistributionNewCustomer: (params, horizon) => {
      const { law, stays } = newcomer(full(params, erlang), erlang);
      return distribution(law, horizon, { alive: stays, space: newRoom() });
    },
    posteriorMeans: (params, cells) => posteriorMeans(full(params, erlang), cells, erlang),
    timeToNextPurchase: (params, cells, probability) =>
      lawsOf(
        params,
        cells,
      )((law, alive) => (probability < alive ? future.timeToFirstPurchase(law, probability / alive) : Infinity)),
    residualLifetime: (params, cells, probability) =>
      lawsOf(params, cells)((law, alive) => future.lifetime(law, 1 - (1 - probability) / alive)),
    simulate: (params, T, random) => simulate(full(params, erlang), T, { random, erlang }),
    applicability,
  };
}

/** Without dropout the coins do not matter, but must be inside the domain. */
const full = (params: StayingParams & Partial<DropoutParams>, { coins }: Erlang): DropoutParams => ({
  r: params.r,
  alpha: params.alpha,
  a: coins === null ? 1 : (params.a ?? NaN),
  b: coins === null ? 1 : (params.b ?? NaN),
});

/** From derivatives in the logs. */
function gradientOf<P extends StayingParams>(params: P, logs: readonly number[]): P {
  const values: Params = params;
  // the keys are those of the parameters, so the record is a P
  return Object.fromEntries(Object.keys(values).map((key, i) => [key, logs[i] / values[key]])) as unknown as P;
}

type Fitted<P extends StayingParams> = Readonly<{ options: FitOptions<P>; erlang: Erlang }>;

function fitOf<P extends StayingParams>(model: string, cells: Cells, { options, erlang }: Fitted<P>): Fit<P> {
  const { stages, coins } = erlang;
  const { rate } = scales(cells);
  const isPrior = options.prior === true;
  const buying = isPrior
    ? { r: coins === null ? 0.8 : 0.6, alpha: (0.8 * stages) / (1.5 * rate) }
    : { r: 1, alpha: stages / rate };
  const leaving = coins === null ? {} : { a: isPrior ? 0.6 : 1, b: 2 };
  const start = { ...buying, ...leaving } as unknown as P; // the parameters of a model with these coins
  const evaluate = (params: P, rows: Cells) => evaluateErlang(full(params, erlang), rows, erlang);
  const staying = (rows: Cells): Fit => fitOf(model, rows, { options: {}, erlang: { stages, coins: null } });
  return fitCells({ model, start, evaluate, stages, ...(coins === null ? {} : { nested: staying }) }, cells, options);
}

/** P(alive at T). Against leaving at the last purchase stands that the running gap is not over. */
function pAlive(params: DropoutParams, { frequency, recency, T }: Cells, { stages, coins }: Erlang): Float64Array {
  const { r, alpha, a, b } = params;
  if (!isInside(params)) return new Float64Array(frequency.length).fill(NaN);
  return frequency.map((x, i) => {
    if (coins === null || x + coins === 0) return 1;
    const R = r + stages * x;
    const v = (T[i] - recency[i]) / (alpha + T[i]);
    let [t, sum] = [1, 1];
    for (let j = 1; j < stages; j++) sum += t *= ((R + j - 1) * v) / j;
    const survived = Math.log(sum) - R * Math.log1p((T[i] - recency[i]) / (alpha + recency[i]));
    return sigmoid(survived - Math.log(a / (b + x + coins - 1)));
  });
}

const newRoom = (): ErlangRoom & Readonly<{ shelf: Room }> => ({
  stages: workspace(),
  counts: workspace(),
  shelf: room(),
});

type Quantity = (law: Law, alive: number, space: ErlangRoom) => number;

/** One number per cell from the future it has if it is alive. */
function customersOf(params: DropoutParams, cells: Cells, erlang: Erlang) {
  const space = newRoom();
  const alive = pAlive(params, cells, erlang);
  return (quantity: Quantity): Float64Array =>
    alive.map((chance, i) =>
      Number.isNaN(chance) ? NaN : quantity(lawOf(params, cells, { i, erlang }), chance, space),
    );
}

type Cell = Readonly<{ i: number; erlang: Erlang }>;

/** Of a cell, all coins up to T known to have fallen well. */
function lawOf({ r, alpha, a, b }: DropoutParams, cells: Cells, { i, erlang: { stages, coins } }: Cell): Law {
  const x = cells.frequency[i];
  const R = r + stages * x;
  const A = alpha + cells.T[i];
  const stage = future.stageShares(R, (cells.T[i] - cells.recency[i]) / A, stages);
  return { R, A, stage, coin: coins === null ? null : { a, b: b + x + coins } };
}

/** A random new customer, and the chance that the coin of the first purchase falls well. */
function newcomer(params: DropoutParams, { stages, coins }: Erlang): Readonly<{ law: Law; stays: number }> {
  const { r, alpha, a, b } = params;
  const stage = future.stageShares(r, 0, stages);
  const coin = coins === null ? null : { a, b: b + coins };
  const stays = coins === 1 ? b / (a + b) : 1;
  return { law: { R: r, A: alpha, stage, coin }, stays: isInside(params) ? stays : NaN };
}

type Horizon = Readonly<{ erlang: Erlang; horizon: number }>;

function distributions(params: DropoutParams, cells: Cells, { erlang, horizon }: Horizon): readonly Float64Array[] {
  const space = newRoom();
  return Array.from(pAlive(params, cells, erlang), (alive, i) =>
    distribution(lawOf(params, cells, { i, erlang }), horizon, { alive, space }),
  );
}

type Share = Readonly<{ alive: number; space: ReturnType<typeof newRoom> }>;

/** P(Y = n), up to a tail of 1e-10: still there after n purchases, or left at the n-th. */
function distribution(law: Law, horizon: number, { alive, space }: Share): Float64Array {
  if (Number.isNaN(alive) || !(horizon >= 0)) return Float64Array.of(NaN);
  const length = future.fillTails(law, horizon, space);
  const { coin } = law;
  const { shelf, counts } = space;
  if (shelf.values.length < length) shelf.values = new Float64Array(2 * length);
  let [stayed, died] = [1, 0];
  for (let n = 0; n < length; n++) {
    const here = counts.values[n];
    shelf.values[n] = alive * (stayed * (here - counts.values[n + 1]) + died * here);
    if (coin === null) continue;
    const toss = stayed / (coin.a + coin.b + n);
    died = toss * coin.a;
    stayed = toss * (coin.b + n);
  }
  shelf.values[0] += 1 - alive;
  return headOf(shelf, length);
}

/** Posterior means of purchases per time, `lambda`, and with dropout of the coin, `p`. */
function posteriorMeans(params: DropoutParams, cells: Cells, erlang: Erlang): Readonly<Record<string, Float64Array>> {
  const { stages, coins } = erlang;
  const { r, alpha, a, b } = params;
  const alive = pAlive(params, cells, erlang);
  const lambda = alive.map((chance, i) => {
    const { R, A, stage } = lawOf(params, cells, { i, erlang });
    const passed = stage.reduce((sum, share, j) => sum + share * j, 0);
    const left = (r + stages * cells.frequency[i]) / (alpha + cells.recency[i]);
    return (chance * ((R + passed) / A) + (1 - chance) * left) / stages;
  });
  if (coins === null) return { lambda };
  return { lambda, p: cells.frequency.map((x, i) => (a + 1 - alive[i]) / (a + b + x + coins)) };
}

type Simulated = Readonly<{ random: () => number; erlang: Erlang }>;

/** Purchases of random new customers, each up to their T. */
function simulate({ r, alpha, a, b }: DropoutParams, T: Float64Array, { random, erlang }: Simulated) {
  const { stages, coins } = erlang;
  return simulateCustomers(T, (end, purchase) => {
    const rate = gamma(random, r, alpha);
    const p = coins === null ? 0 : beta(random, a, b);
    let active = coins !== 1 || random() >= p;
    for (let t = gamma(random, stages, rate); active && t <= end; t += gamma(random, stages, rate)) {
      purchase(t);
      active = coins === null || random() >= p;
    }
  });
}
