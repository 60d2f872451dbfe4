/** What a run keeps so that one customer's forecast can be explained later: the recipe, the cells, the customers' days. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import type { KeptRecipe } from "../forecast/explain.js";
import { FACTS_TABLE } from "../intake/attributes.js";
import { keptFacts } from "../sql/fact-rows.js";
import { keptDays } from "../sql/kept-days.js";
import { sql, type Sql } from "../sql/sql.js";
import type { Effects } from "./effects.js";
import type { Forecast } from "./forecast.js";
import { TABLES, type Prepared } from "./prepare.js";
import type { PipelineRequest } from "./request.js";
import { isUncertain } from "./score-cells.js";

/** Customers with a purchase up to which their days are kept: of more, writing them would make a run seconds longer. */
export const KEPT_UP_TO = 250_000;

export interface KeptParts {
  readonly request: PipelineRequest;
  readonly prepared: Prepared;
  readonly made: Forecast;
  readonly files: Effects["files"];
}

/** recipe.json, cells.parquet and days.parquet; nothing where there are too many customers. */
export async function writeKept(
  engine: Engine,
  { request, prepared, made, files }: KeptParts,
  write: (name: string, query: Sql) => Promise<void>,
): Promise<void> {
  if (prepared.business.buyers > KEPT_UP_TO) return;
  const { recipe, learners, scores, served, scored } = made;
  const { scaling } = scores;
  const { horizons, draft } = request;
  const used = made.judged?.history.facts?.columns.map(({ name }) => name) ?? [];
  const facts = request.attributes.facts.filter(({ name }) => used.includes(name));
  const kept: KeptRecipe = { recipe, learners, scope: scored.scope, served, uncertain: isUncertain(recipe), scaling, horizons, facts: facts.map(({ name, column, isCategory }) => ({ name, column, isCategory })) }; // prettier-ignore
  await files.writeFile(path.join(draft, "recipe.json"), `${JSON.stringify(kept)}\n`);
  const { cells, corrections } = scored;
  const none = (): Float64Array => new Float64Array(cells.weight.length);
  const { frequency, recency, tenure, spendCount: spend_count, weight: customers } = cells;
  const table = {
    cell: Int32Array.from(cells.weight.keys(), (i) => i + 1),
    frequency,
    recency,
    tenure,
    spend_count,
    customers,
    learnt_active: corrections?.active ?? none(),
    learnt_orders: corrections?.orders ?? none(),
    learnt_value: corrections?.value ?? none(),
    learnt_value_point: corrections?.valuePoint ?? none(),
  };
  await engine.load(table, "kept_cells");
  await write("cells", sql`SELECT * FROM kept_cells ORDER BY cell`);
  const names = facts.map(({ column }) => column);
  if (facts.length > 0) await write("facts", keptFacts(TABLES.sample, FACTS_TABLE, names));
  await write("days", keptDays(TABLES, request.hasAmounts));
}
