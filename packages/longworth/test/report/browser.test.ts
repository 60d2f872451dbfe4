/// <reference lib="dom" />
/** The report in a real browser: everything drawn, nothing loaded, nothing on top of something else, readable in both themes. */
import { existsSync } from "node:fs";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import sparticuz from "@sparticuz/chromium";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../../src/report/render.js";
import { TOKENS } from "../../src/report/style.js";
import { en } from "../../src/words/en.js";
import { reportData } from "../support/report-data.js";
import type { Shop } from "../support/report-facts.js";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]; // prettier-ignore
const SHOPS: readonly (readonly [name: string, shop: Shop])[] = [
  ["shop", {}],
  ["orders", { hasAmounts: false, findings: [], currency: null }],
  ["large", { scale: 300, currency: "GBP" }],
  ["young", { customers: 40, tested: false, letter: "too little data", weeks: 30 }],
  ["one-customer", { customers: 1, tested: false, findings: [], weeks: 12 }],
];
const WIDTHS = [360, 760, 1280];
const THEMES = ["light", "dark"] as const;

const folder = mkdtempSync(path.join(tmpdir(), "longworth-browser-"));
let browser: Browser;

beforeAll(async () => {
  const known = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((file) => file !== undefined && existsSync(file));
  browser = await chromium.launch({ executablePath: known ?? (await sparticuz.executablePath()), args: FLAGS });
  for (const [name, shop] of SHOPS)
    writeFileSync(path.join(folder, `${name}.html`), renderReport(reportData(shop), en));
});

afterAll(() => browser.close());

type Opened = Readonly<{ page: Page; context: BrowserContext; heard: readonly string[] }>;

async function open(name: string, width: number, theme: (typeof THEMES)[number] = "light"): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, offline: true });
  const page = await context.newPage();
  const heard: string[] = [];
  const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("request", (request) => request.url() !== url && heard.push(request.url()));
  await page.goto(url);
  return { page, context, heard };
}

const seen = new Map<string, Promise<Opened>>();

/** The page as it was opened, for tests that only look. */
function look(name: string, width: number): Promise<Opened> {
  const key = `${name}/${width}`;
  const known = seen.get(key) ?? open(name, width);
  seen.set(key, known);
  return known;
}

/** Boxes of all texts that are shown, with what they say. */
const textBoxes = (page: Page) =>
  page.evaluate(() => {
    const boxes: { text: string; left: number; right: number; top: number; bottom: number; inChart: boolean }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || !node.textContent?.trim() || parent.closest("caption, sup")) continue;
      if (parent.closest("details:not([open])") && !parent.closest("summary")) continue;
      const window = parent.closest(".scroll")?.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, right, top, bottom, width, height } of range.getClientRects()) {
        if (width === 0 || height === 0) continue;
        if (window && (bottom > window.bottom || right > window.right)) continue; // scrolled out of sight
        const trim = height * 0.18; // a line box is higher than its letters
        boxes.push({
          text: node.textContent.trim(),
          left,
          right,
          top: top + trim,
          bottom: bottom - trim,
          inChart: parent.closest("svg") !== null,
        });
      }
    }
    return boxes;
  });

describe.each(SHOPS)("the report of %s", (name) => {
  test.each(WIDTHS)("says nothing to the console and asks for nothing at %i px", async (width) => {
    const { heard } = await look(name, width);
    expect(heard).toEqual([]);
  });

  test.each(WIDTHS)("has no text on top of another, and nothing outside the page, at %i px", async (width) => {
    const { page } = await look(name, width);
    const boxes = (await textBoxes(page)).toSorted((a, b) => a.top - b.top);
    const clashes = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => b.top < a.bottom - 1 && b.bottom > a.top + 1 && a.left < b.right - 1 && a.right > b.left + 1)
        .map((b) => `${a.text} / ${b.text}`),
    );
    expect(clashes).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(boxes.filter(({ right, left, inChart }) => inChart && (right > width + 1 || left < -1))).toEqual([]);
  });

  test.each([360, 1280])("draws every chart at %i px", async (width) => {
    const { page } = await look(name, width);
    const charts = await page.evaluate(() =>
      [...document.querySelectorAll(".chart")]
        .filter((chart) => chart.getBoundingClientRect().width > 0)
        .map(
          (chart) =>
            [...chart.querySelectorAll("path")].filter((one) => one.getBBox().width * one.getBBox().height > 0).length,
        ),
    );
    expect(charts.length).toBeGreaterThan(1);
    expect(charts.filter((paths) => paths === 0)).toEqual([]);
  });
});

