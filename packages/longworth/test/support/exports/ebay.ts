/** eBay, Seller Hub, Orders report: a summary record before the items of an order of several. */
import { english, exportOf, iso, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Ship To City,Ship To Country,Item Number,Item Title,Custom Label," +
  "Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,Seller Collected Tax,eBay Collected Tax,Total Price,eBay Collected Tax Included in Total," +
  "Payment Method,Sale Date,Paid On Date,Tracking Number,Transaction ID,Variation Details"
).split(",");

const MONTHS = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec".split(",");
const day = (time: Date): string => {
  const [year = "", month = "", date = ""] = iso(time).slice(0, 10).split("-");
  return `${MONTHS[Number(month) - 1]}-${date}-${year.slice(2)}`;
};
const dollars = (units: number): string => `$${english(units)}`;

function rowsOf(o: Order): readonly Readonly<Record<string, string>>[] {
  const { i, r } = o;
  const shared = {
    "Sales Record Number": `${100 + i}`,
    "Order Number": `12-${`${i}`.padStart(5, "0")}-00001`,
    "Buyer Username": r === 23 ? "" : `buyer_${o.customer}`,
    "Sale Date": day(o.time),
    "Paid On Date": day(o.time),
    "Payment Method": "Other",
  };
  const money = {
    "Sold For": dollars(o.goods - o.discount),
    "Shipping And Handling": dollars(o.shipping),
    "Seller Collected Tax": dollars(0),
    "eBay Collected Tax": dollars(o.tax),
    "Total Price": dollars(o.total),
    "eBay Collected Tax Included in Total": "Yes",
    Quantity: `${o.lines.reduce((sum, { quantity }) => sum + quantity, 0)}`,
  };
  const item = (j: number): Readonly<Record<string, string>> => ({
    "Item Number": `${250_000_000_000 + 10 * i + j}`,
    "Item Title": `Item ${j}`,
    "Transaction ID": `${i}-${j}`,
  });
  if (o.lines.length === 1) return [{ ...shared, ...money, ...item(0) }];
  const items = o.lines.map(({ quantity, price }, j) => ({
    ...shared,
    ...item(j),
    Quantity: `${quantity}`,
    "Sold For": dollars(quantity * price),
    "Shipping And Handling": "--",
    "Total Price": "",
  }));
  return [{ ...shared, ...money }, ...items];
}

/** 2,667 records, the last two a footer; a blank line stands before the header. */
export const ebay = (): Simulated => ({
  layout: "ebay_orders",
  files: [
    exportOf({
      name: "eBay-OrdersReport.csv",
      columns: COLUMNS,
      rows: orders.flatMap(rowsOf),
      before: "\n",
      after: ["1000 record(s) downloaded,from Jan-01-23 to Dec-31-24", "Seller ID : ours"],
    }),
  ],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "980 / 0 / 201 / 166592.12 / 136987.47 / 0 / 0 / 979",
    records: 2667,
    isOrder: ({ r }) => r !== 23,
    problems: { continuation: [1665, "0.00"], no_customer: [20, "3525.80"], total_row: [2, null] },
  }),
});
