/** Many seeded damages of every simulated export, and what became of them. */
import { random } from "@longworth/models";
import { expect } from "vitest";
import { damaged, FAULTS } from "./faults.js";
import { outcomeOf, readBytes, type Outcome, type Truth } from "./judge.js";
import { simulatedSheets, type Sheet } from "./sheets.js";

export type Trial = Readonly<{ sheet: string; faults: readonly string[]; seed: number; outcome: Outcome }>;

/** The sheet as it is, which is read exactly: nothing is refused. */
export async function truthOf(sheet: Sheet): Promise<Truth> {
  const read = await readBytes(damaged(sheet, [], Math.random), sheet.name);
  expect(read.refusal, sheet.name).toBeNull();
  const sizes = sheet.rows.flatMap(({ cells }) =>
    sheet.money.map((column) => Number((cells[sheet.header.indexOf(column)] ?? "").replace(/\D/gu, "")) / 100),
  );
  return { read, largest: Math.max(...sizes) };
}

const TURNS = 8; // until another fault has its turn: this one may have nothing to damage here

/** The bytes of one trial: its seed decides the sheet, the faults and where they are. */
export function trialOf(seed: number, sheets: readonly Sheet[]) {
  const next = random.seeded(seed);
  const sheet = sheets[seed % sheets.length];
  const names = Object.keys(FAULTS);
  const whole = damaged(sheet, [], next);
  for (let turn = 0; ; turn++) {
    const first = names[(Math.floor(seed / sheets.length) + Math.floor(turn / TURNS)) % names.length];
    const others = names.filter((name) => name !== first);
    const faults = next() < 0.5 ? [first] : [first, others[Math.floor(next() * others.length)]];
    const bytes = damaged(sheet, faults, next);
    if (!bytes.equals(whole)) return { sheet, faults, bytes };
  }
}

const AT_ONCE = 4; // files that are read side by side

/** @param told called after each trial */
export async function damageFiles(
  count: number,
  from: number,
  told?: (trial: Trial) => void,
): Promise<readonly Trial[]> {
  const sheets = simulatedSheets();
  const truths = new Map<Sheet, Truth>();
  for (const sheet of sheets) truths.set(sheet, await truthOf(sheet));
  const trials: Trial[] = [];
  let seed = from;
  const work = async (): Promise<void> => {
    while (seed < from + count) {
      const own = seed++;
      const { sheet, faults, bytes } = trialOf(own, sheets);
      const truth = truths.get(sheet);
      if (!truth) throw new Error("every sheet was read");
      const trial = { sheet: sheet.name, faults, seed: own, outcome: await outcomeOf(bytes, sheet.name, truth) };
      told?.(trial);
      trials.push(trial);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return trials.toSorted((a, b) => a.seed - b.seed);
}
