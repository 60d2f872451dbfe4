/** Notes about the ids of customers: joined by e-mail, mended, or so alike that they may be the same. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { sql, type Sql } from "../sql/sql.js";
import { INVISIBLE } from "../words/format.js";
import type { Decided } from "./decide.js";
import { keysMerged } from "./join-keys.js";
import { maskedText } from "./mask.js";
import { placesOf } from "./places.js";
import type { Finding } from "./problems.js";
import type { IntakeEffects } from "./request.js";
import type { IdMarks } from "./typed-options.js";
import type { Typed } from "./typing.js";

const when = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;

/** odd_forms: one row, ids that are not all upper, not all lower, have blanks or are not composed, start with 0, have unseen characters; the shortest and the longest. */
export const oddForms = ({
  dialect,
}: Pick<
  Engine,
  "dialect"
>): Sql => sql`SELECT ${when(sql`upper(customer_id) <> customer_id`)} AS not_upper, ${when(sql`lower(customer_id) <> customer_id`)} AS not_lower,
  ${when(sql`customer_id LIKE '% %' OR ${dialect.nfc(sql`customer_id`)} <> customer_id`)} AS odd,
  ${when(dialect.matches(sql`customer_id`, INVISIBLE))} AS unseen, ${when(sql`customer_id LIKE '0%'`)} AS zeros, CAST(min(length(customer_id)) AS double) AS shortest, CAST(max(length(customer_id)) AS double) AS longest
FROM customer_totals`;
const OddForms = z.object({
  not_upper: z.number(),
  not_lower: z.number(),
  odd: z.number(),
  unseen: z.number(),
  zeros: z.number(),
  shortest: z.number().nullable(),
  longest: z.number().nullable(),
});

/** look_alikes: one row, ids that another id equals but for case, blanks, leading zeros and Unicode form, and two of them. */
export const lookAlikes = ({ dialect }: Pick<Engine, "dialect">): Sql => sql`WITH forms AS (
  SELECT trim(LEADING '0' FROM ${dialect.replaceMatches(dialect.nfc(sql`lower(replace(customer_id, ' ', ''))`), INVISIBLE, "")}) AS form, count(*) AS ids, sum(revenue) AS revenue, min(customer_id) AS a, max(customer_id) AS b
  FROM customer_totals GROUP BY 1 HAVING count(*) > 1
)
SELECT CAST(coalesce(sum(ids), 0) AS double) AS ids, CAST(sum(revenue) AS VARCHAR) AS revenue, min_by(a, form) AS a, min_by(b, form) AS b FROM forms`;
const LookAlikes = z.object({
  ids: z.number(),
  revenue: z.string().nullable(),
  a: z.string().nullable(),
  b: z.string().nullable(),
});

/** first_order_of: where the first order of a customer is. */
export const firstOrderOf = (customer: string): Sql =>
  sql`SELECT CAST(file AS double) AS file, CAST(record AS double) AS record FROM orders WHERE customer_id = ${customer} ORDER BY file, record LIMIT 1`;

type Context = Readonly<{ typed: readonly Typed[]; decided: Decided; engine: Engine; effects: IntakeEffects }>;

/** Everything about ids that is worth a note. */
export async function idNotes(context: Context): Promise<readonly Finding[]> {
  const encoded: Finding[] = [];
  for (const each of context.typed) encoded.push(...(await encodingNotes(each, context.effects)));
  return [...encoded, ...(await mergedNote(context)), ...(await lookAlikeNotes(context))];
}

/** Ids that came in two encodings, and those that lost letters on the way. */
async function encodingNotes(
  { staged: { source }, options, lost }: Typed,
  effects: IntakeEffects,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const note = async (code: Finding["code"], { column, record, records, value }: IdMarks, a: string): Promise<void> => {
    const [place = source.name] = await placesOf(source, [{ record, column }], effects);
    found.push({ code, records, amount: null, facts: { a }, examples: [{ place, value: maskedText(value) }] });
  };
  for (const ids of options.mended) await note("id_unmangled", ids, maskedText(ids.meant));
  for (const ids of lost) await note("id_letters_lost", ids, "");
  return found;
}

async function mergedNote({ decided, engine }: Context): Promise<readonly Finding[]> {
  if (!decided.fates.names.has("key_raw")) return [];
  const Merged = z.object({ moved: z.number(), keys: z.number().nullable(), amount: z.string().nullable() });
  const [row] = await engine.rows(keysMerged(decided.fates.amounts), Merged);
  if (!row || row.moved === 0) return [];
  return [{ code: "keys_merged", records: row.moved, amount: row.amount, facts: { val: `${row.keys ?? 0}` } }];
}

const canLookAlike = ({
  not_upper,
  not_lower,
  odd,
  unseen,
  zeros,
  shortest,
  longest,
}: z.infer<typeof OddForms>): boolean =>
  odd > 0 || unseen > 0 || (not_upper > 0 && not_lower > 0) || (zeros > 0 && shortest !== longest);

async function lookAlikeNotes({ typed, decided, engine, effects }: Context): Promise<readonly Finding[]> {
  const [odd] = await engine.rows(oddForms(engine), OddForms);
  if (!odd || !canLookAlike(odd)) return [];
  const unseen: readonly Finding[] = odd.unseen > 0 ? [{ code: "ids_unseen", records: odd.unseen, amount: null }] : [];
  const [alike] = await engine.rows(lookAlikes(engine), LookAlikes);
  if (!alike || alike.ids === 0) return unseen;
  const { ids, revenue, a, b } = alike;
  const Place = z.object({ file: z.number(), record: z.number() });
  const [row] = await engine.rows(firstOrderOf(b ?? ""), Place);
  const each = row ? typed[row.file] : undefined;
  const wanted = row && each ? [{ record: row.record, column: each.plan.key[0] }] : [];
  const places = each ? await placesOf(each.staged.source, wanted, effects) : [];
  const examples = places.map((place) => ({ place, value: maskedText(b ?? "") }));
  const amount = decided.fates.amounts ? revenue : null;
  return [...unseen, { code: "ids_look_alike", records: ids, amount, facts: { a: maskedText(a ?? "") }, examples }];
}
