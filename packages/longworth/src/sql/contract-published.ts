/** contracts as they are published: what is expected depends on their cell, the rest is their own. */
import { horizonKey } from "../domain.js";
import { dueIn, RUNS_ON } from "./contract-states.js";
import { ident, integer, list, literal, sql, type Sql } from "./sql.js";

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

export type CellOptions = Readonly<{
  states: string;
  models: string; // table: of_unit, of_periods, of_plan ('' without one), of_pattern where there is one, model
  horizons: readonly number[]; // days
  pattern: Sql | null; // of a contract, where models differ by what was known at the start
}>;

/** The one number of a model, renewals made and renewals due: what cells and their scores are joined by. */
export const scorePlace = (model: number, renewals: number, due: number): number =>
  (model * MOST_RENEWALS + renewals) * MOST_RENEWALS + due;
const MOST_RENEWALS = 100_000;

/** What a cell is made of: contracts that share it are expected to pay the same. */
const cellKeys = (horizons: readonly number[], pattern: Sql | null): Readonly<Record<string, Sql>> => ({
  unit: sql`unit`,
  periods: sql`periods`,
  of_plan: sql`coalesce(plan_group, '')`,
  ...(pattern && { of_pattern: pattern }),
  outcome: sql`outcome`,
  leaves: sql`leaves`,
  renewals: sql`renewals`,
  ...Object.fromEntries(horizons.map((days) => [`due_${horizonKey(days)}`, dueIn(days)])),
  paid: sql`CASE WHEN ${RUNS_ON} THEN coalesce(payment, 0) ELSE 0 END`,
  days: sql`CASE WHEN outcome = 0 THEN days_to_due ELSE 0 END`,
});

/** contract_cells: one row per distinct history, price and day of the next renewal; `cell` counts them from 0, `model` serves them. */
export const contractCells = ({
  states,
  models,
  horizons,
  pattern,
}: CellOptions): Sql => sql`SELECT row_number() OVER () - 1 AS cell, keys.*, models.model
FROM (
  SELECT DISTINCT ${list(Object.entries(cellKeys(horizons, pattern)).map(([name, key]) => sql`${key} AS ${ident(name)}`))}
  FROM ${ident(states)}
) AS keys
LEFT JOIN ${ident(models)} AS models ON models.of_unit = keys.unit AND models.of_periods = keys.periods AND models.of_plan = keys.of_plan${pattern ? sql` AND models.of_pattern = keys.of_pattern` : sql``}`;

export type AheadOptions = Omit<CellOptions, "models"> & Readonly<{ cells: string }>;

/**
 * contract_ahead: one row per contract, all columns of its state, its cell and the index of its model; in the order in which
 * contracts are published: sorting them with 40 columns of scores would take longer than writing them.
 */
export const contractAhead = ({ states, cells, horizons, pattern }: AheadOptions): Sql => {
  const keys = Object.entries(cellKeys(horizons, pattern));
  const named = keys.map(([name]) => sql`${ident(name)} AS ${ident(`key_${name}`)}`);
  const alike = keys.map(([name, key]) => sql`cells.${ident(`key_${name}`)} = ${key}`);
  return sql`SELECT states.*, cells.cell, cells.model
FROM ${ident(states)} AS states
JOIN (SELECT cell, model, ${list(named)} FROM ${ident(cells)}) AS cells ON ${list(alike, sql` AND `)}
ORDER BY contract_id, customer_id, start_day`;
};

/** score_keys: one row per model, renewals made and renewals due that some cell has. */
export const scoreKeys = (cells: string, horizons: readonly number[]): Sql =>
  list(
    horizons.map(
      (
        days,
      ) => sql`SELECT DISTINCT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST(${dueIn(days)} AS double) AS due
FROM ${ident(cells)} WHERE outcome = 0 AND model IS NOT NULL`,
    ),
    sql`
UNION
`,
  );

export type ContractValues = Readonly<{
  cells: string;
  scores: string; // table: place (`scorePlace`), expected, p05, p50, p95, stays, discounted, d05, d50, d95
  lifetimes: string; // table: model, renewals, name, renews, del, before, after, o05, o50, o95
  margin: number; // share of a payment that is kept
  annualRate: number;
  horizons: readonly number[];
  hasPrice: boolean;
}>;

const YEAR = sql`CAST(365.25 AS double)`;

/** What every column needs, once: whether it runs, its payment, what that is worth today. */
const pricedCells = ({ cells, margin, annualRate, horizons }: ContractValues): Sql => {
  const place = (days: number): Sql =>
    sql`CASE WHEN ${RUNS_ON} THEN (CAST(model AS BIGINT) * ${integer(MOST_RENEWALS)} + renewals) * ${integer(MOST_RENEWALS)} + ${dueIn(days)} END AS ${placeIn(days)}`;
  return sql`SELECT cell, model, renewals, outcome, leaves, days AS days_to_due, ${RUNS_ON} AS runs, CAST(paid AS double) AS paid, ${list(horizons.map(place))},
    CAST(paid AS double) * CAST(${margin} AS double)${backToNow(annualRate)} AS worth
  FROM ${ident(cells)}`;
};

