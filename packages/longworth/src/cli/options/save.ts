/** The decisions of an inspection as longworth.config.yaml: what was there stays, comments included. */
import { parseDocument, type Document } from "yaml";
import { en } from "../../words/en.js";
import { OPTIONS, PAIRS, type OptionSpec, type Written } from "./table.js";

/** What is saved: options as they were written, and what was decided under them. */
export type Saved = Readonly<{
  written: Written;
  settled: Readonly<Record<string, string>>;
  inputs: readonly string[];
}>;

const READING: ReadonlySet<string> = new Set(["read", "count"]);

/** The text of the file. @param before  what is in it now, null where there is none; it has been read as options already */
export function configText(before: string | null, { written, settled, inputs }: Saved): string {
  const document: Document = parseDocument(before ?? "", { version: "1.2", schema: "core" });
  if (document.contents === null) document.contents = document.createNode({});
  if (before === null) document.commentBefore = en.cli.config.head;
  for (const spec of OPTIONS as readonly OptionSpec[]) {
    const values = Object.entries(written).find(([name]) => name === spec.name)?.[1];
    if (values !== undefined && READING.has(spec.group) && spec.name !== "expect")
      document.set(spec.name, valueOf(spec, values));
  }
  const expect = document.createNode(settled);
  expect.commentBefore = en.cli.config.expect(inputs);
  document.set("expect", expect);
  return document.toString({ lineWidth: 0 });
}

function valueOf(spec: OptionSpec, values: readonly string[]): unknown {
  if (spec.value === undefined) return values.at(-1) === "true";
  if (PAIRS.has(spec.name)) {
    const pairs = values.map((text) => {
      const at = spec.name === "status" ? text.lastIndexOf("=") : text.indexOf("=");
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()] as const;
    });
    return Object.fromEntries(pairs);
  }
  return spec.many === true ? values : values.at(-1);
}
