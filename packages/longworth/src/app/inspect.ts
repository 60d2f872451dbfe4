/** `inspect`: what is in a file and what `run` would do with it. A refused file gives the same object, with what is known. */
import { UserError } from "../errors.js";
import { readContracts } from "../intake/contracts/read-contracts.js";
import type { ContractIntake } from "../intake/contracts/result.js";
import { holdContracts } from "../intake/contracts/sources.js";
import type { Intake } from "../intake/intake.js";
import { readOrders } from "../intake/read-orders.js";
import type { Effects } from "../run/effects.js";
import { en } from "../words/en.js";
import { withInputs } from "./reader.js";
import type { ReadRequest } from "./run-request.js";

export type InspectRequest = ReadRequest & Readonly<{ scratch: string }>; // an empty folder for the engine

/** The error that `run` would give. */
export type Refusal = Readonly<{ code: string; message: string; hint: string; place: string | null; exitCode: number }>;

/** What `inspect --json` prints. Money is decimal text; null is "not known", because reading ended before. */
export type Inspection = Readonly<{
  layout: string | null;
  format: string | null;
  encoding: string | null;
  delimiter: string | null;
  columns: Intake["columns"]; // role -> header
  choices: Intake["choices"]; // role -> header, what decided, the next best
  explained: Intake["explained"]; // every column of the first file: its role, why, what else
  decisions: Intake["decisions"]; // what was decided, why, and the option that reverses it
  settled: Intake["settled"]; // what --write-config saves
  dateFormat: string | null;
  decimal: string | null;
  timezone: string | null;
  files: Intake["files"];
  records: number | null;
  accepted: number | null;
  setAside: number | null;
  rejected: number | null;
  orders: number | null;
  refunds: number | null;
  customers: number | null;
  currency: string | null;
  firstDate: string | null;
  lastDate: string | null;
  asOf: string | null;
  ladder: Intake["ladder"];
  total: string | null;
  refunded: string | null;
  problems: Intake["problems"];
  wouldRun: boolean;
  refusal: Refusal | null;
  contracts?: number; // of a file of contracts
  running?: number; // of them at as_of
  mrr?: string | null; // of these, a month
}>;

const NOTHING_KNOWN: Omit<Inspection, "wouldRun" | "refusal"> = {
  layout: null,
  format: null,
  encoding: null,
  delimiter: null,
  columns: {},
  choices: {},
  explained: [],
  decisions: [],
  settled: {},
  dateFormat: null,
  decimal: null,
  timezone: null,
  files: [],
  records: null,
  accepted: null,
  setAside: null,
  rejected: null,
  orders: null,
  refunds: null,
  customers: null,
  currency: null,
  firstDate: null,
  lastDate: null,
  asOf: null,
  ladder: [],
  total: null,
  refunded: null,
  problems: [],
};

type Known = Partial<Intake> & Partial<Pick<ContractIntake, "contracts" | "running" | "mrr" | "hasPrice" | "digits">>;

/** Read the inputs as `run` would. Refusals of the input are part of the result; wrong arguments and our bugs are thrown. */
export async function inspect(request: InspectRequest, effects: Effects): Promise<Inspection> {
  let known: Known = {};
  const tell = (facts: Known): void => {
    known = { ...known, ...facts };
  };
  const refusal = await refusalOf(() => read(request, effects, tell));
  const {
    hasAmounts: _amounts,
    hasMargin: _margin,
    hasStarts: _starts,
    hasPrice: _price,
    digits: _digits,
    ...told
  } = known;
  return { ...NOTHING_KNOWN, ...told, wouldRun: refusal === null, refusal };
}

async function read(request: InspectRequest, effects: Effects, tell: (facts: Known) => void): Promise<void> {
  const temp = await effects.files.realpath(request.scratch);
  effects.progress({ step: "read", done: 0, of: 1 });
  await withInputs(request, { effects, temp }, async ({ sources, engine }) => {
    const asked = { ...request, sources, temp, tell, explain: true };
    if (await holdContracts(sources, request, engine)) await readContracts(asked, engine, effects);
    else await readOrders(asked, engine, effects);
    effects.progress({ step: "read", done: 1, of: 1 });
  });
}

const REFUSED = 3;
const NOTHING_LEFT = 4;

/** The one door where a refusal is the answer, not a failure: whatever is about the input becomes a value. */
async function refusalOf(job: () => Promise<void>): Promise<Refusal | null> {
  try {
    await job();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof UserError) || ![REFUSED, NOTHING_LEFT].includes(thrown.exitCode)) throw thrown;
    const { code, facts, place = null, exitCode } = thrown;
    return { code, ...en.errors[code](facts), place, exitCode };
  }
}
