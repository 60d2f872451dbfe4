/** Faire: wholesale orders of shops, one record per product, prices for one piece. */
import type { OrdersLayout } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

export const faireOrders: OrdersLayout = {
  id: "faire_orders",
  kind: "orders",
  detect: { all: ["order number", "order date", "retailer name", "quantity", "wholesale price"] },
  grain: "line",
  order: ["order number"],
  key: ["retailer id", "retailer name"],
  union: "never",
  email: [],
  date: ["order date"],
  zone: "written",
  currency: ["currency"],
  total: [],
  units: { quantity: "quantity", price: "wholesale price" },
  net: { kind: "same" },
  status: {
    columns: ["status"],
    words: { ...STATUS_WORDS, new: "count", backordered: "count", "pre transit": "count", "in transit": "count" },
  },
};