const placeIn = (days: number): Sql => ident(`place_${horizonKey(days)}`);

/** contract_values: one row per cell, everything that is published of its contracts and depends on nothing else. Money is in the currency's unit; lifetimes are discounted numbers of payments. */
export function contractValues(options: ContractValues): Sql {
  const { scores, lifetimes, horizons, hasPrice } = options;
  const whileItRuns = (value: Sql, name: string): Sql => sql`CASE WHEN a.runs THEN ${value} END AS ${ident(name)}`;
  const columns = [
    sql`a.cell`,
    sql`l.name AS model`,
    whileItRuns(sql`l.renews`, "p_renew"),
    ...horizons.flatMap((days) => horizonColumns(days, options)),
    whileItRuns(sql`l.del`, "del"),
    whileItRuns(sql`l.before`, "derl_before_renewal"),
    whileItRuns(sql`l.after`, "derl_after_renewal"),
    ...(hasPrice ? residualColumns() : []),
  ];
  return sql`SELECT ${list(
    columns,
    sql`,
  `,
  )}
FROM (${pricedCells(options)}) AS a
LEFT JOIN ${ident(lifetimes)} AS l ON l.model = a.model AND l.renewals = a.renewals
${list(
  horizons.map(
    (days) =>
      sql`LEFT JOIN ${ident(scores)} AS ${ident(`s${days}`)} ON ${ident(`s${days}`)}.place = a.${placeIn(days)}`,
  ),
  sql`
`,
)}`;
}

export type PublishedContracts = Readonly<{
  asOf: string;
  currency: string | null;
  basis: string;
  horizons: readonly number[];
  hasPrice: boolean;
}>;

/**
 * contracts: one row per contract, and its cell, `model_index` and renewals due, which are not published.
 * @param beside  what follows FROM: `contract_ahead` as c beside the row of its cell of `contract_values` as s
 */
export function publishedContracts(
  beside: Sql,
  { asOf, currency, basis, horizons, hasPrice }: PublishedContracts,
): Sql {
  const state = sql`CASE WHEN c.outcome <> 0 THEN 'ended' WHEN c.leaves THEN 'leaving' ELSE 'running' END`;
  const term = sql`concat(CAST(c.periods AS VARCHAR), CASE WHEN c.unit = 'month' THEN 'm' ELSE 'd' END)`;
  const money = hasPrice
    ? sql`
  CAST(c.payment AS double) AS payment, CAST(c.mrr AS double) AS mrr,`
    : sql``;
  const keys = list([sql`c.cell`, sql`c.model AS model_index`, ...horizons.map((days) => sql`c.${dueIn(days)}`)]);
  return sql`SELECT ${keys}, c.contract_id, c.customer_id, CAST(${day(asOf)} AS DATE) AS as_of, CAST(${currency} AS VARCHAR) AS currency, CAST(${basis} AS VARCHAR) AS basis,
  s.model, c.plan, c.account, ${term} AS term, c.start_day AS start_date, c.end_day AS end_date, ${state} AS status,
  CASE WHEN c.outcome <> 0 OR c.leaves THEN c.leaving END AS leaving, c.reason, c.renewals, c.changes AS price_changes,${money}
  CASE WHEN c.outcome = 0 AND NOT c.leaves THEN c.due END AS next_renewal_date, s.p_renew,
  ${list(ofCell({ horizons, hasPrice }).map((name) => sql`s.${ident(name)}`))}
FROM ${beside}`;
}

/** judged_contracts: one row per contract, what findings and customers look at. @param published  of `publishedContracts` */
export function judgedContracts(published: Sql, headline: number, hasPrice: boolean): Sql {
  const key = horizonKey(headline);
  const own = ["customer_id", "plan", "term", "start_date", "end_date", "status", "leaving", "renewals"];
  const expected = ["next_renewal_date", "p_renew", `expected_payments_${key}`];
  const money = hasPrice ? ["payment", "mrr", `expected_revenue_${key}`] : [];
  const columns = ["cell", "model_index", `due_${key}`, ...own, ...expected, ...money];
  return sql`SELECT ${list(columns.map(ident))} FROM ${published}`;
}

type Shape = Pick<PublishedContracts, "horizons" | "hasPrice">;

/** What a contract has of its cell. */
const ofCell = ({ horizons, hasPrice }: Shape): readonly string[] => [
  ...horizons.flatMap((days) => horizonNames(days, hasPrice)),
  "del",
  "derl_before_renewal",
  "derl_after_renewal",
  ...(hasPrice ? RESIDUAL_NAMES : []),
];

