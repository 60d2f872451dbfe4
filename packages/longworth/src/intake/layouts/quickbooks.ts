/** QuickBooks, Sales by Customer Detail: the customer stands alone above the lines, in a first column without header. */
import { plus, type OrdersLayout } from "../layout.js";

export const quickbooksSalesByCustomer: OrdersLayout = {
  id: "quickbooks_sales_by_customer",
  kind: "orders",
  detect: {
    all: [
      "date|transaction date",
      "transaction type",
      "num|no.",
      "product/service|product/service full name|memo/description",
      "amount",
      "balance",
      "quantity|qty",
    ],
    not: ["debit", "credit"],
  },
  grain: "line",
  order: ["num|no."],
  key: ["customer|customer full name|name"],
  group: true,
  union: "never",
  email: [],
  date: ["date|transaction date"],
  zone: "written",
  currency: ["currency"],
  total: [plus("amount")],
  net: { kind: "same" },
  rows: [
    {
      column: "transaction type",
      words: {
        invoice: "sale",
        "sales receipt": "sale",
        "credit memo": "refund",
        refund: "refund",
        "refund receipt": "refund",
        estimate: "other",
        payment: "other",
        deposit: "other",
        "journal entry": "other",
        charge: "other",
        statement: "other",
        "sales order": "other",
      },
      rest: "unknown",
    },
  ],
};
