/** What reading a damaged file gives, beside what the same file gives undamaged. */
import { inspect, type Inspection } from "../../../src/app/inspect.js";
import { UserError } from "../../../src/errors.js";
import { emptyFolder, testEffects } from "../../support/effects.js";
import { DEFAULTS, fileWith } from "../../support/intake-of.js";
import { rmSync } from "node:fs";
import path from "node:path";

/** What must not be wrong without a word: a silent misread is one of these that differs while nothing is named. */
const FACTS = ["customers", "orders", "refunds", "total", "refunded", "firstDate", "lastDate"] as const;

export type Outcome =
  | Readonly<{ kind: "exact" }>
  | Readonly<{ kind: "named"; code: string }> // other facts, and a problem with its place that accounts for them
  | Readonly<{ kind: "refused"; code: string }> // with its place
  | Readonly<{ kind: "silent"; why: string }>;

/** An undamaged file as it is read, and the most that one record of it can hold. */
export type Truth = Readonly<{ read: Inspection; largest: number }>;

/** Reading with the defaults. */
export const REQUEST = {
  ...DEFAULTS,
  status: {},
  map: {},
  margin: undefined,
  maskIds: false,
  threads: 1,
  memory: "500MB",
};

/** @throws whatever is no answer about the input: a bug */
export async function readBytes(bytes: Uint8Array, name: string): Promise<Inspection> {
  const scratch = emptyFolder();
  const file = fileWith(bytes, name);
  try {
    return await inspect({ ...REQUEST, inputs: [file], scratch }, testEffects());
  } finally {
    rmSync(scratch, { recursive: true });
    rmSync(path.dirname(file), { recursive: true });
  }
}

/** The answer of the reader, judged. A refusal for a limit is one as well. */
export async function outcomeOf(bytes: Uint8Array, name: string, truth: Truth): Promise<Outcome> {
  try {
    return judged(await readBytes(bytes, name), truth);
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.place !== undefined) return { kind: "refused", code: thrown.code };
    return { kind: "silent", why: `threw ${String(thrown)}` };
  }
}

function judged(read: Inspection, truth: Truth): Outcome {
  const { refusal } = read;
  const isPlaced = refusal?.place !== null || read.problems.some(({ examples }) => examples.length > 0);
  if (refusal)
    return !isPlaced
      ? { kind: "silent", why: `refused as ${refusal.code} without a place` }
      : { kind: "refused", code: refusal.code };
  const differ = FACTS.filter((fact) => read[fact] !== truth.read[fact]);
  if (differ.length === 0) return { kind: "exact" };
  const told = differ.map((fact) => `${fact} ${truth.read[fact]} read as ${read[fact]}`).join(", ");
  const named = namedIn(read, truth.read);
  const [first] = named;
  if (!first) return { kind: "silent", why: told };
  if (named.some(({ code }) => code === "end_in_doubt")) return { kind: "named", code: "end_in_doubt" };
  const records = named.reduce((sum, each) => sum + each.records, 0);
  const off = Math.max(
    ...(["customers", "orders", "refunds"] as const).map((fact) => distance(read, truth.read, fact)),
  );
  const money = Math.max(distance(read, truth.read, "total"), distance(read, truth.read, "refunded"));
  return off <= records && money <= records * truth.largest
    ? { kind: "named", code: first.code }
    : { kind: "silent", why: `${told}; only ${records} records are named, as ${first.code}` };
}

const distance = (read: Inspection, truth: Inspection, fact: (typeof FACTS)[number]): number =>
  Math.abs(Number(read[fact]) - Number(truth[fact]));

type Named = Readonly<{ code: string; records: number }>;

/** Problems that the undamaged file does not have, with a place, most records first. */
function namedIn(read: Inspection, truth: Inspection): readonly Named[] {
  return read.problems
    .map(({ code, records, examples, message }) => {
      const before = truth.problems.find((problem) => problem.code === code)?.records ?? 0;
      const isPlaced = examples.length > 0 || /:\d+/u.test(message);
      return { code, records: isPlaced ? records - before : 0 };
    })
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => b.records - a.records);
}
