/** Etsy, Sold Orders: one record per order, month first. */
import { dot, exportOf, half, iso, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode," +
  "Ship Country,Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net," +
  "Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,Order Type,Payment Type"
).split(",");

const day = (time: Date): string => {
  const [year = "", month = "", date = ""] = iso(time).slice(0, 10).split("-");
  return `${month}/${date}/${year.slice(2)}`;
};

function rowOf(o: Order): Readonly<Record<string, string>> {
  const { r } = o;
  const refunded = r === 13 ? o.total : r === 17 || r === 29 ? o.part : 0;
  const buyer = r === 23 ? "" : `buyer${o.customer}`;
  return {
    "Sale Date": day(o.time),
    "Order ID": `${3_000_000_000 + o.i}`,
    "Buyer User ID": buyer,
    "Number of Items": `${o.lines.length}`,
    "Payment Method": "Credit Card",
    "Date Shipped": day(o.time),
    "Ship Country": "United States",
    Currency: "USD",
    "Order Value": dot(o.goods),
    "Discount Amount": dot(o.discount),
    "Shipping Discount": "0.00",
    Shipping: dot(o.shipping),
    "Sales Tax": dot(r === 5 ? 0 : o.tax),
    "Order Total": dot(o.total),
    Status: r === 3 ? "Canceled" : "Completed",
    "Card Processing Fees": dot(half(o.total, 30)),
    "Order Net": dot(o.total - half(o.total, 30)),
    "Adjusted Order Total": dot(o.total - refunded),
    Buyer: buyer,
    "Order Type": "online",
    "Payment Type": "online_cc",
  };
}

/** 1,000 records. */
export const etsy = (): Simulated => ({
  layout: "etsy_orders",
  files: [exportOf({ name: "EtsySoldOrders2023.csv", columns: COLUMNS, rows: orders.map(rowOf) })],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "960 / 60 / 201 / 163085.03 / 134122.69 / 5053.09 / 4122.78 / 940",
    records: 1000,
    isOrder: ({ r }) => ![3, 23].includes(r),
    problems: {
      cancelled: [20, "3507.09"],
      no_customer: [20, "3525.80"],
      total_mismatch: [20, "485.49"],
      refund_without_date: [60, "5053.09"],
    },
  }),
});

/** The older form: 0.00 as every adjusted total, so that no refund can be seen. */
export const etsySparse = (): Simulated => ({
  ...etsy(),
  files: [
    exportOf({
      name: "EtsySoldOrders2019.csv",
      columns: COLUMNS,
      rows: orders.map((order) => ({ ...rowOf(order), "Adjusted Order Total": "0.00" })),
    }),
  ],
  truth: truthOf({
    row: "960 / 0 / 201 / 163085.03 / 134122.69 / 0 / 0 / 959",
    records: 1000,
    isOrder: ({ r }) => ![3, 23].includes(r),
    problems: { cancelled: [20, "3507.09"], no_customer: [20, "3525.80"], total_mismatch: [20, "485.49"] },
  }),
});
