/** run.json: what a run was made from, what it found, and the digests of its files. */
import { z } from "zod";
import { AccountFacts } from "./accounts.js";
import { RealisedFacts } from "./realised.js";
import { QuestionFacts } from "./satisfaction.js";

const numberOrNull = z.number().nullable();

export const Problem = z.object({
  code: z.string(),
  fate: z.enum(["accepted", "set_aside", "rejected", "refused"]),
  records: z.number(),
  amount: z.string().nullable(), // decimal text, in `total` terms
  share_of_revenue: numberOrNull,
  examples: z.array(z.object({ place: z.string(), value: z.string() })),
  message: z.string(),
  hint: z.string(),
});
export type Problem = z.infer<typeof Problem>;

export const LadderStep = z.object({ step: z.string(), amount: z.string() });

export const InputFacts = z.object({
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  records: z.number(),
  accepted: z.number(),
  setAside: z.number(),
  rejected: z.number(),
});

/** Where in a cluster the orders were read and the customers are. No secret. */
export const ClusterFacts = z.object({
  server: z.string(),
  user: z.string(),
  orders: z.string(), // catalog.schema.table
  catalog: z.string(), // of the tables that were made
  schema: z.string(),
  customers: z.string(), // the table of this run
  check: z.object({ customers: z.string(), orders: z.string(), value: z.string().nullable() }), // its rows and sums
  view: z.string(), // shows the current run
});
export type ClusterFacts = z.infer<typeof ClusterFacts>;

export const ModelFacts = z.object({
  name: z.string(),
  kind: z.enum(["purchase", "spend", "retention"]),
  role: z.enum(["served", "pool", "baseline", "compared"]), // compared: shown beside, in no number of the forecast
  weight: numberOrNull, // CRPS weight in the pool
  weightActive: numberOrNull, // Brier weight in the pool
  params: z.record(z.string(), z.number()),
  standardErrors: z.record(z.string(), numberOrNull),
  logLikelihood: numberOrNull,
  converged: z.boolean(), // false: params, standardErrors and diagnostics are empty, logLikelihood is null
  n: z.number(),
  timeUnit: z.string(),
  diagnostics: z.record(z.string(), numberOrNull),
});

/** One horizon's nested test: the whole recipe, blind, at earlier days of the user's own data. */
export const TestFacts = z.object({
  windowDays: z.number(),
  origins: z.array(
    z.object({
      origin: z.string(), // ISO day
      customers: z.number(),
      actualOrders: z.number(),
      expectedOrders: z.number(),
      ordersP05: z.number(),
      ordersP95: z.number(),
      actualRevenue: numberOrNull,
      expectedRevenue: numberOrNull,
      revenueP05: numberOrNull,
      revenueP95: numberOrNull,
    }),
  ),
  measures: z.record(z.string(), numberOrNull), // bias, capture, baselineCapture, belowP95, slope, crps, baselineCrps, ...
  baseline: z.string(), // the best naive baseline
  calibration: z.array(z.object({ group: z.number(), expected: z.number(), actual: z.number() })), // 10 groups by forecast, of money (orders without amounts)
  pit: z.array(z.number()).optional(), // shares of customers in 20 equal bins of where their outcome fell in its distribution
  counts: z.array(z.object({ orders: z.number(), expected: z.number(), actual: z.number() })).optional(), // customers by number of orders
  activity: z
    .array(z.object({ group: z.number(), customers: z.number(), expected: z.number(), actual: z.number() }))
    .optional(), // 10 groups by falling chance to buy: the share that was to, and that did
});

/** The pace of the business: log of the rate = level (straight between knots) + season - shift. */
export const ClockFacts = z.object({
  start: z.string(), // ISO day of the first purchase
  end: z.string(), // last day that was learnt from
  knots: z.object({ day: z.array(z.number()), level: z.array(z.number()) }), // days since the start
  season: z.array(z.number()), // cos and sin of one, two, three rounds a year; empty: none
  shift: z.number(),
  levelSd: z.number(), // how unsure today's level is, of its log
  dispersion: z.number(), // variance of weekly orders over that of chance
});
export type ClockFacts = z.infer<typeof ClockFacts>;

/** What each earlier day says of the models by itself. */
export const WeighingFacts = z.object({
  origin: z.string(), // ISO day
  windowDays: z.number(),
  weights: z.record(z.string(), z.number()), // by model
});

