/** What customers did after an answer, and who answers at all: the same columns of orders and of contracts. */
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** Tables of a run: days of purchases, or what runs from when to when. */
export type SurveyBase =
  | Readonly<{ kind: "orders"; days: string; hasAmounts: boolean }>
  | Readonly<{ kind: "contracts"; spans: string; hasPrice: boolean }>;

export type OutcomeOptions = Readonly<{
  base: SurveyBase;
  answers: string; // survey_answers
  asOf: string;
  days: number; // of the window after an answer, or of the year before as_of
  dialect: Dialect;
}>;

const day = (iso: string): Sql => sql`CAST(${iso} AS date)`;
const double = (value: Sql): Sql => sql`CAST(${value} AS double)`;
const counted = (value: Sql): Sql => sql`CAST(${value} AS double)`;

/** What is known of a customer on the day of an answer, beside the answer. */
export const CONTROLS = {
  orders: ["purchases", "silence", "tenure", "spend"],
  contracts: ["tenure", "price"],
} as const satisfies Record<SurveyBase["kind"], readonly string[]>;
export const AFTER_COLUMNS = ["question", "points", "stayed", "money", "c1", "c2", "c3", "c4"] as const;

/**
 * The first answer of each customer to each question, where its window is over by as_of. Not the last: that somebody
 * answered again later tells that he stayed.
 */
const firstAnswers = ({ answers, asOf, days, dialect }: OutcomeOptions): Sql => sql`
SELECT customer_id, question, day, points, ${dialect.addDays(sql`day`, integer(days))} AS until
FROM (
  SELECT customer_id, question, day, points,
    row_number() OVER (PARTITION BY customer_id, question ORDER BY day, file, record) AS turn
  FROM ${ident(answers)} WHERE day <= ${dialect.addDays(day(asOf), integer(-days))}
) AS placed
WHERE turn = 1`;

/**
 * survey_after: one row per customer and question: the points, whether he bought (is under contract) in the window after
 * that day, the money of the window, and what was known on the day, as logs; who was no customer then is left out.
 */
export function surveyAfter(options: OutcomeOptions): Sql {
  return options.base.kind === "orders" ? afterOrders(options, options.base) : afterContracts(options, options.base);
}

function afterOrders(options: OutcomeOptions, { days, hasAmounts }: Extract<SurveyBase, { kind: "orders" }>): Sql {
  const { dialect } = options;
  const before = sql`d.day <= l.day`;
  const after = sql`d.day > l.day AND d.day <= l.until`;
  const number = (date: Sql): Sql => dialect.dayNumber(date);
  const spend = hasAmounts ? sql`ln(greatest(${double(sql`money_before`)} / purchases, 1e-2))` : sql`0e0`;
  return sql`
SELECT ${counted(sql`question`)} AS question, points, CASE WHEN bought > 0 THEN 1e0 ELSE 0e0 END AS stayed,
  ${hasAmounts ? double(sql`coalesce(money_after, 0)`) : counted(sql`bought`)} AS money,
  ln(${double(sql`purchases`)}) AS c1, ln(${double(sql`1 + ${number(sql`day`)} - ${number(sql`last_day`)}`)}) AS c2,
  ln(${double(sql`1 + ${number(sql`day`)} - ${number(sql`first_day`)}`)}) AS c3, ${spend} AS c4
FROM (
  SELECT l.customer_id, l.question, l.day, l.points, count(CASE WHEN d.is_purchase AND ${before} THEN 1 END) AS purchases,
    max(CASE WHEN d.is_purchase AND ${before} THEN d.day END) AS last_day,
    min(CASE WHEN d.is_purchase AND ${before} THEN d.day END) AS first_day,
    sum(CASE WHEN ${before} THEN d.value END) AS money_before, count(CASE WHEN d.is_purchase AND ${after} THEN 1 END) AS bought,
    sum(CASE WHEN ${after} THEN d.value END) AS money_after
  FROM (${firstAnswers(options)}) AS l
  JOIN ${ident(days)} AS d ON d.customer_id = l.customer_id
  GROUP BY l.customer_id, l.question, l.day, l.points
) AS facts
WHERE purchases > 0
ORDER BY question, customer_id`;
}

