/** Exports of 1,000 orders with known totals (LAYOUTS section 7): integers only, no random numbers. */

const ORDERS = 1000;
const MS_PER_DAY = 86_400_000;
const START = Date.UTC(2023, 0, 1);

/** a / b rounded half up. */
const half = (a: number, b: number): number => Math.floor((2 * a + b) / (2 * b));

type Line = Readonly<{ quantity: number; price: number }>;
type Order = Readonly<{
  i: number;
  r: number;
  customer: number;
  lines: readonly Line[];
  goods: number;
  discount: number;
  shipping: number;
  tax: number;
  total: number;
  part: number;
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

const orders = Array.from({ length: ORDERS }, (_, i) => order(i));
const later = (time: Date, days: number): Date => new Date(time.getTime() + days * MS_PER_DAY);
const dot = (units: number): string =>
  `${units < 0 ? "-" : ""}${Math.floor(Math.abs(units) / 100)}.${`${Math.abs(units) % 100}`.padStart(2, "0")}`;
const english = (units: number): string => dot(units).replace(/\B(?=(\d{3})+\.)/g, ",");
const german = (units: number): string =>
  dot(units)
    .replace(".", ",")
    .replace(/\B(?=(\d{3})+,)/g, ".");
const iso = (time: Date): string => time.toISOString().slice(0, 19).replace("T", " ");
const quoted = (cell: string): string => (/[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const line = (cells: readonly string[], separator = ","): string => cells.map(quoted).join(separator);

/** A file before it is written: its header and its records, so that they can be shuffled. */
export type Export = Readonly<{
  name: string;
  before: string;
  header: string;
  records: readonly string[];
  encoding: "utf8" | "latin1";
}>;

const PLACE = ["Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone"];
const SHOPIFY = [
  ..."Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total".split(
    ",",
  ),
  ..."Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price".split(
    ",",
  ),
  ..."Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status".split(","),
  ...PLACE.map((part) => `Billing ${part}`),
  ...PLACE.map((part) => `Shipping ${part}`),
  ..."Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location".split(
    ",",
  ),
  ..."Device ID,Id,Tags,Risk Level,Source,Lineitem discount".split(","),
  ...[1, 2, 3, 4, 5].flatMap((n) => [`Tax ${n} Name`, `Tax ${n} Value`]),
  ..."Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References".split(
    ",",
  ),
];

const SHOPIFY_STATUS: Readonly<Record<number, string>> = {
  3: "voided", 7: "pending", 11: "voided", 13: "refunded", 17: "partially_refunded", 29: "partially_refunded", 37: "authorized",
}; // prettier-ignore

function shopifyRecords(o: Order): readonly string[] {
  const { i, r } = o;
  const name = `#${1001 + (i >= 990 ? i - 990 : i)}`;
  const address = `c${o.customer}@example.com`;
  const email = r === 23 ? "" : i % 6 === 0 ? address.toUpperCase() : address;
  const refunded = r === 13 ? o.total : r === 17 || r === 29 ? o.part : 0;
  const head: Readonly<Record<string, string>> = {
    Name: name,
    Email: email,
    "Financial Status": SHOPIFY_STATUS[r] ?? "paid",
    Currency: "EUR",
    Subtotal: dot(o.goods - o.discount),
    Shipping: dot(o.shipping),
    Taxes: dot(o.tax),
    Total: dot(o.total + (r === 41 ? 200 : 0)),
    "Discount Amount": dot(o.discount),
    "Created at": `${iso(o.time)} ${i % 2 === 0 ? "+0100" : "+0200"}`,
    "Billing Zip": "'01067",
    "Cancelled at": r === 3 ? `${iso(o.time)} +0100` : "",
    "Payment Method": r === 31 ? "bogus" : "shopify_payments",
    "Refunded Amount": dot(refunded),
    Id: `${5_000_000 + i}`,
    Source: r === 23 ? "pos" : "web",
  };
  return o.lines.map(({ quantity, price }, j) => {
    const continued = i % 10 === 9 ? {} : i % 2 === 0 ? { Name: name, Email: email } : { Name: name };
    const own = {
      "Lineitem quantity": `${quantity}`,
      "Lineitem name": `Item ${j}`,
      "Lineitem price": dot(price),
      Vendor: "Ours",
    };
    const cells: Readonly<Record<string, string>> = { ...(j === 0 ? head : continued), ...own };
    return line(SHOPIFY.map((header) => cells[header] ?? ""));
  });
}

/** Shopify admin, Orders, Export: 1,999 records, with a byte-order mark. */
export const shopifyExport = (): Export => ({
  name: "shopify_orders.csv",
  before: "\uFEFF",
  header: line(SHOPIFY),
  records: orders.flatMap(shopifyRecords),
  encoding: "utf8",
});

const STRIPE = (
  "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Fee," +
  "Mode,Payment Source Type,Status,Taxes On Fee,Description,Customer ID,Customer Email,Disputed Amount,Dispute Status,Dispute Date (UTC)"
).split(",");

function stripeRecord(o: Order): string {
  const { i, r, customer } = o;
  const status: Readonly<Record<number, string>> = { 3: "Failed", 7: "Pending", 13: "Refunded" };
  const refunded = r === 13 || r === 29 ? o.total : r === 17 ? o.part : 0;
  const cells: Readonly<Record<string, string>> = {
    id: `ch_${i}`,
    "Created date (UTC)": iso(o.time),
    Amount: english(o.total),
    "Amount Refunded": english(refunded),
    Currency: "eur",
    Captured: r === 11 ? "false" : "true",
    Fee: dot(half(o.total, 50)),
    Mode: r === 31 ? "Test" : "Live",
    Status: status[r] ?? "Paid",
    "Customer ID": r === 23 ? "" : i % 9 === 0 ? `cus_b${customer}` : `cus_a${customer}`,
    "Customer Email": r === 23 ? "" : `c${customer}@example.com`,
    "Disputed Amount": r === 41 ? english(o.total) : "",
    "Dispute Status": r === 41 ? "lost" : "",
    "Dispute Date (UTC)": r === 41 ? iso(later(o.time, 30)) : "",
  };
  return line(STRIPE.map((header) => cells[header] ?? ""));
}

/** Stripe, Payments, Export: 1,000 charges. */
export const stripeExport = (): Export => ({
  name: "stripe_payments.csv",
  before: "",
  header: line(STRIPE),
  records: orders.map(stripeRecord),
  encoding: "utf8",
});

const GERMAN = ["Kundennummer", "Bestellnummer", "Bestelldatum", "Artikel", "Menge", "Einzelpreis", "Betrag", "Status"];
const germanDay = (time: Date): string => time.toISOString().slice(0, 10).split("-").reverse().join(".");

function germanRecords(o: Order): readonly string[] {
  const customer = o.r === 23 ? "" : `00${o.customer}`;
  const status = o.r === 3 ? "storniert" : "bezahlt";
  const sold = o.lines.map(({ quantity, price }, j) =>
    line(
      [
        customer,
        `${10_001 + o.i}`,
        germanDay(o.time),
        `Größe ${j}`,
        `${quantity}`,
        german(price),
        german(quantity * price),
        status,
      ],
      ";",
    ),
  );
  const [first] = o.lines;
  if (!first || (o.r !== 13 && o.r !== 17)) return sold;
  const { quantity, price } = first;
  const credit = [
    customer,
    `GS${o.i}`,
    germanDay(later(o.time, 10)),
    "Größe 0",
    `-${quantity}`,
    german(price),
    german(-quantity * price),
    status,
  ];
  return [...sold, line(credit, ";")];
}

const germanSum = orders.reduce(
  (sum, o) => sum + o.goods - (o.r === 13 || o.r === 17 ? (o.lines[0]?.quantity ?? 0) * (o.lines[0]?.price ?? 0) : 0),
  0,
);

/** A sheet of order lines as a German merchant keeps it: 2,040 records, the last one a total. */
export const germanExport = (): Export => ({
  name: "bestellungen.csv",
  before: "sep=;\r\n",
  header: line(GERMAN, ";"),
  records: [...orders.flatMap(germanRecords), line(["Summe", "", "", "", "", "", german(germanSum), ""], ";")],
  encoding: "latin1",
});

/** The bytes of an export. Shuffled: every record at another place, always the same one. */
export function bytesOf(
  { before, header, records, encoding }: Export,
  { shuffled = false, lineEnd = "\n" } = {},
): Buffer {
  const steps = 619; // shares no factor with the numbers of records above
  const all = shuffled ? records.map((_, k) => records[(k * steps) % records.length] ?? "") : records;
  return Buffer.from(`${before}${[header, ...all].join(lineEnd)}${lineEnd}`, encoding);
}
