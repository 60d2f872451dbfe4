/** contracts and customers as they are published: joined with what is expected of their cells. */
import { horizonKey } from "../domain.js";
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";
import { wholePeriods } from "./contract-states.js";

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

export type AheadOptions = Readonly<{
  states: string;
  models: string; // table: of_unit, of_periods, of_plan ('' without one), model
  asOf: string;
  horizons: readonly number[]; // days
  dialect: Dialect;
}>;

const dueIn = (days: number): Sql => ident(`due_${horizonKey(days)}`);
const placeIn = (days: number): Sql => ident(`place_${horizonKey(days)}`);

/** The one number of a model, renewals made and renewals due: what contracts and their scores are joined by. */
export const scorePlace = (model: number, renewals: number, due: number): number =>
  (model * MOST_RENEWALS + renewals) * MOST_RENEWALS + due;
const MOST_RENEWALS = 100_000;

/** contract_ahead: one row per contract: the index of its model, days to its next renewal, renewals due in each horizon. */
export function contractAhead({ states, models, asOf, horizons, dialect }: AheadOptions): Sql {
  const cut = day(asOf);
  const counts = horizons.map((days) => {
    const end = dialect.addDays(cut, integer(days));
    return sql`CASE WHEN outcome = 0 AND NOT leaves THEN ${wholePeriods(sql`start_day`, end, dialect)} - renewals ELSE 0 END AS ${dueIn(days)}`;
  });
  return sql`SELECT states.*, models.model, ${dialect.dayNumber(sql`due`)} - ${dialect.dayNumber(cut)} AS days_to_due, ${list(counts)}
FROM ${ident(states)} AS states
LEFT JOIN ${ident(models)} AS models ON models.of_unit = states.unit AND models.of_periods = states.periods AND models.of_plan = coalesce(states.plan_group, '')`;
}

/** score_keys: one row per model, renewals made and renewals due that some contract has. */
export const scoreKeys = (ahead: string, horizons: readonly number[]): Sql =>
  list(
    horizons.map(
      (
        days,
      ) => sql`SELECT DISTINCT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST(${dueIn(days)} AS double) AS due
FROM ${ident(ahead)} WHERE outcome = 0 AND model IS NOT NULL`,
    ),
    sql`
UNION
`,
  );

export type PublishedContracts = Readonly<{
  ahead: string;
  scores: string; // table: model, renewals, due, expected, p05, p50, p95, stays, discounted, d05, d50, d95
  lifetimes: string; // table: model, renewals, name, renews, del, before, after, o05, o50, o95
  asOf: string;
  currency: string | null;
  basis: string;
  margin: number; // share of a payment that is kept
  annualRate: number;
  horizons: readonly number[];
  hasPrice: boolean;
}>;

const YEAR = sql`CAST(365.25 AS double)`;

/** What every column needs, once: whether it runs, its payment, what that is worth today. */
const pricedAhead = ({ ahead, margin, annualRate, horizons }: PublishedContracts): Sql => {
  const place = (days: number): Sql =>
    sql`CASE WHEN outcome = 0 AND NOT leaves THEN (CAST(model AS BIGINT) * ${integer(MOST_RENEWALS)} + renewals) * ${integer(MOST_RENEWALS)} + ${dueIn(days)} END AS ${placeIn(days)}`;
  const places = list(horizons.map(place));
  return sql`SELECT ahead.*, ahead.outcome = 0 AND NOT ahead.leaves AS runs, CAST(ahead.payment AS double) AS paid, ${places},
    CAST(ahead.payment AS double) * CAST(${margin} AS double)${backToNow(annualRate)} AS worth
  FROM ${ident(ahead)} AS ahead`;
};

