/** What was found among records of contracts: how many of each fate, notes about those that count, where the first are. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { ident, sql } from "../../sql/sql.js";
import { raggedFindings } from "../aside.js";
import { placesOf } from "../places.js";
import { examplesBy, type Example, type Finding, type ProblemCode } from "../problems.js";
import type { IntakeTools } from "../request.js";
import type { StagedColumn } from "../staged.js";
import { overlaps } from "./spans.js";
import type { BoundContracts } from "./styles.js";

const Sum = z.object({ file: z.number(), code: z.string(), records: z.number() });
export type ContractSum = z.infer<typeof Sum>;

/** Records by file and fate, '' for accepted ones. */
export const contractSums = (engine: Engine): Promise<readonly ContractSum[]> =>
  engine.rows(
    sql`SELECT CAST(file AS double) AS file, code, CAST(count(*) AS double) AS records FROM contract_fates GROUP BY file, code ORDER BY file, code`,
    Sum,
  );

type Asked = Readonly<{
  files: readonly BoundContracts[];
  asOf: string;
  onlyCurrency: string | undefined;
  currencyColumn: StagedColumn | undefined;
}>;

/** Codes that set records aside or reject them, each with its first three places. */
export async function asideContracts(
  sums: readonly ContractSum[],
  asked: Asked,
  tools: IntakeTools,
): Promise<readonly Finding[]> {
  const { files, asOf, onlyCurrency } = asked;
  const codes = [...new Set(sums.map(({ code }) => code).filter((code) => code !== ""))] as ProblemCode[]; // cast: codes of fates.ts
  const examples =
    codes.length > 0
      ? await examplesBy({ fates: sql`SELECT * FROM contract_fates`, files, culprit }, tools)
      : new Map<string, readonly Example[]>();
  const ragged = raggedFindings(files);
  const found = codes.map((code): Finding => ({
    code,
    records:
      sums.reduce((sum, one) => sum + (one.code === code ? one.records : 0), 0) +
      (code === "total_row" ? ragged.footers : 0),
    amount: null,
    facts: {
      val:
        code === "starts_later"
          ? asOf
          : code === "mixed_currency"
            ? (onlyCurrency ?? "")
            : (examples.get(code)?.[0]?.value ?? ""),
    },
    examples: examples.get(code) ?? [],
  }));
  const footers =
    ragged.footers > 0 && !codes.includes("total_row")
      ? [{ code: "total_row" as const, records: ragged.footers, amount: null }]
      : [];
  return [...found, ...footers, ...ragged.findings];
}

/** The column that gave a record its fate. */
function culprit(code: string, { plan }: BoundContracts, cells: Readonly<Record<string, string>>): StagedColumn {
  const { start, end, cancelled, status, period, price, currency, customer, contract } = plan.columns;
  const isBlank = (column: StagedColumn | undefined): boolean => (cells[column?.id ?? ""] ?? "").trim() === "";
  const byCode: Readonly<Record<string, StagedColumn | undefined>> = {
    date_unreadable: isBlank(start) || isBlank(end ?? cancelled) ? start : (end ?? cancelled),
    date_in_future: start,
    starts_later: start,
    end_before_start: end ?? cancelled,
    cancelled_before_start: cancelled ?? end,
    end_missing: status,
    unknown_status: status,
    never_started: status,
    period_missing: period,
    number_unreadable: price,
    mixed_currency: currency,
    no_customer: customer,
    duplicate_record: contract,
  };
  return byCode[code] ?? plan.first;
}

type Noted = Readonly<{
  files: readonly BoundContracts[];
  hasPrice: boolean;
  currency: string | null;
  isJoined: boolean; // a contract has several records
}>;
const Overlap = z.object({ customers: z.number(), record: z.number().nullable(), file: z.number().nullable() });
const Changes = z.object({ contracts: z.number(), file: z.number().nullable(), record: z.number().nullable() });

/** priced_anew: one row, contracts with another price than before, and the first record that has one. */
const pricedAnew = sql`SELECT CAST(count(DISTINCT contract_id) AS double) AS contracts, CAST(min(file) AS double) AS file, CAST(min_by(record, file * 1000000000 + record) AS double) AS record
FROM (
  SELECT contract_id, file, record, payment, lag(payment) OVER (PARTITION BY contract_id, customer_id ORDER BY start_day, file, record) AS before_payment
  FROM contract_spans
) AS ordered
WHERE payment <> before_payment`;

/** Notes about contracts that count. */
export async function noteContracts(
  { files, hasPrice, currency, isJoined }: Noted,
  { engine, effects }: IntakeTools,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const placed = async (
    file: number | null,
    record: number | null,
    column: (plan: BoundContracts["plan"]) => StagedColumn | undefined,
  ): Promise<readonly Example[]> => {
    const each = files[file ?? -1];
    if (!each || record === null) return [];
    const [place = ""] = await placesOf(each.staged.source, [{ record, column: column(each.plan) }], effects);
    return [{ place, value: "" }];
  };
  const [overlap] = await engine.rows(overlaps(ident("contract_spans")), Overlap);
  if (overlap && overlap.customers > 0) {
    const examples = await placed(overlap.file, overlap.record, ({ columns }) => columns.start);
    findings.push({ code: "contract_overlap", records: overlap.customers, amount: null, examples });
  }
  const [changed] = isJoined ? await engine.rows(pricedAnew, Changes) : [];
  if (changed && changed.contracts > 0) {
    const examples = await placed(changed.file, changed.record, ({ columns }) => columns.price);
    findings.push({ code: "price_changed", records: changed.contracts, amount: null, examples });
  }
  if (!hasPrice) findings.push({ code: "price_missing", records: 0, amount: null });
  if (hasPrice && currency === null) findings.push({ code: "currency_missing", records: 0, amount: null });
  return findings;
}
