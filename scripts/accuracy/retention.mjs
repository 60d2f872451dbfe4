/**
 * What goes with leaving on the Telco file: how well churn is told on a held-out third, beside a logistic regression of
 * this script's own; planted leaks; ten columns of noise over 200 seeds. Writes its section into docs/accuracy.md.
 * Usage: npm run build && node scripts/accuracy/retention.mjs. Exits 1 when a must is not reached.
 */
import { random } from "@longworth/models";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { driversOf } from "../../packages/longworth/dist/retention/drivers.js";
import { drivers as words } from "../../packages/longworth/dist/words/en/drivers.js";
import { auc, brier, calibrationSlope, logisticRegression } from "./plain-logistic.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const DATA = path.join(ROOT, "../shared/data/telco_churn.csv.gz");
const TARGET = path.join(ROOT, "docs/accuracy.md");
const CLI = path.join(ROOT, "packages/longworth/bin/longworth.js");
const [OPEN, CLOSE] = ["<!-- retention -->", "<!-- /retention -->"];
const SEEDS = 200;
const NOISE = 10;
const NOISE_CUSTOMERS = 2000; // of each seed: the first by digest, so that 200 seeds take two minutes

/** Lines of the section, and whether everything it must reach was reached; null without the data. */
export function retentionSection() {
  if (!existsSync(DATA)) return null;
  const table = readTable();
  const churn = heldOut(table);
  const leaks = plantedLeaks(table);
  const noise = noiseSpeaks(table);
  const rows = [
    [
      "churn on a held-out third no worse than a logistic regression on the same columns",
      churn.ours.auc >= churn.own.auc - 5e-4 && churn.ours.brier <= churn.own.brier + 5e-5,
      `AUC ${churn.ours.auc.toFixed(4)} against ${churn.own.auc.toFixed(4)}, Brier ${churn.ours.brier.toFixed(4)} against ${churn.own.brier.toFixed(4)}`,
    ],
    [
      "a column that leaks the outcome (planted) is named",
      leaks.every(({ reason }) => reason),
      leaks.map(({ name, reason }) => `${name}: ${reason ?? "not seen"}`).join("; "),
    ],
    [
      `of ten planted columns of noise at most 5 % speak over ${SEEDS} seeds`,
      noise.share <= 0.05,
      `${noise.spoke} of ${noise.all}, ${(100 * noise.share).toFixed(1)} %`,
    ],
  ];
  const { ours, own } = churn;
  const metrics = (name, m) => `| ${name} | ${m.auc.toFixed(4)} | ${m.brier.toFixed(4)} | ${m.slope.toFixed(3)} |`;
  const lines = [
    "## What goes with leaving (Telco)",
    "",
    "Written by `node scripts/accuracy/retention.mjs`: `longworth drivers` on the 7,043 customers of the Telco file (a fictional",
    `company, one snapshot). Held out are ${ours.customers.toLocaleString("en-US")} customers, every third by the digest of the id, ${ours.left} of whom have left. The regression`,
    "beside it is this script's own: dummies of the same columns and tenure, fitted on the same two thirds.",
    "",
    "| must | reached | figures |",
    "| --- | --- | --- |",
    ...rows.map(([must, ok, figures]) => `| ${must} | ${ok ? "yes" : "**no**"} | ${figures} |`),
    "",
    "| who has left, held-out third | AUC | Brier | calibration slope |",
    "| --- | ---: | ---: | ---: |",
    metrics("**Longworth**", ours),
    metrics("logistic regression", own),
    "",
    `Refused by name: ${churn.refused.join(", ")}. The same chance for all has a Brier score of ${ours.brierConstant.toFixed(4)}.`,
  ];
  return { lines, isGood: rows.every(([, ok]) => ok) };
}

/** The document with the section in its place, or at its end. */
export function withSection(document, lines) {
  const block = [OPEN, "", ...lines, "", CLOSE].join("\n");
  const at = document.indexOf(OPEN);
  if (at < 0) return `${document.trimEnd()}\n\n${block}\n`;
  return document.slice(0, at) + block + document.slice(document.indexOf(CLOSE) + CLOSE.length);
}

