/** eBay: the orders report of the Seller Hub. */
import { plus, type OrdersLayout } from "../layout.js";

const BUYER = "buyer username|nutzername des käufers|mitgliedsname des käufers|mitgliedsname|user id";
const EMAIL = "buyer email|e-mail des käufers|e-mail-adresse des käufers";

const INCLUDED = { column: "ebay collected tax included in total", is: ["no", "nein"], not: true };

/** An order of several items has a record with its money before those of its items. */
export const ebayOrders: OrdersLayout = {
  id: "ebay_orders",
  kind: "orders",
  detect: {
    all: [
      "order number|bestellnummer|numéro de commande|numero ordine|número de pedido",
      "total price|gesamtbetrag|gesamtpreis",
      "sale date|verkauft am|verkaufsdatum",
    ],
    any: ["sales record number", "verkaufsprotokollnummer", "item number", "artikelnummer", BUYER],
  },
  grain: "line",
  order: ["order number|bestellnummer", "sales record number|verkaufsprotokollnummer"],
  key: [BUYER, EMAIL],
  keyless: true,
  union: "never",
  email: [EMAIL],
  date: ["sale date|verkauft am|verkaufsdatum"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total price|gesamtbetrag|gesamtpreis")],
  // not `sold for`, which some reports write for one piece and some for all
  net: {
    kind: "minus",
    tax: [plus("seller collected tax"), plus("ebay collected tax|von ebay eingezogene steuer", { only: INCLUDED })],
    shipping: [plus("shipping and handling|verpackung und versand|versand und verpackung")],
  },
  summary: "item number|artikelnummer|angebotsnummer",
};

/** Payments, Transaction report: a ledger of sales, refunds, labels, fees and payouts. */
export const ebayTransactions: OrdersLayout = {
  id: "ebay_transactions",
  kind: "orders",
  detect: {
    all: [
      "transaction creation date|datum der transaktionserstellung",
      "type|typ",
      "order number|bestellnummer",
      "gross transaction amount|transaktionsbetrag (inkl. kosten)|bruttotransaktionsbetrag|bruttobetrag",
    ],
  },
  grain: "line",
  order: ["order number|bestellnummer"],
  key: ["buyer username|nutzername des käufers"],
  keyless: true,
  union: "never",
  email: [],
  date: ["transaction creation date|datum der transaktionserstellung"],
  zone: "written",
  currency: ["transaction currency|transaktionswährung"],
  total: [plus("gross transaction amount|transaktionsbetrag (inkl. kosten)|bruttotransaktionsbetrag|bruttobetrag")],
  net: {
    kind: "sum",
    net: [plus("item subtotal|zwischensumme artikel|artikelzwischensumme")],
    tax: [plus("seller collected tax"), plus("ebay collected tax|von ebay eingezogene steuer")],
    shipping: [plus("shipping and handling|verpackung und versand")],
  },
  rows: [
    {
      column: "type|typ",
      words: {
        order: "sale",
        bestellung: "sale",
        commande: "sale",
        ordine: "sale",
        pedido: "sale",
        refund: "refund",
        rückerstattung: "refund",
        remboursement: "refund",
        rimborso: "refund",
        reembolso: "refund",
        claim: "refund",
        fall: "refund",
        "payment dispute": "refund",
        zahlungsreklamation: "refund",
      },
      rest: "other",
    },
  ],
  refundRows: { order: "order number|bestellnummer" },
};
