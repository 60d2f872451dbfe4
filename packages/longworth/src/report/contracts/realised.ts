/** What contracts brought by their invoices: the rule, the ladder, its parts, the dearest accounts and customers. */
import { invoices as text } from "../../words/en/invoices.js";
import type { RealisedFacts } from "../../workspace/realised.js";
import { html, NOTHING, type Html } from "../html.js";
import { section, tableOf } from "../page.js";
import { waterfallTable } from "../sections/origin.js";
import type { ContractPage } from "./page.js";
import type { RealisedTop } from "./realised-top.js";

type Part = RealisedFacts["parts"][number];

/** Nothing without --invoices. */
export function realisedSection(page: ContractPage): Html {
  const { data, words, unit } = page;
  const facts = data.facts.realised;
  if (facts === undefined) return NOTHING;
  const { currency } = unit;
  const [contract, oneOff] = ["contract", "one_off"].map((name) => partOf(facts, name));
  if (!contract || !oneOff) throw new Error("facts without their parts");
  const { contracted } = facts;
  const due = contracted && text.contracted({ contracted: contracted.amount, payments: contracted.payments, from: contracted.from, part: contract, currency }); // prettier-ignore
  const money = (amount: number): string => page.text.charts.cents(amount, currency);
  const end = facts.ladder.findIndex(({ step }) => step === "realised") + 1; // its parts have a table
  const steps = facts.ladder.slice(0, end).map(({ step, amount }) => ({ step, amount: Number(amount) }));
  const heading = { caption: text.ladder, head: words.ladder.head };
  const { accounts, customers } = data.realised;
  return section(
    "realised",
    { title: text.title, lead: text.lead({ contract, oneOff, currency }) },
    html`<p>${text.rule(facts.files)}</p>
      ${due === null ? NOTHING : html`<p>${due}</p>`}
      <h3>${text.ladder}</h3>
      ${waterfallTable(steps, { words, heading, money })}${partsTable(page, facts.parts)}${accounts.length === 0 ? NOTHING : topTable(page, text.accounts, accounts)}${topTable(page, { ...text.customers, rest: text.customers.nobody }, customers)}`,
  );
}

const partOf = ({ parts }: RealisedFacts, name: string): Part | undefined =>
  parts.find(({ belongs }) => belongs === name);

function partsTable({ text: said, unit }: ContractPage, parts: readonly Part[]): Html {
  const cents = (amount: string): string => said.charts.cents(Number(amount), unit.currency);
  const row = (part: Part): readonly string[] => [
    text.parts[part.belongs],
    said.charts.integer(part.invoices),
    said.charts.integer(part.customers),
    cents(part.paid),
    cents(part.refunded),
    said.charts.cents(Number(part.paid) - Number(part.refunded), unit.currency),
    cents(part.unpaid),
    cents(part.failed),
  ];
  return titled({ caption: text.parts.caption, isWhole: true, head: text.parts.head, rows: parts.map(row) });
}

/** A table under its name. */
const titled = (table: Parameters<typeof tableOf>[0]): Html =>
  html`<h3>${table.caption}</h3>
    ${tableOf(table)}`;

type Heading = Readonly<{ caption: string; head: readonly string[]; rest: string }>;

function topTable(
  { text: said, unit }: ContractPage,
  { caption, head, rest }: Heading,
  rows: readonly RealisedTop[],
): Html {
  const cents = (amount: number): string => said.charts.cents(amount, unit.currency);
  return titled({
    caption,
    isWhole: true,
    head,
    rows: rows.map(({ name, contracted, realised, lost, one_off: oneOff }) => [
      name ?? rest,
      contracted === null ? said.charts.none : cents(contracted),
      cents(realised),
      cents(lost),
      cents(oneOff),
    ]),
  });
}
