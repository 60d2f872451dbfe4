/** Shops that live with the maker of their website: Squarespace, Wix, Tiendanube (Nuvemshop). */
import { plus, type OrdersLayout } from "../layout.js";
import { SHOPIFY_STATUS } from "./shopify-orders.js";

/** Squarespace, Orders, Export: the same form, without names of orders. */
export const squarespaceOrders: OrdersLayout = {
  id: "squarespace_orders",
  kind: "orders",
  detect: {
    all: [
      "order id",
      "email",
      "financial status",
      "total",
      "created at",
      "amount refunded",
      "lineitem quantity",
      "lineitem name",
    ],
  },
  grain: "head",
  order: ["order id"],
  key: ["email", "billing phone"],
  union: "never",
  email: ["email"],
  date: ["created at"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "tax_mode", subtotal: "subtotal", shipping: "shipping", tax: "taxes" },
  lines: { quantity: "lineitem quantity", price: "lineitem price" },
  product: "lineitem name",
  status: SHOPIFY_STATUS,
  refund: "amount refunded",
};

/** Wix Stores, Orders, Export: the money of an order on each of its items. */
export const wixOrders: OrdersLayout = {
  id: "wix_orders",
  kind: "orders",
  detect: { all: ["order number", "date created", "total order quantity", "contact email", "payment status", "total"] },
  grain: "repeat or head",
  order: ["order number"],
  key: ["contact email", "billing phone"],
  union: "never",
  email: ["contact email"],
  date: ["date created"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("total tax")], shipping: [plus("shipping rate")] },
  status: {
    columns: ["payment status"],
    words: {
      paid: "count",
      unpaid: "unpaid",
      pending: "unpaid",
      authorized: "authorized",
      "partially paid": "part_paid",
      "partially refunded": "count",
      "fully refunded": "refunded",
      refunded: "refunded",
      declined: "failed",
      canceled: "cancelled",
      cancelled: "cancelled",
    },
  },
  refund: "refunded amount",
};

const TIENDANUBE_STATUS = {
  recibido: "count",
  confirmado: "count",
  pagado: "count",
  pago: "count",
  pendiente: "unpaid",
  pendente: "unpaid",
  autorizado: "authorized",
  "parcialmente pagado": "part_paid",
  "parcialmente pago": "part_paid",
  "parcialmente recibido": "part_paid",
  "parcialmente reembolsado": "count",
  reembolsado: "refunded",
  devuelto: "refunded",
  estornado: "refunded",
  rechazado: "failed",
  recusado: "failed",
  anulado: "failed",
  cancelado: "cancelled",
  cancelada: "cancelled",
} as const;

/** Tiendanube, Ventas, Exportar listado, and Nuvemshop, Vendas: the order's money on the first of its records. */
export const tiendanubeOrders: OrdersLayout = {
  id: "tiendanube_orders",
  kind: "orders",
  detect: {
    all: ["fecha|data", "estado del pago|status do pagamento", "total"],
    anyOf: [
      ["número de orden", "estado de la orden", "costo de envío", "cantidad del producto"],
      ["número do pedido", "status do pedido", "valor do frete", "quantidade comprada"],
    ],
  },
  grain: "head",
  order: ["número de orden|número do pedido"],
  key: ["email|e-mail", "dni / cuit|cpf / cnpj", "teléfono|telefone"],
  union: "never",
  email: ["email|e-mail"],
  date: ["fecha|data"],
  dateOrder: [
    { has: "fecha", order: "dmy" },
    { has: "data", order: "dmy" },
  ],
  zone: "written",
  currency: ["moneda|moeda"],
  total: [plus("total")],
  net: { kind: "minus", tax: [], shipping: [plus("costo de envío|valor do frete")] },
  lines: { quantity: "cantidad del producto|quantidade comprada", price: "precio del producto|valor do produto" },
  product: "nombre del producto|nome do produto",
  status: {
    columns: ["estado del pago|status do pagamento"],
    flags: [{ column: "estado de la orden|status do pedido", is: ["cancelada", "cancelado"], means: "cancelled" }],
    words: TIENDANUBE_STATUS,
  },
};
