import { expect, test } from "vitest";
import { progressDisplay, type ProgressMode } from "../../src/cli/progress.js";
import { en } from "../../src/words/en.js";

function shown(mode: ProgressMode, events: readonly (readonly [string, number, number])[]): string {
  let text = "";
  const display = progressDisplay({ mode, words: en, write: (part) => void (text += part) });
  for (const [step, done, of] of events) display.show({ step, done, of });
  display.end();
  return text;
}

const EVENTS = [
  ["fit", 0, 4],
  ["fit", 2, 4],
  ["fit", 4, 4],
  ["unknown-step", 1, 1],
] as const;

test("plain: one line when a step starts, one when it ends, whatever comes between", () =>
  expect(shown("plain", EVENTS)).toBe("fitting models …\nfitting models: done\nunknown-step: done\n"));

test("json: every event as it is", () =>
  expect(shown("json", [["fit", 2, 4]])).toBe('{"step":"fit","done":2,"of":4}\n'));

test("bar: written over itself and gone at the end", () => {
  const text = shown("bar", EVENTS);
  expect(text.split("\r\u001b[K").map((line) => line.replace(/[█░]/g, (cell) => (cell === "█" ? "#" : ".")))).toEqual([
    "",
    `${".".repeat(24)}  fitting models`,
    `${"#".repeat(12)}${".".repeat(12)}  fitting models`,
    `${"#".repeat(24)}  fitting models`,
    `${"#".repeat(24)}  unknown-step`,
    "",
  ]);
});

test("a step of nothing does not divide by it", () => expect(shown("bar", [["fit", 0, 0]])).toContain("░".repeat(24)));