const MONTH = 30.4375; // days

function afterContracts(options: OutcomeOptions, base: Extract<SurveyBase, { kind: "contracts" }>): Sql {
  const { dialect, days } = options;
  const { spans, hasPrice } = base;
  const runs = (at: Sql): Sql => sql`s.start_day <= ${at} AND (s.end_day IS NULL OR s.end_day > ${at})`;
  const sum = (at: Sql): Sql => (hasPrice ? sql`sum(CASE WHEN ${runs(at)} THEN s.mrr END)` : sql`NULL`);
  const price = hasPrice ? sql`ln(greatest(${double(sql`mrr_before`)}, 1e-2))` : sql`0e0`;
  const money = hasPrice
    ? sql`${double(sql`coalesce(mrr_after, 0)`)} * CAST(${days / MONTH} AS double)`
    : counted(sql`after_all`);
  return sql`
SELECT ${counted(sql`question`)} AS question, points, CASE WHEN after_all > 0 THEN 1e0 ELSE 0e0 END AS stayed, ${money} AS money,
  ln(${double(sql`1 + ${dialect.dayNumber(sql`day`)} - ${dialect.dayNumber(sql`first_day`)}`)}) AS c1, ${price} AS c2, 0e0 AS c3, 0e0 AS c4
FROM (
  SELECT l.customer_id, l.question, l.day, l.points, count(CASE WHEN ${runs(sql`l.day`)} THEN 1 END) AS before_all,
    count(CASE WHEN ${runs(sql`l.until`)} THEN 1 END) AS after_all, min(s.start_day) AS first_day,
    ${sum(sql`l.day`)} AS mrr_before, ${sum(sql`l.until`)} AS mrr_after
  FROM (${firstAnswers(options)}) AS l
  JOIN ${ident(spans)} AS s ON s.customer_id = l.customer_id
  GROUP BY l.customer_id, l.question, l.day, l.points
) AS facts
WHERE before_all > 0
ORDER BY question, customer_id`;
}

/** survey_current: one row per customer and question: the last answer of the days before as_of. */
export const surveyCurrent = ({ answers, asOf, days, dialect }: Omit<OutcomeOptions, "base">): Sql => sql`
SELECT customer_id, question, day, score, points, mood
FROM (
  SELECT *, row_number() OVER (PARTITION BY customer_id, question ORDER BY day DESC, file DESC, record DESC) AS turn
  FROM ${ident(answers)} WHERE day > ${dialect.addDays(day(asOf), integer(-days))}
) AS placed
WHERE turn = 1`;

export const FEATURES = ["f1", "f2", "f3", "f4"] as const;

/** Quarters of a log: alike enough to answer alike. */
const quarters = (value: Sql): Sql => sql`floor(4 * ln(${value})) / 4`;

/** One row per customer of the days before as_of, with what response is told by. */
function population({ base, asOf, days, dialect }: Omit<OutcomeOptions, "answers">): Sql {
  const since = dialect.addDays(day(asOf), integer(-days));
  const age = (date: Sql): Sql => double(sql`${dialect.dayNumber(day(asOf))} - ${dialect.dayNumber(date)}`);
  if (base.kind === "orders") {
    const spend = base.hasAmounts ? quarters(sql`greatest(${double(sql`sum(value)`)} / count(*), 1e-2)`) : sql`0e0`;
    return sql`
SELECT customer_id, ${quarters(double(sql`count(*)`))} AS f1, floor(${age(sql`max(day)`)} / 30) AS f2,
  ${quarters(sql`1 + ${age(sql`min(day)`)} / 30`)} AS f3, ${spend} AS f4
FROM ${ident(base.days)} WHERE is_purchase GROUP BY customer_id HAVING max(day) > ${since}`;
  }
  const price = base.hasPrice ? quarters(sql`greatest(${double(sql`max(mrr)`)}, 1e-2)`) : sql`0e0`;
  return sql`
SELECT customer_id, ${quarters(double(sql`count(DISTINCT contract_id)`))} AS f1,
  CAST(max(CASE WHEN end_day IS NULL THEN 1 ELSE 0 END) AS double) AS f2, ${quarters(sql`1 + ${age(sql`min(start_day)`)} / 30`)} AS f3, ${price} AS f4
FROM ${ident(base.spans)} GROUP BY customer_id HAVING max(coalesce(end_day, DATE '9999-12-31')) > ${since}`;
}

