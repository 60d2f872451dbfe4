/** Whether a file holds contracts, by its headers alone. Files of orders never do: they have an order, an invoice or its day. */
import { hits } from "../detect.js";
import { norm } from "../header-words.js";
import { LAYOUTS } from "../layouts/all.js";
import { nameScore } from "../synonyms.js";
import { countsShape } from "./ages.js";
import { contractNameScore, type ContractRole } from "./header-words.js";
import { CONTRACT_LAYOUTS, type ContractLayout } from "./layouts.js";

const CALLED = 0.95; // a synonym
const ORDER_DAY =
  /order|purchase|invoice|transaction|sale|bestell|auftrag|rechnung|kauf|commande|achat|facture|pedido|compra|ordine|acquisto|zamowieni|zakup|下单|订单|注文|購入/u;

/** The export that the headers are of, undefined where they are of none. */
export function contractLayout(headers: readonly string[]): ContractLayout | undefined {
  const names = new Set(headers.map(norm));
  const found = CONTRACT_LAYOUTS.map((layout) => ({ layout, count: hits(names, layout.detect) }));
  const [best] = found.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return best?.layout;
}

/** Roles that `--map` can name and only contracts have. */
const OWN_ROLES = ["start", "end", "period", "price", "plan", "reason", "contract", "tenure", "churned"] as const;

/** Headers of contracts: a known export; or a start with an end or a status; or a tenure with who has left. */
export function isContracts(headers: readonly string[], map: Readonly<Record<string, string | undefined>>): boolean {
  if (map.date !== undefined || map.order !== undefined) return false;
  if (OWN_ROLES.some((role) => map[role] !== undefined)) return true;
  if (contractLayout(headers) !== undefined || countsShape(headers) !== null) return true;
  const names = new Set(headers.map(norm));
  const isKnown = LAYOUTS.some((layout) => layout.kind === "orders" && hits(names, layout.detect) > 0);
  const isOrders = headers.some((header) => nameScore("order", header) >= CALLED || isOrderDay(header));
  if (isKnown || isOrders) return false;
  const has = (role: ContractRole): boolean => headers.some((header) => contractNameScore(role, header) >= CALLED);
  const ends = has("end") || has("cancelled") || has("churned");
  return (has("start") && (ends || (has("status") && has("period")))) || (has("tenure") && has("churned"));
}

const isOrderDay = (header: string): boolean => nameScore("date", header) >= CALLED && ORDER_DAY.test(norm(header));
