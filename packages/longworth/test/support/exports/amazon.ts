/** Amazon, Order Reports: tab separated, one record per item; the tax is on top. */
import { dot, exportOf, iso, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,buyer-phone-number,sku,product-name,quantity-purchased,currency,item-price,item-tax," +
  "shipping-price,shipping-tax,ship-service-level,recipient-name,ship-city,ship-country,item-promotion-discount,ship-promotion-discount,sales-channel"
).split(",");

function rowsOf(o: Order): readonly Readonly<Record<string, string>>[] {
  const { i, r } = o;
  const moment = `${iso(o.time).replace(" ", "T")}+00:00`;
  return o.lines.map(({ quantity, price }, j) => ({
    "order-id": `112-${`${i}`.padStart(7, "0")}-0000001`,
    "order-item-id": `${40_000_000_000_000 + 10 * i + j}`,
    "purchase-date": moment,
    "payments-date": moment,
    "buyer-email": r === 23 ? "" : `${(o.customer * 7919 + 104_729).toString(36)}@marketplace.amazon.com`,
    "buyer-name": "Ana",
    sku: `S-${j}`,
    "product-name": `Item ${j}`,
    "quantity-purchased": `${quantity}`,
    currency: "USD",
    "item-price": dot(quantity * price),
    "item-tax": dot(j === 0 ? o.tax : 0),
    "shipping-price": dot(j === 0 ? o.shipping : 0),
    "shipping-tax": "0.00",
    "ship-country": "US",
    "item-promotion-discount": dot(j === 0 ? o.discount : 0),
    "ship-promotion-discount": "0.00",
    "sales-channel": "Amazon.com",
  }));
}

/** 1,999 records. */
export const amazon = (): Simulated => ({
  layout: "amazon_order_report",
  files: [exportOf({ name: "orders.txt", columns: COLUMNS, rows: orders.flatMap(rowsOf), separator: "\t" })],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "980 / 0 / 201 / 166592.12 / 136987.47 / 0 / 0 / 979",
    records: 1999,
    isOrder: ({ r }) => r !== 23,
    problems: { no_customer: [41, "3525.80"] },
  }),
});
