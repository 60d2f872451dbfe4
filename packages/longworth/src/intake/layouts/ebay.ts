/** eBay: the orders report of the Seller Hub. */
import { plus, type OrdersLayout } from "../layout.js";

/** An order of several items has a record with its money before those of its items. */
export const ebayOrders: OrdersLayout = {
  id: "ebay_orders",
  kind: "orders",
  detect: {
    anyOf: [
      [
        "sales record number",
        "order number",
        "buyer username",
        "item number",
        "quantity",
        "sold for",
        "total price",
        "sale date",
      ],
      [
        "verkaufsprotokollnummer",
        "bestellnummer",
        "nutzername des käufers",
        "gesamtbetrag|gesamtpreis",
        "verkauft am|verkaufsdatum",
      ],
    ],
  },
  grain: "line",
  order: ["order number|bestellnummer", "sales record number|verkaufsprotokollnummer"],
  key: ["buyer username|nutzername des käufers", "buyer email|e-mail des käufers|e-mail-adresse des käufers"],
  keyless: true,
  union: "never",
  email: ["buyer email|e-mail des käufers|e-mail-adresse des käufers"],
  date: ["sale date|verkauft am|verkaufsdatum"],
  zone: "written",
  currency: ["currency"],
  total: [plus("total price|gesamtbetrag|gesamtpreis")],
  net: {
    kind: "sum",
    net: [plus("sold for|verkauft für|verkaufspreis")],
    tax: [plus("seller collected tax"), plus("ebay collected tax|von ebay eingezogene steuer")],
    shipping: [plus("shipping and handling|verpackung und versand|versand und verpackung")],
  },
  summary: "item number|artikelnummer|angebotsnummer",
};
