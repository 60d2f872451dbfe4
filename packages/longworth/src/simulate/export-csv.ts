/** The simulated shop's export as CSV text: one record per order or refund, by time. */
import { dayNumber, isoDay } from "./calendar.js";
import { CANCELLED, REFUND, UNNAMED, type EventColumns } from "./events.js";
import { customerId, type SimulatedShop } from "./shop.js";

/** Columns of the export. What counts as net is order_total - tax - shipping; refunds are negative records. */
export const EXPORT_HEADER = [
  "order_id",
  "customer_id",
  "email",
  "order_date",
  "status",
  "currency",
  "order_total",
  "tax",
  "shipping",
  "discount",
  "cost",
  "product",
  "channel",
] as const;

const FIRST_ORDER = 100_001;
const CHANNELS = ["web", "app", "phone"] as const;

/** The file in pieces, one per day, header first; the future is left out. Join them, or write them as they come. */
export function* exportCsv(shop: SimulatedShop): Generator<string, void, undefined> {
  yield `${EXPORT_HEADER.join(",")}\n`;
  const { order, offsets } = byDay(shop.events, shop.lastDay);
  let number = FIRST_ORDER;
  for (let day = 0; day <= shop.lastDay; day++) {
    const rows = order.slice(offsets[day], offsets[day + 1]).sort(byMinute(shop.events));
    const exact = isoDay(dayNumber(shop.settings.start) + day);
    const date = shop.settings.dates === "months" ? `${exact.slice(0, 7)}-01` : exact;
    let text = "";
    for (const row of rows) text += record(shop, { row, date, number: number++ });
    if (text !== "") yield text;
  }
}

/** Rows of the export by day: the rows of day d are order[offsets[d]] to order[offsets[d + 1] - 1]. */
function byDay({ day, length }: EventColumns, lastDay: number): Readonly<{ order: Int32Array; offsets: Int32Array }> {
  const offsets = new Int32Array(lastDay + 2);
  for (let i = 0; i < length; i++) if ((day[i] ?? 0) <= lastDay) offsets[(day[i] ?? 0) + 1]!++;
  for (let d = 0; d <= lastDay; d++) offsets[d + 1]! += offsets[d]!;
  const next = Int32Array.from(offsets);
  const order = new Int32Array(offsets[lastDay + 1] ?? 0);
  for (let i = 0; i < length; i++) if ((day[i] ?? 0) <= lastDay) order[next[day[i] ?? 0]!++] = i;
  return { order, offsets };
}

const byMinute =
  ({ minute }: EventColumns) =>
  (a: number, b: number): number =>
    (minute[a] ?? 0) - (minute[b] ?? 0) || a - b;

type Row = Readonly<{ row: number; date: string; number: number }>;

function record({ events, settings, products }: SimulatedShop, { row, date, number }: Row): string {
  const at = (column: Int32Array): number => column[row] ?? 0;
  const kind = at(events.kind);
  const minute = at(events.minute);
  const exact = `${`${Math.floor(minute / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
  const id = kind === UNNAMED ? "" : customerId(at(events.customer));
  const total = at(events.net) + at(events.tax) + at(events.shipping);
  const money = [total, at(events.tax), at(events.shipping), at(events.discount), at(events.cost)].map(decimal);
  const fields = [
    kind === REFUND ? `R${number}` : `${number}`,
    id,
    id === "" ? "" : `${id.toLowerCase()}@shop.example`,
    `${date} ${settings.dates === "months" ? "00:00" : exact}`,
    kind === CANCELLED ? "cancelled" : "completed",
    settings.currency,
    ...money,
    products[at(events.product)]?.name ?? "",
    kind === UNNAMED ? "till" : (CHANNELS[at(events.customer) % CHANNELS.length] ?? ""),
  ];
  return `${fields.join(",")}\n`;
}

/** -1234 -> "-12.34" */
function decimal(cents: number): string {
  const size = Math.abs(cents);
  return `${cents < 0 ? "-" : ""}${Math.floor(size / 100)}.${`${size % 100}`.padStart(2, "0")}`;
}
