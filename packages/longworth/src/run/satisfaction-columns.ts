/** What each customer said, beside what is published of him. */
import type { Engine } from "../engines/engine.js";
import type { Surveys } from "../intake/surveys.js";
import { saidByCustomer, withSaid } from "../sql/survey-outcomes.js";
import { ident, sql } from "../sql/sql.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";
import { TABLES } from "./prepare.js";
import { CURRENT_TABLE } from "./satisfaction.js";

const SCORED = "customers_said";
export const SAID_TABLE = "said_by_customer";

/** The last answers to the main question, by customer. @returns false where there is no answer */
export async function makeSaid(
  engine: Engine,
  [main]: readonly QuestionFacts[],
  { questions }: Surveys,
): Promise<boolean> {
  if (main === undefined) return false;
  const question = questions.findIndex(
    ({ name, low, high }) => name === main.name && low === main.low && high === main.high,
  );
  const said = saidByCustomer({ current: CURRENT_TABLE, question, name: main.name });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(SAID_TABLE)} AS ${said}`);
  return true;
}

/** The view of scored customers, with what they said where they were asked. @returns its name */
export async function withSatisfaction(
  engine: Engine,
  satisfaction: readonly QuestionFacts[],
  surveys: Surveys,
): Promise<string> {
  if (!(await makeSaid(engine, satisfaction, surveys))) return TABLES.scored;
  await engine.execute(
    sql`CREATE OR REPLACE VIEW ${ident(SCORED)} AS ${withSaid(ident(TABLES.scored), ident(SAID_TABLE))}`,
  );
  return SCORED;
}