/** Customers in the order of the digest of their ids, as the product takes them. */
function readTable() {
  const [head, ...lines] = gunzipSync(readFileSync(DATA)).toString("utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell.trim()])));
  const digest = (id) => createHash("md5").update(id).digest("hex");
  return {
    names,
    rows: rows
      .map((row) => ({ ...row, digest: digest(row.customer_id) }))
      .sort((a, b) => (a.digest < b.digest ? -1 : 1)),
  };
}

function heldOut({ names, rows }) {
  const folder = mkdtempSync(path.join(tmpdir(), "longworth-telco-"));
  const file = path.join(folder, "telco.csv");
  writeFileSync(file, gunzipSync(readFileSync(DATA)));
  const argv = [
    "drivers",
    file,
    "--duration",
    "tenure",
    "--event",
    "Churn=Yes",
    "--map",
    "customer=customer_id",
    "--out",
    folder,
    "--quiet",
    "--json",
  ];
  const { chance, refused } = JSON.parse(execFileSync(process.execPath, [CLI, ...argv], { encoding: "utf8" }));
  rmSync(folder, { recursive: true });
  const out = refused.map(({ column }) => column);
  const used = names.filter((name) => !["customer_id", "Churn", ...out].includes(name));
  const left = rows.map(({ Churn: churn }) => Number(churn === "Yes"));
  const columns = used.flatMap((name) => dummies(rows.map((row) => row[name])));
  const isHeld = rows.map((_, i) => i % 3 === 0);
  const fitted = logisticRegression(
    columns.map((column) => column.filter((_, i) => !isHeld[i])),
    left.filter((_, i) => !isHeld[i]),
  );
  const p = fitted(columns.map((column) => column.filter((_, i) => isHeld[i])));
  const y = left.filter((_, i) => isHeld[i]);
  return { ours: chance, own: { auc: auc(y, p), brier: brier(y, p), slope: calibrationSlope(y, p) }, refused: out };
}

/** A number over its largest value, or one column for each label but the first. */
function dummies(cells) {
  const numbers = cells.map(Number);
  const labels = [...new Set(cells)].sort((a, b) => (a < b ? -1 : 1));
  if (labels.length > 8 && numbers.every(Number.isFinite)) return [numbers.map((v) => v / Math.max(...numbers))];
  return labels.slice(1).map((label) => cells.map((cell) => Number(cell === label)));
}

const COLUMNS = [
  "Contract",
  "InternetService",
  "OnlineSecurity",
  "TechSupport",
  "PaymentMethod",
  "Partner",
  "Dependents",
  "PaperlessBilling",
  "SeniorCitizen",
  "gender",
  "MonthlyCharges",
];

function traitOf(rows, name) {
  const cells = rows.map((row) => row[name]);
  if (name === "MonthlyCharges") return { name, kind: "number", value: Float64Array.from(cells, Number) };
  return labelled(name, cells);
}

function labelled(name, cells) {
  const counts = new Map();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const labels = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
  return { name, kind: "group", labels, code: Float64Array.from(cells, (cell) => labels.indexOf(cell)) };
}

const livesOf = (rows) => ({
  duration: Float64Array.from(rows, ({ tenure }) => Number(tenure)),
  observed: Float64Array.from(rows, ({ Churn: churn }) => Number(churn === "Yes")),
});

/** Columns that were filled in by the outcome, each in its own way. */
function plantedLeaks({ rows }) {
  const next = random.seeded(11);
  const left = rows.map(({ Churn: churn }) => churn === "Yes");
  const number = (name, of) => ({ name, kind: "number", value: Float64Array.from(left, of) });
  const planted = [
    number("score", (v) => Number(v) + 0.4 * next()),
    number("calls in the last month", (v) => (v ? 2 + 5 * next() : 1.5 * next() + next() * Number(next() < 0.05))),
    labelled(
      "state",
      left.map((v) => ((next() < 0.04 ? !v : v) ? "closed" : "open")),
    ),
    labelled(
      "letter",
      left.map((v) => (v && next() < 0.2 ? "farewell" : "none")),
    ),
    number("paid so far", (_, i) => Number(rows[i].tenure) * (50 + 40 * next())),
    labelled(
      "CancelReason",
      left.map((v) => (v ? "price" : "-")),
    ),
  ];
  const { refused } = driversOf(livesOf(rows), [...COLUMNS.map((name) => traitOf(rows, name)), ...planted], {
    names: words.names,
    keep: [],
  });
  return planted.map(({ name }) => ({ name, reason: refused.find(({ column }) => column === name)?.reason }));
}

function noiseSpeaks({ rows }) {
  const few = rows.slice(0, NOISE_CUSTOMERS);
  const real = COLUMNS.map((name) => traitOf(few, name));
  let spoke = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const next = random.seeded(seed);
    const noise = Array.from({ length: NOISE }, (_, j) =>
      j % 2 === 0
        ? { name: `noise ${j}`, kind: "number", value: Float64Array.from(few, () => random.normal(next)) }
        : labelled(
            `noise ${j}`,
            few.map(() => "abc"[Math.floor(3 * next())]),
          ),
    );
    const { drivers } = driversOf(livesOf(few), [...real, ...noise], { names: words.names, keep: [] });
    spoke += drivers.filter(({ name, speaks }) => speaks && name.startsWith("noise")).length;
  }
  const all = SEEDS * NOISE;
  return { spoke, all, share: spoke / all };
}

if (process.argv[1] === import.meta.filename) {
  const section = retentionSection();
  if (section === null) console.error(`skipped: ${DATA} is not there`);
  else {
    writeFileSync(TARGET, withSection(readFileSync(TARGET, "utf8"), section.lines));
    console.log(section.lines.filter((line) => line.startsWith("|")).join("\n"));
    process.exitCode = section.isGood ? 0 : 1;
  }
}
