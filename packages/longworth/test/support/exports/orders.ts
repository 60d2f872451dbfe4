/** A thousand orders with known totals (LAYOUTS section 7), and how exports write them: integers only, no random numbers. */

const ORDERS = 1000;
const MS_PER_DAY = 86_400_000;
const START = Date.UTC(2023, 0, 1);

/** a / b rounded half up. */
export const half = (a: number, b: number): number => Math.floor((2 * a + b) / (2 * b));

export type Line = Readonly<{ quantity: number; price: number }>;

/** Money in minor units. */
export type Order = Readonly<{
  i: number;
  r: number; // i mod 50: what is special about the order
  customer: number;
  lines: readonly Line[];
  goods: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
  part: number; // a quarter of the total, for refunds
  time: Date; // the written local time, as if it were UTC
}>;

function order(i: number): Order {
  const lines = Array.from({ length: 1 + (i % 3) }, (_, j) => ({
    quantity: (i + j) % 7 === 0 ? 3 : 1,
    price: 500 + ((7919 * i + 104729 * j) % 9501),
  }));
  const goods = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
  const discount = i % 5 === 0 ? half(goods, 10) : 0;
  const shipping = i % 4 === 0 ? 0 : 490;
  const tax = half(19 * (goods - discount), 100);
  const total = goods - discount + shipping + tax;
  const clock = ((5 * i) % 24) * 3600 + ((7 * i) % 60) * 60 + ((11 * i) % 60);
  const time = new Date(START + ((311 * i) % 730) * MS_PER_DAY + clock * 1000);
  return {
    i,
    r: i % 50,
    customer: (i * i + 7 * i) % 401,
    lines,
    goods,
    discount,
    shipping,
    tax,
    total,
    part: half(total, 4),
    time,
  };
}

export const orders: readonly Order[] = Array.from({ length: ORDERS }, (_, i) => order(i));
export const later = (time: Date, days: number): Date => new Date(time.getTime() + days * MS_PER_DAY);
export const dot = (units: number): string =>
  `${units < 0 ? "-" : ""}${Math.floor(Math.abs(units) / 100)}.${`${Math.abs(units) % 100}`.padStart(2, "0")}`;
/** 1,234.56 */
export const english = (units: number): string => dot(units).replace(/\B(?=(\d{3})+\.)/g, ",");
/** 1.234,56 */
export const german = (units: number): string =>
  dot(units)
    .replace(".", ",")
    .replace(/\B(?=(\d{3})+,)/g, ".");
export const iso = (time: Date): string => time.toISOString().slice(0, 19).replace("T", " ");
const quoted = (cell: string): string => (/[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
export const line = (cells: readonly string[], separator = ","): string => cells.map(quoted).join(separator);

/** A file before it is written: its header and its records, so that they can be shuffled. */
export type Export = Readonly<{
  name: string;
  before: string;
  header: string;
  records: readonly string[];
  encoding: "utf8" | "latin1";
}>;

/** What must be found in the export of a layout. Money as decimal text, of customers' orders in `total` and in `net` terms. */
export type Truth = Readonly<{
  records: number;
  orders: number;
  refunds: number;
  customers: number;
  total: string;
  net: string;
  refundTotal: string;
  refundNet: string;
  purchases: number; // customer-days with net > 0
  firstDate: string;
  lastDate: string;
  problems: Readonly<Record<string, readonly [records: number, amount: string | null]>>;
}>;

type Told = Readonly<{
  row: string; // orders / refunds / customers / total / net / refund total / refund net / purchases
  records: number;
  isOrder: (order: Order) => boolean; // it is an accepted order of a customer
  problems: Truth["problems"];
}>;

/** A row of LAYOUTS section 7 as a record. */
export function truthOf({ row, records, isOrder, problems }: Told): Truth {
  const [count = "", refunds = "", customers = "", total = "", net = "", refundTotal = "", refundNet = "", days = ""] =
    row.split(" / ");
  const dates = orders.filter(isOrder).map(({ time }) => iso(time).slice(0, 10));
  return {
    records,
    orders: Number(count),
    refunds: Number(refunds),
    customers: Number(customers),
    total,
    net,
    refundTotal,
    refundNet,
    purchases: Number(days),
    firstDate: dates.reduce((x, y) => (y < x ? y : x)),
    lastDate: dates.reduce((x, y) => (y > x ? y : x)),
    problems,
  };
}

export type Simulated = Readonly<{
  layout: string; // id of the layout that must be found
  files: readonly Export[];
  canShuffle: boolean; // the records mean the same in another order
  currency: string | undefined; // what --currency must say, where the file does not
  truth: Truth;
}>;

type Cells = Readonly<Record<string, string>>;
type Written = Readonly<{
  name: string;
  columns: readonly string[];
  rows: readonly Cells[]; // by header; what is left out is blank
  separator?: string;
  before?: string;
  after?: readonly string[]; // footers
}>;

/** An export of rows. */
export const exportOf = ({ name, columns, rows, separator = ",", before = "", after = [] }: Written): Export => ({
  name,
  before,
  header: line(columns, separator),
  records: [
    ...rows.map((cells) =>
      line(
        columns.map((header) => cells[header] ?? ""),
        separator,
      ),
    ),
    ...after,
  ],
  encoding: "utf8",
});

/** The bytes of an export. Shuffled: every record at another place, always the same one. */
export function bytesOf(
  { before, header, records, encoding }: Export,
  { shuffled = false, lineEnd = "\n" } = {},
): Buffer {
  const steps = 619; // shares no factor with the numbers of records
  const all = shuffled ? records.map((_, k) => records[(k * steps) % records.length] ?? "") : records;
  return Buffer.from(`${before}${[header, ...all].join(lineEnd)}${lineEnd}`, encoding);
}
