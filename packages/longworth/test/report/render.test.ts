import { expect, test } from "vitest";
import type { ReportData } from "../../src/report/data.js";
import { renderReport } from "../../src/report/render.js";
import { en } from "../../src/words/en.js";
import { reportData } from "../support/report-data.js";
import type { Shop } from "../support/report-facts.js";

const page = (shop: Shop = {}): string => renderReport(reportData(shop), en);
const text = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<sup>.*?<\/sup>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");

test("the same data give the same bytes, whatever was drawn before", () => {
  const first = page();
  page({ customers: 40 });
  expect(page()).toBe(first);
});

test("nothing is loaded and nothing runs", () => {
  const html = page();
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\bsrc=|\bon[a-z]+=/);
  expect([...html.matchAll(/\bhref="([^"]*)"/g)].filter(([, target]) => !target?.startsWith("#"))).toEqual([]);
});

test("a customer id or a text that is markup is shown as text", () => {
  const evil = `<script>alert("1")</script><img src=x onerror='a'>&amp;`;
  const data = reportData();
  const [first, ...rest] = data.top;
  const [finding, ...others] = data.facts.findings;
  const spoilt: ReportData = {
    ...data,
    top: [{ ...first!, id: evil, segment: evil }, ...rest],
    problems: data.problems.map((problem) => ({ ...problem, code: evil, hint: `\`${evil}\`` })),
    facts: {
      ...data.facts,
      currency: null,
      served: { name: evil, why: evil },
      notes: [evil],
      findings: [{ ...finding!, id: "x", text: evil, export: evil }, ...others],
    },
  };
  const html = renderReport(spoilt, en);
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
});

test("names, places and examples of the input stay out", () => {
  const html = page();
  expect(html).not.toContain("orders.csv");
  expect(html).not.toContain("31.02.2025");
});

test("the headline says how much, how sure, and how it was tested", () => {
  const words = text(page());
  expect(words).toMatch(/Your existing customers will bring about €36,900 in the next 12 months\./);
  expect(words).toContain("It will very likely be between €31,800 and €42,500");
  expect(words).toContain("tested on 120 days of your own past, where it held in 2 of 3");
});

test("a log without amounts speaks of orders and never of money", () => {
  const words = text(page({ hasAmounts: false, findings: [], currency: null })).replace(/Notes 1 .*/, "");
  expect(words).toMatch(/will place about [\d,]+ orders in the next 12 months/);
  expect(words).not.toMatch(/[€$]/);
});

test("masked customers are numbered", () => {
  const html = page({ maskIds: true });
  expect(html).toContain("No. 1<");
  expect(html).not.toMatch(/>C-\d{4}</);
});

const SHOPS: readonly (readonly [name: string, shop: Shop, expected: RegExp])[] = [
  ["no test", { tested: false }, /not tested on your own past/],
  [
    "one customer",
    { customers: 1, findings: [], tested: false, weeks: 12 },
    /With 1 customer there is nothing to spread/,
  ],
  ["no customer", { customers: 0, findings: [], tested: false, weeks: 1 }, /Nobody has bought yet/],
  ["no history", { weeks: 0 }, /There is no history by week to show/],
  ["no findings", { findings: [] }, /Nothing stands out/],
  ["no currency", { currency: null }, /currency not given/],
  ["too little data", { customers: 40, letter: "too little data" }, /Too little data for a grade/],
];

test.each(SHOPS)("a run with %s has a page that says so, and no broken number", (_name, shop, expected) => {
  const words = text(page(shop));
  expect(words).toMatch(expected);
  expect(words).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
});

test("every footnote is defined once and used", () => {
  const html = page();
  const used = new Set([...html.matchAll(/href="#note-(\d+)"/g)].map(([, number]) => number));
  const defined = [...html.matchAll(/id="note-(\d+)"/g)].map(([, number]) => number);
  expect(defined).toEqual([...new Set(defined)]);
  expect(new Set(defined)).toEqual(used);
});

test("ids on the page are unique", () => {
  const ids = [...page().matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

test("the page is far below 3 MB even with ten years of weeks and 400 findings", () => {
  const findings = Array.from({ length: 400 }, (_, i) => ({
    id: `f-${i}`,
    text: "A finding ".repeat(20),
    amount: 100,
    p05: 1,
    p95: 200,
    customers: 3,
    export: "longworth export",
  }));
  expect(page({ customers: 20_000, weeks: 520, findings }).length).toBeLessThan(1_000_000);
});

test("a D says why: a formula is served, a formula was better, or the test was too short for the horizon", () => {
  const said = (isSimple: boolean, isWorse: boolean): string => en.report.cards.letter("D", { isSimple, isWorse });
  expect(said(true, true)).toContain("so that one is served");
  expect(said(false, true)).toBe("On your own past a simple formula was better.");
  expect(said(false, false)).toContain("less than half of this horizon");
});

test("the models stand in the order of their weights, all of them at once", () => {
  const data = reportData({});
  const models = data.facts.models.map((model, i) => ({ ...model, weight: i / 10 }));
  const html = renderReport({ ...data, facts: { ...data.facts, models } }, en);
  const table = /<div\s+class="scroll whole"[^]*?<\/table>/.exec(html)?.[0] ?? "";
  const names = [...table.matchAll(/<th scope="row">\s*([^<]*?)\s*<\/th>/g)].map(([, name]) => name);
  expect(names).toEqual(models.map(({ name }) => name).toReversed());
});

test("a horizon that is shorter than a period of the chart is in the numbers, and the key shows what is drawn", () => {
  const data = reportData();
  const years = ["2021-01-04", "2022-01-03", "2023-01-02", "2024-01-01", "2024-12-30"];
  const history = years.map((week) => ({ ...data.history[0]!, week }));
  const html = renderReport({ ...data, history, headline: 90, projection: data.projection.slice(0, 13) }, en);
  const section = html.slice(html.indexOf('id="outlook"'), html.indexOf("</section>", html.indexOf('id="outlook"')));
  expect(section).toContain(en.report.outlook.short);
  expect(section).not.toContain(en.report.outlook.fifty);
});