/** What an earlier run of the workspace said for a horizon that is over, and what happened. Money is null without amounts. */
export const PastFacts = z.object({
  run: z.string(), // the earlier one
  asOf: z.string(), // its last day
  horizonDays: z.number(),
  customers: z.number(), // of the earlier run, with a purchase
  known: z.number(), // of them in the later one
  expected_orders: z.number(),
  orders_p05: z.number(),
  orders_p95: z.number(),
  actual_orders: z.number(),
  expected_revenue: numberOrNull,
  revenue_p05: numberOrNull,
  revenue_p95: numberOrNull,
  actual_revenue: numberOrNull,
  held: z.boolean(), // the band of the total: of revenue, of orders without amounts
  within: z.number(), // share of customers inside their own outcome interval (it promises .9 and more)
  gini: numberOrNull, // of the order that was forecast; normalised
  capture: numberOrNull, // share that the forecast's top tenth brought of what the real one did
  auc: numberOrNull, // of the chance of any order
});
export type PastFacts = z.infer<typeof PastFacts>;

const ChangeFacts = z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable();

/** A file about customers, and what it adds out of sample: changes with two standard errors to both sides. */
export const AttributeFacts = z.object({
  name: z.string(),
  isDated: z.boolean(),
  rows: z.number(),
  customers: z.number(),
  known: z.number(), // of them, in the orders
  late: z.number(), // rows that were known only after the last day
  columns: z.array(z.object({ name: z.string(), kind: z.string(), categories: z.number().optional() })),
  crps: ChangeFacts, // per customer: below 0 is better
  gini: ChangeFacts, // above 0 is better
  isUsed: z.boolean(),
  isLeftOut: z.boolean().optional(), // not even tried: too many customers for learning customer by customer
});
export type AttributeFacts = z.infer<typeof AttributeFacts>;

export const Grade = z.object({ letter: z.string(), testedOnDays: z.number(), why: z.string() });

export const Total = z.object({
  expected_orders: z.number(),
  orders_p05: z.number(),
  orders_p95: z.number(),
  expected_revenue: numberOrNull,
  p05: z.number(),
  p95: z.number(),
});

export const FindingFacts = z.object({
  id: z.string(),
  text: z.string(),
  amount: z.number(),
  p05: z.number(),
  p95: z.number(),
  customers: z.number(), // how many it lists; 0 when it is not about customers
  export: z.string(), // the command that lists them
});

export const Artefact = z.object({
  name: z.string(),
  rows: numberOrNull,
  bytes: z.number(),
  sha256: z.string(),
});
export type Artefact = z.infer<typeof Artefact>;

const shareFacts = z.object({
  status: z.enum(["ok", "no-events", "all-lost", "no-data"]),
  share: numberOrNull, // null unless ok
  low: numberOrNull, // 95 % interval, one-sided where nobody or everybody left
  high: numberOrNull,
});

/** One renewal period, or one plan of it: what stays, in words where there is no number. */
const survivalFacts = z.object({ renewals: z.number(), expected: z.number(), low: z.number(), high: z.number() });

export const RetentionFacts = z.object({
  term: z.string(), // "1m", "12m", "7d"
  plan: z.string().nullable(), // null: all plans
  contracts: z.number(),
  running: z.number(),
  decisions: z.number(), // renewals that were due
  lost: z.number(), // of them not made
  model: z.string(),
  status: z.string(), // ok, or the state of the data: homogeneous, no-events, all-lost, mean-only, boundary, no-data
  served: z.boolean(), // in the values of contracts
  params: z.record(z.string(), z.number()), // empty unless ok
  churn: shareFacts, // of a renewal, all tenures together
  survival: survivalFacts.nullable(), // after a year
  del: numberOrNull, // discounted expected payments of a new contract, the first included
  derlBefore: z.array(z.number()), // DERL before renewal 1, 2, 3, …
  derlAfter: z.array(z.number()), // DERL after payment 0, 1, 2, …
});
export type RetentionFacts = z.infer<typeof RetentionFacts>;

/** What was known of contracts at their start, and whether curves by it forecast better: of one renewal period. */
export const TraitFacts = z.object({
  term: z.string(),
  served: z.boolean(), // in the values of contracts
  gain: z.number(), // log-likelihood a decision over the curves without, on decisions not seen
  error: z.number(), // its standard error
  traits: z.array(
    z.object({
      name: z.string(),
      p: z.number(), // of the test that it says nothing of the decisions before the first test day
      used: z.boolean(), // it entered the curves that were tried
      levels: z.array(
        z.object({
          level: z.string().nullable(), // null: small ones together, and contracts without
          contracts: z.number(),
          survival: survivalFacts.nullable(), // after a year, all other traits as most contracts have them
        }),
      ), // empty unless served
    }),
  ),
});
export type TraitFacts = z.infer<typeof TraitFacts>;