type ResponseOptions = Omit<OutcomeOptions, "answers"> & Readonly<{ current: string; question: number }>;
const names = list(FEATURES.map(ident));

/** response_cells: one row per combination of features: customers, and how many of them have answered. */
export const responseCells = ({ current, question, ...options }: ResponseOptions): Sql => sql`
SELECT ${names}, CAST(count(*) AS double) AS customers, CAST(count(a.customer_id) AS double) AS answered
FROM (${population(options)}) AS p
LEFT JOIN ${ident(current)} AS a ON a.customer_id = p.customer_id AND a.question = ${integer(question)}
GROUP BY ${names} ORDER BY ${names}`;

/** response_answers: one row per answer of somebody in the cells, with his features. */
export const responseAnswers = ({ current, question, ...options }: ResponseOptions): Sql => sql`
SELECT a.points, ${names}
FROM (${population(options)}) AS p
JOIN ${ident(current)} AS a ON a.customer_id = p.customer_id AND a.question = ${integer(question)}
ORDER BY p.customer_id`;

/** survey_said: one row per code of the free text and question: answers with it, those that are low, what came after. */
export const codeCounts = (answers: string, codes: string): Sql => sql`
SELECT CAST(a.question AS double) AS question, c.code, CAST(count(*) AS double) AS answers, CAST(count(DISTINCT a.customer_id) AS double) AS customers,
  CAST(count(CASE WHEN a.mood = 'low' THEN 1 END) AS double) AS low
FROM ${ident(answers)} AS a JOIN ${ident(codes)} AS c ON c.cell = a.code_cell
GROUP BY a.question, c.code ORDER BY 1, answers DESC, c.code`;

/** answers_by_day: one row per answer, by question, then day. */
export const answersByDay = (answers: string, dialect: Dialect): Sql => sql`
SELECT CAST(question AS double) AS question, CAST(${dialect.dayNumber(sql`day`)} AS double) AS day, points
FROM ${ident(answers)} ORDER BY question, day, customer_id, file, record`;

/** How many customers have an answer whose window is over. */
export const followed = ({ answers, asOf, days, dialect }: Omit<OutcomeOptions, "base">): Sql => sql`
SELECT CAST(count(DISTINCT customer_id) AS double) AS customers FROM ${ident(answers)}
WHERE day <= ${dialect.addDays(day(asOf), integer(-days))}`;

/** said_by_customer: one row per customer with an answer to the question among `current`. */
export const saidByCustomer = ({
  current,
  question,
  name,
}: Readonly<{ current: string; question: number; name: string }>): Sql => sql`
SELECT customer_id AS answered_id, CAST(${name} AS varchar) AS satisfaction_question, score AS satisfaction_score,
  CAST(mood AS varchar) AS satisfaction_mood, day AS satisfaction_date
FROM ${ident(current)} WHERE question = ${integer(question)}`;

/** Customers with what they said. */
export const withSaid = (customers: Sql, said: Sql): Sql => sql`
SELECT c.*, a.satisfaction_question, a.satisfaction_score, a.satisfaction_mood, a.satisfaction_date
FROM ${customers} c LEFT JOIN ${said} a ON a.answered_id = c.customer_id`;
