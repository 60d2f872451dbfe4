/** Xero: invoices and credit notes, the invoice's cells on every line of it. */
import { plus, type OrdersLayout } from "../layout.js";

export const xeroInvoices: OrdersLayout = {
  id: "xero_invoices",
  kind: "orders",
  detect: { all: ["contactname", "invoicenumber", "invoicedate", "total", "lineamount", "type", "status"] },
  grain: "repeat or head",
  order: ["invoicenumber"],
  key: ["contactname", "emailaddress"],
  union: "never",
  email: ["emailaddress"],
  date: ["invoicedate"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total")],
  net: { kind: "minus", tax: [plus("taxtotal")], shipping: [] },
  outstanding: "invoiceamountdue",
  rows: [
    {
      column: "type",
      words: {
        "sales invoice": "sale",
        accrec: "sale",
        "sales credit note": "refund",
        "sales creditnote": "refund",
        accreccredit: "refund",
        bill: "other",
        accpay: "other",
        "bill credit note": "other",
        accpaycredit: "other",
        "sales overpayment": "other",
        "sales prepayment": "other",
      },
      rest: "unknown",
    },
  ],
  refundRows: { positive: true },
  status: {
    columns: ["status"],
    words: {
      paid: "count",
      "awaiting payment": "part_paid",
      authorised: "part_paid",
      draft: "unpaid",
      "awaiting approval": "unpaid",
      submitted: "unpaid",
      voided: "cancelled",
      deleted: "cancelled",
    },
  },
};
