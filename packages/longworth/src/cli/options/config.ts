/** longworth.config.yaml: the options of run under their own names. A safe subset of YAML, errors with line and column. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, visit, type Document, type Node } from "yaml";
import { en } from "../../words/en.js";
import { closest } from "./closest.js";
import { refuse, type Refusal } from "./refuse.js";
import { OPTIONS, PAIRS, type OptionName, type OptionSpec, type Written } from "./table.js";

const bad = en.cli.bad;
const MAX_LENGTH = 100_000; // characters; a configuration is a page of text
const IN_FILE = OPTIONS.filter(({ name }) => name !== "config");
const NAMES: readonly string[] = IN_FILE.map(({ name }) => name);

/** Who reports where. */
type Source = Readonly<{ file: string; lines: LineCounter }>;

/**
 * The options in a configuration file. Values stay as they are written (`0.10`, `no`, `2025-01-31` are texts), so the
 * command line and the file are read by the same functions.
 * @param file its name, for messages
 * @throws bad_arguments with line and column
 */
export function readConfig(text: string, file: string): Written {
  const lines = new LineCounter();
  const source = { file, lines };
  if (text.length > MAX_LENGTH) throw refuse(bad.configTooLong({ file, max: MAX_LENGTH }), `${file}:1:1`);
  const [document, ...more] = parseAllDocuments(text, {
    lineCounter: lines,
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
  });
  if (document === undefined || !("contents" in document)) return {};
  const [error] = document.errors;
  if (error) throw refuse(bad.configSyntax({ reason: reasonOf(error.code, error.message) }), at(source, error.pos[0]));
  if (more.length > 0) throw refuse(bad.configDocuments(), at(source, more[0]?.range[0] ?? 0));
  refuseMagic(document, source);
  if (document.contents === null || (isScalar(document.contents) && document.contents.source === "")) return {};
  if (!isMap(document.contents)) throw refuse(bad.configShape(), at(source, offset(document.contents)));
  return Object.fromEntries(
    document.contents.items.map(({ key, value }) => {
      const spec = known(key, source);
      return [spec.name, valuesOf(spec, value, at(source, offset(key)))];
    }),
  );
}

function known(key: unknown, source: Source): OptionSpec & { name: OptionName } {
  const name = isScalar(key) ? String(key.value) : "";
  const spec = IN_FILE.find((one) => one.name === name);
  if (spec) return spec;
  const nearest = closest(name.replaceAll("_", "-"), NAMES);
  throw refuse(bad.configKey({ name, nearest }), at(source, offset(key)));
}

/** A text, a list of texts, or for `map` and `status` pairs. */
function valuesOf(spec: OptionSpec, value: unknown, place: string): readonly string[] {
  const wrong = (sentence: Refusal): Error => refuse(sentence, place);
  if (isSeq(value) && spec.many === true) return value.items.map((item) => scalar(item, spec, wrong));
  if (isSeq(value) && spec.name === "columns") return [value.items.map((item) => scalar(item, spec, wrong)).join(",")];
  if (isMap(value) && PAIRS.has(spec.name)) {
    return value.items.map((pair) => `${scalar(pair.key, spec, wrong)}=${scalar(pair.value, spec, wrong)}`);
  }
  const text = scalar(value, spec, wrong);
  if (spec.value === undefined && text !== "true" && text !== "false")
    throw wrong(bad.configSwitch({ name: spec.name, text }));
  return [text];
}

function scalar(value: unknown, spec: OptionSpec, wrong: (sentence: Refusal) => Error): string {
  if (isScalar(value) && value.source !== undefined && value.source !== "") return value.source;
  throw wrong(bad.configValue({ name: spec.name, example: spec.value ?? "true" }));
}

/** Anchors can be bombs, tags can be code, and neither is needed here. */
function refuseMagic(document: Document.Parsed, source: Source): void {
  visit(document, {
    Node: (_key, node) => {
      const isMagic = isAlias(node) || ("anchor" in node && node.anchor !== undefined) || isTagged(node);
      if (isMagic) throw refuse(bad.configMagic(), at(source, node.range?.[0] ?? 0));
    },
  });
  const [warning] = document.warnings;
  if (warning) throw refuse(bad.configMagic(), at(source, warning.pos[0]));
}

/** The parser gives a tag to what is tagged in the text only. */
const isTagged = (node: Node): boolean => typeof node.tag === "string" && node.tag !== "";

function offset(node: unknown): number {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : 0;
}

function at({ file, lines }: Source, position: number): string {
  const { line, col } = lines.linePos(position);
  return `${file}:${line}:${col}`;
}

/** The parser's first line, without its own place and picture. */
function reasonOf(code: string, message: string): Parameters<typeof bad.configSyntax>[0]["reason"] {
  if (code === "DUPLICATE_KEY") return { kind: "duplicate" };
  if (code === "TAB_AS_INDENT") return { kind: "tab" };
  return { kind: "other", text: (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "") };
}