/** contracts: one row per contract, and `model_index` and renewals due, which are not published. Money is in the currency's unit; lifetimes are discounted numbers of payments. */
export function publishedContracts(options: PublishedContracts): Sql {
  const { scores, lifetimes, asOf, currency, basis, horizons, hasPrice } = options;
  const runs = sql`a.runs`;
  const state = sql`CASE WHEN a.outcome <> 0 THEN 'ended' WHEN a.leaves THEN 'leaving' ELSE 'running' END`;
  const term = sql`concat(CAST(a.periods AS VARCHAR), CASE WHEN a.unit = 'month' THEN 'm' ELSE 'd' END)`;
  const money = hasPrice
    ? sql`
  CAST(a.payment AS double) AS payment, CAST(a.mrr AS double) AS mrr,`
    : sql``;
  const keys = list([sql`a.model AS model_index`, ...horizons.map((days) => sql`a.${dueIn(days)}`)]);
  return sql`SELECT ${keys}, a.contract_id, a.customer_id, CAST(${day(asOf)} AS DATE) AS as_of, CAST(${currency} AS VARCHAR) AS currency, CAST(${basis} AS VARCHAR) AS basis,
  l.name AS model, a.plan, a.account, ${term} AS term, a.start_day AS start_date, a.end_day AS end_date, ${state} AS status,
  CASE WHEN a.outcome <> 0 OR a.leaves THEN a.leaving END AS leaving, a.reason, a.renewals, a.changes AS price_changes,${money}
  CASE WHEN ${runs} THEN a.due END AS next_renewal_date, CASE WHEN ${runs} THEN l.renews END AS p_renew,
  ${list(
    horizons.flatMap((days) => horizonColumns(days, options)),
    sql`,
  `,
  )},
  CASE WHEN ${runs} THEN l.del END AS del, CASE WHEN ${runs} THEN l.before END AS derl_before_renewal, CASE WHEN ${runs} THEN l.after END AS derl_after_renewal${
    hasPrice
      ? sql`,
  ${list(
    residualColumns(),
    sql`,
  `,
  )}`
      : sql``
  }
FROM (${pricedAhead(options)}) AS a
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

/** Columns that the job needs and nobody else. */
const ofTheJob = (horizons: readonly number[]): readonly Sql[] => [sql`model_index`, ...horizons.map(dueIn)];

/** Everything that is published of contracts. @param contracts of `publishedContracts` */
export const shownContracts = (contracts: Sql, horizons: readonly number[]): Sql =>
  sql`SELECT * EXCLUDE (${list(ofTheJob(horizons))}) FROM ${contracts}`;

const cents = (value: Sql): Sql => sql`round(${value}, 2)`;

/** From the day of the next renewal back to as_of. */
const backToNow = (annualRate: number): Sql =>
  annualRate === 0 ? sql`` : sql` * power(CAST(${1 + annualRate} AS double), -ahead.days_to_due / ${YEAR})`;

function horizonColumns(days: number, { hasPrice }: PublishedContracts): readonly Sql[] {
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
    ...(["p05", "p50", "p95"] as const).map((level) =>
      named(worth(sql`a.paid`, level), `expected_revenue_${key}_${level}`),
    ),
    named(worth(sql`a.worth`, "discounted"), `predicted_clv_${key}`),
    ...(["05", "50", "95"] as const).map((level) =>
      named(worth(sql`a.worth`, `d${level}`), `predicted_clv_${key}_p${level}`),
    ),
  ];
}

function residualColumns(): readonly Sql[] {
  const worth = (value: Sql, name: string): Sql =>
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
  const ids = findings.map(({ id, members }) => sql`CASE WHEN ${members} THEN ${id} END`);
  const all = ids.length === 0 ? sql`CAST(NULL AS VARCHAR)` : sql`nullif(concat_ws(',', ${list(ids)}), '')`;
  return sql`SELECT *, ${all} AS findings FROM ${contracts}`;
};

/** A finding lists the contract. */
export const isListed = (id: string): Sql => sql`position(${`,${id},`} IN concat(',', findings, ',')) > 0`;
