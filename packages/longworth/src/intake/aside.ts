/** Records that became no order: how many of each fate, what they are worth, and where the first of them are. */
import type { Intake } from "./intake.js";
import { REJECTED } from "./fates.js";
import { decimalText, units } from "./ladder.js";
import type { Example, FateSum, Finding, ProblemCode } from "./problems.js";
import type { IntakeRequest } from "./request.js";
import type { Typed } from "./typing.js";

/** Money of one fate in `total` terms, exact. */
export const totalOf = (sums: readonly FateSum[], code: string): string =>
  decimalText(
    sums.filter((sum) => sum.code === code).reduce((sum, { total }) => sum + units(total), 0n),
    4,
  );

type Counts = Pick<Intake, "records" | "accepted" | "setAside" | "rejected" | "files">;

/** Every record has one fate: the ragged ones, which the engine never saw, included. */
export function countsOf(
  typed: readonly Pick<Typed, "staged">[],
  sums: readonly Pick<FateSum, "file" | "code" | "records">[],
): Counts {
  const files = typed.map(({ staged: { source, records } }, file) => {
    const own = sums.filter((sum) => sum.file === file);
    const count = (test: (code: string) => boolean): number =>
      own.filter(({ code }) => test(code)).reduce((sum, each) => sum + each.records, 0);
    const ragged = source.kind === "text" ? source.raggedRecords : 0;
    const footers = source.kind === "text" ? source.ragged.filter(({ code }) => code === "total_row").length : 0;
    const accepted = count((code) => code === "");
    const rejected = count((code) => REJECTED.has(code)) + ragged - footers;
    const setAside = count((code) => code !== "" && !REJECTED.has(code)) + footers;
    return { name: source.name, bytes: source.bytes, sha256: source.sha256, records, accepted, setAside, rejected };
  });
  const sum = (pick: (file: (typeof files)[number]) => number): number =>
    files.reduce((all, file) => all + pick(file), 0);
  return {
    files,
    records: sum((f) => f.records),
    accepted: sum((f) => f.accepted),
    setAside: sum((f) => f.setAside),
    rejected: sum((f) => f.rejected),
  };
}

/** Codes that set records aside or reject them, with their money. */
export function asideFindings(
  sums: readonly FateSum[],
  examples: ReadonlyMap<string, readonly Example[]>,
  { typed, request }: Asked,
): readonly Finding[] {
  const ragged = raggedFindings(typed);
  const codes = [...new Set(sums.map(({ code }) => code).filter((code) => code !== ""))] as ProblemCode[]; // cast: the codes of fates.ts are those of the words
  const found = codes.map((code): Finding => {
    const own = sums.filter((sum) => sum.code === code);
    const money = own.reduce(
      (sum, { total, refunded, lines }) =>
        sum + units(code === "orphan_continuation" ? lines : total) - units(refunded),
      0n,
    );
    const hasMoney =
      own.some(({ total, lines }) => total !== null || lines !== null) &&
      !["total_row", "number_unreadable"].includes(code);
    const more = code === "total_row" ? (ragged.footers ?? 0) : 0;
    return {
      code,
      records: own.reduce((sum, { records }) => sum + records, 0) + more,
      amount: ["continuation", "non_sale_row"].includes(code) ? "0" : hasMoney ? decimalText(money, 4) : null,
      examples: examples.get(code) ?? [],
      facts: factsOf(code, { typed, request }),
    };
  });
  const lonely =
    ragged.footers > 0 && !codes.includes("total_row")
      ? [{ code: "total_row" as const, records: ragged.footers, amount: null }]
      : [];
  return [...found, ...lonely, ...ragged.findings];
}

type Asked = Readonly<{ typed: readonly Typed[]; request: IntakeRequest }>;

function factsOf(code: ProblemCode, { typed, request }: Asked): NonNullable<Finding["facts"]> {
  const names = typed.map(({ staged }) => staged.source.name);
  if (code === "after_as_of") return { val: request.asOf ?? "" };
  if (code === "overlap") return { a: names.at(-1) ?? "", b: names.length === 2 ? (names[0] ?? "") : "" };
  return code === "mixed_currency" ? { val: request.onlyCurrency ?? "" } : {};
}

/** Records with another number of cells than the header. */
export function raggedFindings(
  typed: readonly Pick<Typed, "staged">[],
): Readonly<{ footers: number; findings: readonly Finding[] }> {
  const texts = typed.flatMap(({ staged: { source } }) => (source.kind === "text" ? [source] : []));
  const footers = texts.reduce((sum, { ragged }) => sum + ragged.filter(({ code }) => code === "total_row").length, 0);
  const records = texts.reduce((sum, { raggedRecords }) => sum + raggedRecords, 0) - footers;
  const [first] = texts.flatMap((source) =>
    source.ragged.filter(({ code }) => code === "row_ragged").map((row) => ({ row, source })),
  );
  if (records === 0 || !first) return { footers, findings: [] };
  const examples = texts.flatMap((source) =>
    source.ragged
      .filter(({ code }) => code === "row_ragged")
      .slice(0, 3)
      .map(({ line, text }) => ({ place: `${source.name}:${line}:1`, value: text.slice(0, 80) })),
  );
  const facts = { a: `${first.row.fields}`, b: `${first.source.columns.length}` };
  return { footers, findings: [{ code: "row_ragged", records, amount: null, facts, examples: examples.slice(0, 3) }] };
}
