/** Files about customers of a run, read once the customers are known. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { readAttributes, type Attributes } from "../intake/attributes.js";
import type { ContractIntake } from "../intake/contracts/result.js";
import type { Intake } from "../intake/intake.js";
import { CONTRACT_TABLES } from "../run/contracts/tables.js";
import type { Effects } from "../run/effects.js";
import { attributes as words } from "../words/en/attributes.js";
import type { ReadRequest, RunRequest } from "./run-request.js";

type Asked = Pick<RunRequest, "attributes" | "effort" | "model" | "backtest">;

/** @throws bad_arguments where nothing is learnt */
export function refuseAttributes({ attributes, effort, model, backtest }: Asked): void {
  if (attributes.length === 0) return;
  const learns = effort !== "quick" && model === "auto" && backtest;
  if (!learns) throw new UserError("bad_arguments", words.needsLearning());
}

type Tools = Readonly<{ engine: Engine; effects: Effects; temp: string }>;

/** @throws column_missing and whatever is wrong with a file */
export async function attributesOf(
  request: ReadRequest & Pick<RunRequest, "attributes">,
  intake: Intake,
  { engine, effects, temp }: Tools,
): Promise<Attributes> {
  const { attributes } = request;
  if (attributes.length === 0) return { files: [], facts: [] };
  const map = { customer: request.map.customer ?? intake.columns["customer"] };
  return readAttributes({ ...request, attributes, map, temp, asOf: intake.asOf ?? "" }, { engine, effects });
}

/** The same for contracts, whose intake has left their table. */
export async function contractAttributesOf(
  request: ReadRequest & Pick<RunRequest, "attributes">,
  { columns, asOf }: ContractIntake,
  { engine, effects, temp }: Tools,
): Promise<Attributes> {
  const { attributes } = request;
  if (attributes.length === 0) return { files: [], facts: [] };
  const map = { customer: request.map.customer ?? columns["customer"] };
  const asked = { ...request, attributes, map, temp, asOf, customers: CONTRACT_TABLES.contracts, hasLabels: true };
  return readAttributes(asked, { engine, effects });
}