/** One month of the bridge of recurring revenue; money is decimal text and adds up to the last digit. */
export const BridgeFacts = z.object({
  month: z.string(), // its first day
  complete: z.boolean(),
  start: z.string(),
  new: z.string(),
  reactivation: z.string(),
  expansion: z.string(),
  contraction: z.string(),
  churn: z.string(),
  end: z.string(),
  grr: numberOrNull,
  nrr: numberOrNull,
  customersStart: z.number(),
  customersLost: z.number(),
  customersEnd: z.number(),
  logoChurn: shareFacts,
  revenueChurn: shareFacts,
});
export type BridgeFacts = z.infer<typeof BridgeFacts>;

/** A run of contracts. */
export const ContractFacts = z.object({
  contracts: z.number(),
  running: z.number(),
  hasPrice: z.boolean(),
  discountRate: z.number(), // annual, of lifetimes and values
  mrr: z.string().nullable(), // decimal text, of what runs at as_of
  year: z.object({ grr: numberOrNull, nrr: numberOrNull, months: z.number() }).nullable(), // of customers that were there then; null with --report off, too
  bridge: z.array(BridgeFacts), // the last twelve months; all are in mrr.parquet; empty with --report off
  retention: z.array(RetentionFacts),
  traits: z.array(TraitFacts).optional(), // absent in runs of earlier versions
  residual: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(), // of the base, 90 % of the parameters
  left: z.array(z.object({ leaving: z.string(), contracts: z.number(), mrr: z.string().nullable() })), // in the last twelve months; empty with --report off
});
export type ContractFacts = z.infer<typeof ContractFacts>;

export const Manifest = z.object({
  schema: z.literal(1),
  run: z.string(),
  asOf: z.string(),
  currency: z.string().nullable(),
  basis: z.enum(["revenue", "gross_margin", "contribution"]),
  amount: z.enum(["net", "total"]),
  horizons: z.array(z.number()), // days, ascending; the last is the headline
  discountRate: z.number(), // annual
  customers: z.number(),
  orders: z.number(), // accepted orders of all, with or without customer
  firstDate: z.string(),
  options: z.record(z.string(), z.unknown()), // what can change a number
  inputs: z.array(InputFacts),
  layout: z.string(),
  ladder: z.array(LadderStep),
  models: z.array(ModelFacts),
  served: z.object({ name: z.string(), why: z.string() }),
  backtest: z.record(z.string(), TestFacts), // by horizon key; empty when it was off or impossible
  grades: z.record(z.string(), Grade),
  totals: z.record(z.string(), Total),
  simple: z.object({
    averageOrderValue: numberOrNull,
    ordersPerYear: numberOrNull,
    lifespanYears: numberOrNull,
    clv: numberOrNull,
  }),
  clock: ClockFacts.optional(), // where a model counts on it
  weighing: z.array(WeighingFacts).optional(), // newest first
  past: z.array(PastFacts).optional(), // what earlier runs said of days that are over; newest first
  attributes: z.array(AttributeFacts).optional(), // files about customers
  accounts: AccountFacts.optional(), // run --account
  satisfaction: z.array(QuestionFacts).optional(), // what surveys asked, the main question first
  notes: z.array(z.string()), // sentences of FORECAST section 14 that apply
  findings: z.array(FindingFacts), // dearest first; empty with --report off, too
  refundShare: numberOrNull,
  seed: z.number(),
  contracts: ContractFacts.optional(), // of a run of contracts
  realised: RealisedFacts.optional(), // run --invoices
  cluster: ClusterFacts.optional(), // of a run whose orders lie in one
  artefacts: z.array(Artefact),
  execution: z.object({
    startedAt: z.string(),
    seconds: z.number(),
    threads: z.number(),
    memory: z.string(),
    host: z.string(),
    version: z.string(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

/** Whether the run was published with a file of that name: `--report off` makes no report.html. */
export const hasFile = ({ artefacts }: Pick<Manifest, "artefacts">, name: string): boolean =>
  artefacts.some((artefact) => artefact.name === name);
