/** Shopify admin, Orders, Export. */
import { dot, exportOf, iso, orders, truthOf, type Order, type Simulated } from "./orders.js";

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

function shopifyRows(o: Order): readonly Readonly<Record<string, string>>[] {
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
    return { ...(j === 0 ? head : continued), ...own };
  });
}

/** 1,999 records, with a byte-order mark. */
export const shopify = (): Simulated => ({
  layout: "shopify_orders",
  files: [
    exportOf({ name: "shopify_orders.csv", columns: SHOPIFY, rows: orders.flatMap(shopifyRows), before: "\uFEFF" }),
  ],
  canShuffle: false,
  currency: undefined,
  truth: truthOf({
    row: "900 / 60 / 201 / 152629.59 / 125550.07 / 5053.09 / 4122.78 / 880",
    records: 1999,
    isOrder: ({ r }) => ![3, 7, 11, 23, 31].includes(r),
    problems: {
      continuation: [999, "0.00"],
      cancelled: [20, "3507.09"],
      unpaid: [20, "3480.05"],
      failed: [20, "3530.49"],
      no_customer: [20, "3525.80"],
      test_order: [20, "3484.90"],
      refund_without_date: [60, "5053.09"],
      authorized_counted: [20, "3312.43"],
    },
  }),
});
