/** Exports as sheets of cells, before anything happens to them: what a fault can be put into. */
import { cellsOf } from "../../../src/intake/record-cells.js";
import { simulatedExports, type Export } from "../../support/simulated-exports.js";
import { shopExport } from "../shops.js";

/** A file as cells. `written` stands for a record once its line is no longer what its cells say. */
export type Row = Readonly<{ cells: readonly string[]; written?: string }>;
export type Sheet = Readonly<{
  name: string;
  before: string; // lines above the header
  delimiter: string;
  header: readonly string[];
  rows: readonly Row[];
  encoding: "utf8" | "latin1";
  days: readonly string[]; // headers of its columns of dates
  money: readonly string[]; // of money
  ids: readonly string[]; // of customers and orders
}>;

const quoted = (cell: string, delimiter: string): string =>
  /["\r\n]/u.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One line, without its end. */
export const lineOf = (cells: readonly string[], delimiter: string): string =>
  cells.map((cell) => quoted(cell, delimiter)).join(delimiter);

/** The lines of a sheet: what stands before the header, the header, the records. */
export const linesOf = ({ delimiter, header, rows }: Sheet): readonly string[] => [
  lineOf(header, delimiter),
  ...rows.map(({ cells, written }) => written ?? lineOf(cells, delimiter)),
];

/** Columns by which the exports of other systems tell customers and orders apart. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  shopify: ["Name", "Email"],
  woo: ["Order Number", "Customer User ID"],
  stripe: ["id", "Customer ID"],
  square: ["Transaction ID", "Customer ID"],
  paypal: ["Transaktionscode", "Absender E-Mail-Adresse"],
  amazon: ["order-id", "buyer-email"],
  etsy: ["Order ID", "Buyer User ID"],
  "etsy, older": ["Order ID", "Buyer User ID"],
  ebay: ["Order Number", "Buyer Username"],
  xero: ["InvoiceNumber", "ContactName"],
  "german sheet": ["Kundennummer", "Bestellnummer"],
};

const DAY = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/u;
const MONEY = /^-?\p{Sc}?-?\d[\d.,]*[.,]\d\d$/u;

function sheetOf({ name, before, header: first, records, encoding }: Export, ids: readonly string[]): Sheet {
  const [delimiter = ","] = [",", ";", "\t"].toSorted((a, b) => first.split(b).length - first.split(a).length);
  const rows = records.map((record) => ({ cells: cellsOf(record, delimiter) }));
  const header = cellsOf(first, delimiter);
  const columnsOf = (form: RegExp): readonly string[] =>
    header.filter((_, i) => {
      const filled = rows.map(({ cells }) => cells[i] ?? "").filter((cell) => cell !== "");
      return filled.length > 0 && filled.filter((cell) => form.test(cell)).length >= 0.95 * filled.length;
    });
  return { name, before, delimiter, header, rows, encoding, ids, days: columnsOf(DAY), money: columnsOf(MONEY) };
}

const SHOP_COLUMNS = "order_id,customer_id,email,order_date,status,currency,order_total,tax,shipping".split(",");

/** The simulated shop's own export, and sheets that other people would have made of it. */
function shopSheets(): readonly Sheet[] {
  const [head = "", ...lines] = shopExport(260, 11).trimEnd().split("\n");
  const rows = lines.map((line) => ({ cells: line.split(",") }));
  const header = head.split(",");
  const own: Sheet = {
    name: "shop.csv",
    before: "",
    delimiter: ",",
    header,
    rows,
    encoding: "utf8",
    days: ["order_date"],
    money: ["order_total", "tax", "shipping"],
    ids: ["order_id", "customer_id"],
  };
  const shown = rows.map(({ cells }) =>
    Object.fromEntries(SHOP_COLUMNS.map((name) => [name, cells[header.indexOf(name)] ?? ""])),
  );
  return [own, american(shown), french(shown), accounting(shown)];
}

type Shown = readonly Readonly<Record<string, string>>[];

const LONG = 1_030_000_000_000_000_000n; // ids as a platform gives them: a spreadsheet rounds them
const longId = (text: string): string => `${LONG + 7_919n * BigInt(text.replace(/\D/gu, "") || "0")}`;
const dateParts = (text: string): readonly string[] => text.slice(0, 10).split("-");
const larger = (amount: string): string => (Number(amount) * 25).toFixed(2);

/** Month first, thousands in commas, ids of nineteen digits. */
function american(shown: Shown): Sheet {
  const rows = shown.map((order) => {
    const [y = "", m = "", d = ""] = dateParts(order.order_date ?? "");
    const amount = larger(order.order_total ?? "").replace(/\B(?=(\d{3})+\.)/gu, ",");
    const cells = [longId(order.order_id ?? ""), order.customer_id ? longId(order.customer_id) : "", `${m}/${d}/${y}`];
    return { cells: [...cells, `${order.customer_id}, Main Street`, amount, order.status ?? ""] };
  });
  const header = ["Order ID", "Customer ID", "Order Date", "Address", "Order Total", "Status"];
  const roles = { days: ["Order Date"], money: ["Order Total"], ids: ["Order ID", "Customer ID"] };
  return { name: "american.csv", before: "", delimiter: ",", header, rows, encoding: "utf8", ...roles };
}

const NAMES = ["Zoé Lefèvre", "Jürgen Groß", "Łukasz Żak", "Ana Muñoz", "Søren Åberg", "Noël Brontë"] as const;

/** Tabs, day first, decimal commas, and customers who have only names. */
function french(shown: Shown): Sheet {
  const rows = shown.map((order) => {
    const [y = "", m = "", d = ""] = dateParts(order.order_date ?? "");
    const digits = (order.customer_id ?? "").replace(/\D/gu, "");
    const name = digits === "" ? "" : `${NAMES[Number(digits) % NAMES.length]} ${Number(digits)}`;
    const amount = larger(order.order_total ?? "").replace(".", ",");
    return { cells: [`${d}/${m}/${y}`, order.order_id ?? "", name, amount] };
  });
  const header = ["Date de commande", "N° de commande", "Client", "Montant"];
  const roles = { days: ["Date de commande"], money: ["Montant"], ids: ["N° de commande"] };
  return { name: "ventes.tsv", before: "", delimiter: "\t", header, rows, encoding: "utf8", ...roles };
}

/** Two lines per order, the amount in the last cell, no status: as an accountant keeps it. */
function accounting(shown: Shown): Sheet {
  const rows = shown.flatMap((order, i) => {
    const cents = Math.round(Number(order.order_total) * 100);
    const day = (order.order_date ?? "").slice(0, 10);
    const part = cents < 0 ? 0 : Math.floor(cents / 3);
    const amounts = part === 0 ? [cents] : [part, cents - part];
    return amounts.map((amount, j) => ({
      cells: [day, order.order_id ?? "", order.customer_id ?? "", `SKU-${(i + j) % 40}`, (amount / 100).toFixed(2)],
    }));
  });
  const header = ["date", "invoice", "customer", "item", "amount"];
  const roles = { days: ["date"], money: ["amount"], ids: ["invoice", "customer"] };
  return { name: "ledger.csv", before: "", delimiter: ",", header, rows, encoding: "utf8", ...roles };
}

/** Every simulated export, undamaged. */
export const simulatedSheets = (): readonly Sheet[] => [
  ...shopSheets(),
  ...Object.entries(simulatedExports).flatMap(([name, make]) =>
    make().files.map((file) => sheetOf(file, IDS[name] ?? [])),
  ),
];
