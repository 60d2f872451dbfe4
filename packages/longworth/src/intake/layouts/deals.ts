/** Deals of sales software: what was won is booked, not billed. */
import { plus, type OrdersLayout } from "../layout.js";

export const hubspotDeals: OrdersLayout = {
  id: "hubspot_deals",
  kind: "orders",
  detect: { all: ["deal name", "deal stage", "amount|deal amount", "close date"] },
  grain: "order",
  order: ["record id|deal id"],
  key: [
    "associated company ids|associated company id",
    "associated company|company name|associated company (primary)",
    "associated contact ids",
    "associated contact",
  ],
  keyList: ";",
  union: "never",
  email: [],
  date: ["close date"],
  zone: "written",
  currency: ["currency|deal currency"],
  total: [plus("amount|deal amount")],
  net: { kind: "same" },
  status: {
    columns: ["deal stage"],
    flags: [{ column: "is closed won|is won", is: ["true", "yes", "1"], means: "count" }],
    words: {
      closedwon: "count",
      "closed won": "count",
      gewonnen: "count",
      ganado: "count",
      gagné: "count",
      vinto: "count",
      wygrane: "count",
    },
    parts: [
      ["closed won", "count"],
      ["closedwon", "count"],
      ["abgeschlossen und gewonnen", "count"],
      ["cierre ganado", "count"],
      ["fermé gagné", "count"],
      ["chiuso vinto", "count"],
      ["(won)", "count"],
    ],
    rest: "not_won",
  },
};

export const salesforceOpportunities: OrdersLayout = {
  id: "salesforce_opportunities",
  kind: "orders",
  detect: { all: ["opportunity name", "stage", "close date", "amount|total amount"] },
  grain: "repeat or head",
  order: ["opportunity id"],
  key: ["account id", "account name"],
  union: "never",
  email: [],
  date: ["close date"],
  zone: "written",
  currency: ["amount currency|total amount currency"],
  total: [plus("amount|total amount")],
  net: { kind: "same" },
  status: {
    columns: ["stage"],
    flags: [{ column: "won|iswon", is: ["true", "yes", "1"], means: "count" }],
    words: { "closed won": "count" },
    rest: "not_won",
  },
};
