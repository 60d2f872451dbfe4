/** WooCommerce, plugin Advanced Order Export: the order's cells on every line of it. */
import { dot, exportOf, iso, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Country Code (Billing),Email (Billing),Phone (Billing)," +
  "Customer User ID,Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount," +
  "Order Total Tax Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost,Coupon Code,Discount Amount"
).split(",");

const STATUS: Readonly<Record<number, string>> = {
  3: "Cancelled",
  7: "Pending payment",
  37: "On hold",
  11: "Failed",
  13: "Refunded",
};

function rowsOf(o: Order): readonly Readonly<Record<string, string>>[] {
  const { i, r } = o;
  const shared = {
    "Order Number": `${1001 + i}`,
    "Order Status": STATUS[r] ?? (i % 2 === 0 ? "Completed" : "Processing"),
    "Order Date": iso(o.time).slice(0, 16),
    "First Name (Billing)": "Ana",
    "Country Code (Billing)": "DE",
    "Email (Billing)": r === 23 ? "" : `c${o.customer}@example.com`,
    "Customer User ID": "0",
    "Payment Method Title": "PayPal",
    "Cart Discount Amount": dot(o.discount),
    "Order Subtotal Amount": dot(o.goods),
    "Order Shipping Amount": dot(o.shipping),
    "Order Refund Amount": dot(r === 17 || r === 29 ? o.part : 0),
    "Order Total Amount": dot(o.total),
    "Order Total Tax Amount": dot(o.tax),
  };
  return o.lines.map(({ quantity, price }, j) => ({
    ...shared,
    SKU: `S-${j}`,
    "Item #": `${j + 1}`,
    "Item Name": `Item ${j}`,
    "Quantity (- Refund)": `${quantity}`,
    "Item Cost": dot(price),
  }));
}

/** 1,999 records of 1,000 orders; the file names no currency. */
export const woo = (): Simulated => ({
  layout: "woo_orders_advanced",
  files: [exportOf({ name: "orders-2025.csv", columns: COLUMNS, rows: orders.flatMap(rowsOf) })],
  canShuffle: true,
  currency: "EUR",
  truth: truthOf({
    row: "900 / 60 / 201 / 152762.06 / 125695.00 / 5053.09 / 4122.78 / 880",
    records: 1999,
    isOrder: ({ r }) => ![3, 7, 11, 23, 37].includes(r),
    problems: {
      continuation: [999, "0.00"],
      cancelled: [20, "3507.09"],
      unpaid: [40, "6792.48"],
      failed: [20, "3530.49"],
      no_customer: [20, "3525.80"],
      refund_without_date: [60, "5053.09"],
    },
  }),
});
