/** Accounts: how many, what holds for all of them, the dearest. */
import type { Unit } from "../../words/en/report-charts.js";
import type { AccountFacts } from "../../workspace/accounts.js";
import type { AccountRow } from "../accounts.js";
import { html, NOTHING, type Html } from "../html.js";
import { section, tableOf, type ReportWords } from "../page.js";

export type AccountsPart = Readonly<{
  facts: AccountFacts | undefined;
  rows: readonly AccountRow[];
  business: "orders" | "contracts";
  headline: number; // days
  words: ReportWords;
  unit: Unit;
}>;

/** Nothing without --account. */
export function accountsSection({ facts, rows, business, headline, words, unit }: AccountsPart): Html {
  if (facts === undefined) return NOTHING;
  const text = words.accounts;
  const { staying, largest } = facts;
  const sentences = [
    text.staying({ ...facts, share: staying.share, business }),
    text.largest(largest),
    text.rule({ several: facts.several, business }),
    text.shrunk(staying),
  ];
  const days = words.duration(headline);
  const hasMoney = unit.hasAmounts;
  const table = {
    caption: text.caption(days),
    head: text.head({ business, hasMoney, days }),
    isWhole: true,
    rows: rows.map((row) => [
      row.account ?? (row.is_rest ? text.rest : text.masked),
      words.charts.integer(row.customers),
      text.of(row.some, row.all),
      text.share(row.stay_share, row.stay_low, row.stay_high),
      ...(hasMoney ? [words.charts.amount(row.money, unit)] : []),
      hasMoney ? words.charts.amount(row.expected, unit) : words.charts.decimal(row.expected, 1),
      ...(hasMoney ? [words.fromTo(row, unit)] : []),
      row.share === null ? words.charts.none : words.charts.percentFine(row.share),
    ]),
  };
  return section(
    "accounts",
    { title: text.title, lead: text.lead({ ...facts, business }) },
    html`<p>${sentences.filter((one) => one !== "").join(" ")}</p>
      ${tableOf(table)}`,
  );
}
