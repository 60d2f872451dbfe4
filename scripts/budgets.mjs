/** File and function sizes of the whole tree against the budgets of the house; exits 1 when one is broken. */
import { parseSync } from "@swc/core";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const BUDGET = { fileP95: 300, fileMax: 500, functionP95: 40, functionMax: 100 };

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !file.endsWith(".d.ts"));

const lines = (text) => text.split("\n").length - 1;
const quantile = (values, p) => values.toSorted((a, b) => a - b)[Math.ceil(p * values.length) - 1] ?? 0;

/** Every function in a syntax tree with its span. */
function* functionsIn(node) {
  if (Array.isArray(node)) for (const item of node) yield* functionsIn(item);
  else if (node !== null && typeof node === "object") {
    const isFunction = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|MethodProperty)$/.test(
      node.type,
    );
    if (isFunction && node.span) yield node.span;
    for (const value of Object.values(node)) if (value !== null && typeof value === "object") yield* functionsIn(value);
  }
}

const sizes = { file: [], function: [] };
const long = [];
const forbidden = [];
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const bytes = Buffer.from(text);
  const count = lines(text);
  sizes.file.push(count);
  if (count > BUDGET.fileMax) long.push(`${file}: ${count} lines`);
  if (/@ts-ignore|@ts-expect-error|: any\b|as any\b|\bTODO\b|\bFIXME\b/.test(text)) forbidden.push(file);
  if (file.includes("/test/")) continue; // a describe block is no function of ours
  const tree = parseSync(text, { syntax: "typescript", target: "es2022" });
  const base = tree.span.start - (bytes.length - Buffer.byteLength(text.trimStart()));
  for (const span of functionsIn(tree.body)) {
    const size = lines(bytes.subarray(Math.max(0, span.start - base), span.end - base).toString()) + 1;
    sizes.function.push(size);
    if (size > BUDGET.functionMax) {
      const at = lines(bytes.subarray(0, span.start - base).toString()) + 1;
      long.push(`${file}:${at}: function of ${size} lines`);
    }
  }
}

const measured = { fileP95: quantile(sizes.file, 0.95), functionP95: quantile(sizes.function, 0.95) };
console.log(
  `${sizes.file.length} files, p95 ${measured.fileP95} lines, longest ${Math.max(...sizes.file)}; ` +
    `${sizes.function.length} functions, p95 ${measured.functionP95} lines, longest ${Math.max(...sizes.function)}`,
);
const broken = Object.keys(measured).filter((name) => measured[name] > BUDGET[name]);
for (const name of broken) console.error(`${name} is ${measured[name]}, the budget ${BUDGET[name]}`);
for (const one of long) console.error(`too long: ${one}`);
for (const one of forbidden) console.error(`any, ts-ignore or an open mark: ${one}`);
process.exit(broken.length + long.length + forbidden.length > 0 ? 1 : 0);
