/** Logs of what visitors do: of views, carts and purchases only these are orders. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { problems as words } from "../words/en/problems.js";
import type { RowKind } from "./layout.js";
import { planHasAmounts, type Plan, type RowsPlan } from "./plan.js";
import { statusWord } from "./record-kinds.js";
import type { IntakeRequest } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import { statusKey } from "./status-words.js";
import { headerKey } from "./synonyms.js";

/** Headers that say what happened, and one that can say so. */
const EVENTS =
  /\b(events?|actions?|activity|activities|behaviou?rs?|interactions?|evento|accion|azione|acao|aktion|ereignis|evenement|zdarzenie)\b|行为|事件/u;
const TYPE = /\btype\b/u;
const listed = (text: string): ReadonlySet<string> => new Set(text.split(",").map((word) => statusKey(word)));
const SALES = listed(
  `purchase, purchases, purchased, buy, bought, transaction, transactions, order, orders, ordered, order completed, order complete,
  order placed, completed order, purchase completed, checkout completed, sale, sales, payment, iap, in app purchase, kauf, compra, achat,
  acquisto, zakup, 购买, 下单`,
);
const REFUNDS = listed("refund, refunds, refunded, order refunded, return, returns, returned");
const VISITS = listed(
  `view, views, page view, page views, pageview, pv, page, product view, product viewed, view item, view item list, cart, carts, add to cart,
  addtocart, added to cart, product added, remove from cart, removefromcart, view cart, click, clicks, login, session start, impression,
  impressions, wishlist, add to wishlist, begin checkout, checkout started, select item, screen view, 浏览, 加购, 点击`,
);

const MOST = 200; // words of a column that says what happened
const Word = z.object({ word: z.string() });
type Tools = Readonly<{ request: IntakeRequest; engine: Engine; place: string }>;

/**
 * Purchases by the words of a column that has visits, too; undefined where no column does.
 * @throws not_orders when words are of visits and none is of purchases
 */
export async function eventRows(plan: Plan, staged: Staged, tools: Tools): Promise<RowsPlan | undefined> {
  const taken = new Set(Object.values(plan.choices).map((choice) => choice?.column.id));
  const isEvent = ({ id, type, name }: StagedColumn): boolean =>
    type === "text" && !taken.has(id) && (EVENTS.test(headerKey(name)) || TYPE.test(headerKey(name)));
  for (const column of staged.columns.filter(isEvent)) {
    const kinds = await kindsIn(column, staged, { ...tools, hasAmounts: planHasAmounts(plan, tools.request.map) });
    const refunds = { order: undefined, takesCustomer: false, positive: true, negativeSales: undefined };
    if (kinds) return { rules: [{ column, words: kinds, rest: "other" }], ...refunds };
  }
  return undefined;
}

/** event_words: what a column says, commonest first; one more than `most` where it says more. */
export const eventWords = (table: string, column: StagedColumn, most: number): Sql =>
  sql`SELECT ${statusWord(column)} AS word FROM ${ident(table)} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${integer(most + 1)}`;

async function kindsIn(
  column: StagedColumn,
  { table }: Staged,
  { request, engine, place, hasAmounts }: Tools & Readonly<{ hasAmounts: boolean }>,
): Promise<Readonly<Record<string, RowKind>> | undefined> {
  const found = (await engine.rows(eventWords(table, column, MOST), Word))
    .map(({ word }) => word)
    .filter((word) => word !== "");
  const visits = found.filter((word) => VISITS.has(word));
  if (found.length > MOST || visits.length === 0) return undefined;
  const said = new Map(Object.entries(request.status).map(([word, meaning]) => [statusKey(word), meaning]));
  const sales = found.filter((word) => SALES.has(word) || said.get(word) === "count");
  if (sales.length === 0) {
    const isAll = found.length === 1 && EVENTS.test(headerKey(column.name)); // else one word of visits may be of something else
    if (visits.length === 1 && !isAll) return undefined;
    throw new UserError("not_orders", words.visitsOnly({ column: column.name, found }), { place });
  }
  const refunds = hasAmounts ? found.filter((word) => REFUNDS.has(word)) : [];
  const kind = (each: readonly string[], is: RowKind) => each.map((word) => [word, is] as const);
  return Object.fromEntries([...kind(sales, "sale"), ...kind(refunds, "refund")]);
}
