/** Files of surveys of a run, read once the customers are known. */
import type { Engine } from "../engines/engine.js";
import { readSurveys, type Surveys } from "../intake/surveys.js";
import type { Effects } from "../run/effects.js";
import type { Sql } from "../sql/sql.js";
import type { RunRequest } from "./run-request.js";

type Known = Readonly<{ asOf: string; currency: string | null; ids: Sql; customer: string | undefined }>;
type Tools = Readonly<{ engine: Engine; effects: Effects; temp: string }>;

/** @param known what was read of orders or contracts @throws column_missing and whatever is wrong with a file */
export async function surveysOf(
  request: RunRequest,
  { customer, ...known }: Known,
  { engine, effects, temp }: Tools,
): Promise<Surveys> {
  const map = { customer: request.map.customer ?? customer };
  return readSurveys({ ...request, ...known, map, temp, digits: 2 }, { engine, effects });
}