/** The dark theme differs in its colours alone. */
const rulesFor = (theme: (typeof THEMES)[number], axe: AxeBuilder): AxeBuilder =>
  theme === "dark" ? axe.withRules("color-contrast") : axe;

test.each(THEMES)(
  "axe finds nothing serious in the %s theme",
  async (theme) => {
    const { page, context } = await open("young", 1280, theme);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => one.setAttribute("open", "")));
    const { violations } = await rulesFor(theme, new AxeBuilder({ page })).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await context.close();
  },
  120_000,
);

test.each(THEMES)(
  "axe finds nothing serious in sections that only a tested shop has, in the %s theme",
  async (theme) => {
    const { page, context } = await open("shop", 1280, theme);
    const { violations } = await rulesFor(theme, new AxeBuilder({ page })).include("#calibration").include("#origins").include("#findings").include("#method").include("#quality").include("#better").analyze(); // prettier-ignore
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await context.close();
  },
  120_000,
);

const number = (text: string | null | undefined): number => Number((text ?? "").replace(/[^\d.]/g, ""));

test("sums of the tables are the totals of the run", async () => {
  const { facts } = reportData();
  const { page, context } = await open("shop", 1280);
  const total = Math.round(facts.totals["365d"]?.expected_revenue ?? 0);
  const last = async (id: string, column: number): Promise<number> =>
    number(
      await page
        .locator(`#${id}-numbers table >> nth=-1`)
        .locator("tr")
        .last()
        .locator("th,td")
        .nth(column)
        .textContent(),
    );
  expect(await last("outlook", 1)).toBe(total);
  expect(await last("activity", 5)).toBe(total);
  expect(await last("activity", 2)).toBe(facts.customers);
  expect(await last("distribution", 3)).toBe(total);
  expect(await last("concentration", 2)).toBe(total);
  expect(number(await page.locator("#segments tfoot td >> nth=2").first().textContent())).toBe(total);
  expect(number(await page.locator("#rfm tfoot td").last().locator("span").textContent())).toBe(total);
  await context.close();
});

test("tables of charts open without a script", async () => {
  const { page, context } = await open("shop", 1280);
  await page.locator("#tracking-numbers summary").click();
  expect(await page.locator("#tracking-numbers table").isVisible()).toBe(true);
  await context.close();
});

/** WCAG 2: relative luminance, and the ratio of two. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((i) => {
      const part = parseInt(color.slice(i, i + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number]; // cast: of two
  return (light + 0.05) / (dark + 0.05);
}

test.each(THEMES)("text has a contrast of at least 4.5 on every ground it stands on in the %s theme", (theme) => {
  const colors: Readonly<Record<string, string>> = TOKENS[theme];
  const steps = [0, 1, 2, 3, 4, 5, 6];
  const pairs = [
    ...["ink", "muted", "pred", "warn", "bad"].flatMap((text) => [[text, "paper"], [text, "card"]]),
    ...steps.map((step) => [`on-heat-${step}`, `heat-${step}`]),
  ]; // prettier-ignore
  const weak = pairs.filter(([text = "", ground = ""]) => contrast(colors[text] ?? "", colors[ground] ?? "") < 4.5);
  expect(weak).toEqual([]);
});

test.each(THEMES)("lines and bars stand out from the page in the %s theme", (theme) => {
  const colors = TOKENS[theme];
  for (const mark of [colors.real, colors.pred]) expect(contrast(mark, colors.paper)).toBeGreaterThan(3);
});
