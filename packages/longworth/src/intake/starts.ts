/** customer_starts: one row per customer whose first day is known from elsewhere: a column of the file, or a file of its own. */
import { z } from "zod";
import { UserError } from "../errors.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import { daySql, decideDateStyle } from "./dates.js";
import { match } from "./matcher.js";
import { placesOf } from "./places.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { openSideFile, placeIn } from "./side-file.js";
import type { Typed } from "./typing.js";

const STARTS = "customer_starts";

type Work = Readonly<{ typed: readonly Typed[]; request: IntakeRequest; judged: Sql }>;

/** Make `customer_starts` when it was asked for. @returns its name @throws order_before_start, column_missing */
export async function readStarts(
  { typed, request, judged }: Work,
  { engine, effects }: IntakeTools,
): Promise<string | null> {
  if (request.firstOrder === undefined) return null;
  const ofColumn = sql`SELECT customer AS customer_id, min(first_day) AS first_day FROM (${judged}) AS fates WHERE code = '' AND first_day IS NOT NULL GROUP BY customer`;
  const query = typed[0]?.plan.firstOrder ? ofColumn : await startsOfFile(request, { engine, effects });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(STARTS)} AS ${query}`);
  await refuseEarlier(typed, { engine, effects });
  return STARTS;
}

/** A file of its own: its customer column and its first-order column, or its only date. */
async function startsOfFile(request: IntakeRequest, tools: IntakeTools): Promise<Sql> {
  const { firstOrder = "", map, dateFormat } = request;
  const asked = { given: firstOrder, option: "--first-order", reason: words.noStart() };
  const side = await openSideFile(asked, request, tools);
  const { staged, seen } = side;
  const first = seen.find(({ column }) => /first|since|seit|start|created|date/iu.test(column.name));
  const found = match(
    seen,
    {
      ...(map.customer !== undefined ? { customer: map.customer } : {}),
      ...(first ? { date: first.column.name } : {}),
    },
    staged.source.name,
  );
  const [customer, date] = [found.customer?.column, found.firstOrder?.column ?? found.date?.column];
  if (!customer || !date) throw new Error("the matcher gave no customer or no date");
  const { engine } = tools;
  const placeOf = placeIn(side, tools);
  const style = await decideDateStyle(engine, staged, { column: date, format: dateFormat, placeOf });
  return sql`SELECT CAST(${ident(customer.id)} AS VARCHAR) AS customer_id, min(${daySql(date, style, engine.dialect)}) AS first_day
FROM ${ident(staged.table)} WHERE ${ident(customer.id)} IS NOT NULL GROUP BY 1 HAVING min(${daySql(date, style, engine.dialect)}) IS NOT NULL`;
}

/** early_orders: one row, orders before their customer's own start and the first of them. */
export const earlyOrders: Sql = sql`WITH early AS (
  SELECT orders.file, orders.record, orders.day, customer_starts.first_day FROM orders JOIN customer_starts ON customer_starts.customer_id = orders.customer_id
  WHERE orders.kind = 'order' AND orders.day < customer_starts.first_day
)
SELECT CAST(file AS double) AS file, CAST(record AS double) AS record, CAST(day AS VARCHAR) AS day, CAST(first_day AS VARCHAR) AS first_day,
  CAST((SELECT count(*) FROM early) AS double) AS n
FROM early ORDER BY file, record LIMIT 1`;

const Early = z.object({ file: z.number(), record: z.number(), day: z.string(), first_day: z.string(), n: z.number() });

async function refuseEarlier(typed: readonly Typed[], { engine, effects }: IntakeTools): Promise<void> {
  const [row] = await engine.rows(earlyOrders, Early);
  const each = row ? typed[row.file] : undefined;
  if (!row || !each) return;
  const [at = ""] = await placesOf(each.staged.source, [{ record: row.record, column: each.plan.date }], effects);
  throw new UserError("order_before_start", words.beforeStart({ n: row.n, day: row.day, start: row.first_day, at }), {
    place: at,
  });
}
