/** customer_starts: one row per customer whose first day is known from elsewhere: a column of the file, or a file of its own. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import { daySql, decideDateStyle } from "./dates.js";
import { openSources } from "./files.js";
import { match } from "./matcher.js";
import { placesOf } from "./places.js";
import { profiles } from "./profile.js";
import type { IntakeEffects, IntakeRequest } from "./request.js";
import type { Source } from "./source.js";
import { stage } from "./staging.js";
import type { StagedColumn } from "./staged.js";
import type { Typed } from "./typing.js";

type Work = Readonly<{ typed: readonly Typed[]; request: IntakeRequest; judged: Sql }>;
type Tools = Readonly<{ engine: Engine; effects: IntakeEffects }>;

/** Make `customer_starts` when it was asked for. @throws order_before_start, column_missing */
export async function readStarts({ typed, request, judged }: Work, { engine, effects }: Tools): Promise<boolean> {
  if (request.firstOrder === undefined) return false;
  const ofColumn = sql`SELECT customer AS customer_id, min(first_day) AS first_day FROM (${judged}) AS fates WHERE code = '' AND first_day IS NOT NULL GROUP BY customer`;
  const query = typed[0]?.plan.firstOrder ? ofColumn : await startsOfFile(request, { engine, effects });
  await engine.execute(sql`CREATE OR REPLACE TABLE customer_starts AS ${query}`);
  await refuseEarlier(typed, { engine, effects });
  return true;
}

/** A file of its own: its customer column and its first-order column, or its only date. */
async function startsOfFile(
  { firstOrder = "", temp, map, dateFormat }: IntakeRequest,
  { engine, effects }: Tools,
): Promise<Sql> {
  if (temp === undefined) throw new Error("reading a file of first orders needs a folder for its copy");
  const startsSource = await openStarts(firstOrder, temp, effects);
  const staged = await stage(startsSource, engine, "staged_starts");
  const seen = await profiles(engine, staged);
  const first = seen.find(({ column }) => /first|since|seit|start|created|date/iu.test(column.name));
  const found = match(
    seen,
    {
      ...(map.customer !== undefined ? { customer: map.customer } : {}),
      ...(first ? { date: first.column.name } : {}),
    },
    startsSource.name,
  );
  const [customer, date] = [found.customer?.column, found.firstOrder?.column ?? found.date?.column];
  if (!customer || !date) throw new Error("the matcher gave no customer or no date");
  const placeOf = async (record: number, column: StagedColumn): Promise<string> =>
    (await placesOf(startsSource, [{ record, column }], effects))[0] ?? startsSource.name;
  const style = await decideDateStyle(engine, staged, { column: date, format: dateFormat, placeOf });
  return sql`SELECT CAST(${ident(customer.id)} AS VARCHAR) AS customer_id, min(${daySql(date, style, engine.dialect)}) AS first_day
FROM ${ident(staged.table)} WHERE ${ident(customer.id)} IS NOT NULL GROUP BY 1 HAVING min(${daySql(date, style, engine.dialect)}) IS NOT NULL`;
}

/** The engine was opened for the inputs and for `temp` only, so the file is read from a copy there. @throws file_not_found */
async function openStarts(given: string, temp: string, effects: IntakeEffects): Promise<Source> {
  const exists = await effects.files.stat(given).then(
    (facts) => facts.isFile(),
    () => false,
  );
  if (!exists)
    throw new UserError("file_not_found", { path: given, reason: words.noStart() }, { place: "--first-order" });
  const folder = path.join(temp, "first-order-tmp");
  await effects.files.mkdir(folder, { recursive: true });
  const copy = path.join(folder, path.basename(given));
  await effects.files.writeFile(copy, await effects.files.readFile(given));
  const [source] = await openSources([copy], { temp: folder }, effects);
  if (!source) throw new Error("a file that exists gave no source");
  return source;
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

async function refuseEarlier(typed: readonly Typed[], { engine, effects }: Tools): Promise<void> {
  const [row] = await engine.rows(earlyOrders, Early);
  const each = row ? typed[row.file] : undefined;
  if (!row || !each) return;
  const [at = ""] = await placesOf(each.staged.source, [{ record: row.record, column: each.plan.date }], effects);
  throw new UserError("order_before_start", words.beforeStart({ n: row.n, day: row.day, start: row.first_day, at }), {
    place: at,
  });
}