const OWN = "contract_id customer_id as_of currency basis model plan account term start_date end_date status leaving reason renewals price_changes"; // prettier-ignore

/** Everything that is published of contracts, in its order. @param contracts of `publishedContracts` and `listedContracts` */
export const shownContracts = (contracts: Sql, shape: Shape): Sql => {
  const money = shape.hasPrice ? ["payment", "mrr"] : [];
  const names = [...OWN.split(" "), ...money, "next_renewal_date", "p_renew", ...ofCell(shape), "findings"];
  return sql`SELECT ${list(names.map(ident))} FROM ${contracts}`;
};

const cents = (value: Sql): Sql => sql`round(${value}, 2)`;

/** From the day of the next renewal back to as_of. */
const backToNow = (annualRate: number): Sql =>
  annualRate === 0 ? sql`` : sql` * power(CAST(${1 + annualRate} AS double), -days / ${YEAR})`;

const LEVELS = ["p05", "p50", "p95"] as const;

/** Names of what is expected within a horizon, in the order in which they are published. */
export function horizonNames(days: number, hasPrice: boolean): readonly string[] {
  const key = horizonKey(days);
  const worth = [`expected_revenue_${key}`, `predicted_clv_${key}`].flatMap((name) => [
    name,
    ...LEVELS.map((level) => `${name}_${level}`),
  ]);
  return [`p_active_${key}`, `expected_payments_${key}`, ...(hasPrice ? worth : [])];
}

function horizonColumns(days: number, { hasPrice }: ContractValues): readonly Sql[] {
  const key = horizonKey(days);
  const s = (name: string): Sql => sql`${ident(`s${days}`)}.${ident(name)}`;
  const named = (value: Sql, name: string): Sql => sql`${value} AS ${ident(name)}`;
  const active = sql`CASE WHEN a.outcome <> 0 THEN 0 WHEN a.leaves THEN CASE WHEN a.days_to_due > ${integer(days)} THEN 1 ELSE 0 END ELSE ${s("stays")} END`;
  const counts = [
    named(sql`CAST(${active} AS double)`, `p_active_${key}`),
    named(sql`CASE WHEN a.runs THEN ${s("expected")} ELSE 0 END`, `expected_payments_${key}`),
  ];
  if (!hasPrice) return counts;
  const worth = (factor: Sql, name: string): Sql =>
    sql`CASE WHEN a.runs THEN ${cents(sql`${factor} * ${s(name)}`)} ELSE 0 END`;
  return [
    ...counts,
    named(worth(sql`a.paid`, "expected"), `expected_revenue_${key}`),
    ...LEVELS.map((level) => named(worth(sql`a.paid`, level), `expected_revenue_${key}_${level}`)),
    named(worth(sql`a.worth`, "discounted"), `predicted_clv_${key}`),
    ...(["05", "50", "95"] as const).map((level) =>
      named(worth(sql`a.worth`, `d${level}`), `predicted_clv_${key}_p${level}`),
    ),
  ];
}

const RESIDUAL_NAMES = [
  "residual_value",
  "residual_value_p05",
  "residual_value_p50",
  "residual_value_p95",
  "value_if_renewed",
  "value_at_risk",
] as const;

function residualColumns(): readonly Sql[] {
  const worth = (value: Sql, name: (typeof RESIDUAL_NAMES)[number]): Sql =>
    sql`CASE WHEN a.runs THEN ${cents(sql`a.worth * ${value}`)} ELSE 0 END AS ${ident(name)}`;
  return [
    worth(sql`l.before`, "residual_value"),
    worth(sql`l.o05`, "residual_value_p05"),
    worth(sql`l.o50`, "residual_value_p50"),
    worth(sql`l.o95`, "residual_value_p95"),
    worth(sql`(1 + l.after)`, "value_if_renewed"),
    worth(sql`((1 + l.after) * (1 - l.renews))`, "value_at_risk"),
  ];
}

/** contracts with `findings`: the ids of those that list it, commas between them; NULL without one. */
export const listedContracts = (contracts: Sql, findings: readonly Readonly<{ id: string; members: Sql }>[]): Sql => {
  const ids = findings.map(({ id, members }) => sql`CASE WHEN ${members} THEN ${literal(id)} END`);
  const all = ids.length === 0 ? sql`CAST(NULL AS VARCHAR)` : sql`nullif(concat_ws(',', ${list(ids)}), '')`;
  return sql`SELECT *, ${all} AS findings FROM ${contracts}`;
};

/** A finding lists the contract. */
export const isListed = (id: string): Sql => sql`position(${`,${id},`} IN concat(',', findings, ',')) > 0`;
