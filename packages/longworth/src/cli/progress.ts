/** Progress on stderr: a bar on a terminal, plain lines in a log, JSON lines for machines. */
import type { Progress } from "../run/effects.js";
import type { Words } from "../words/en.js";

export type ProgressMode = "bar" | "plain" | "json";

const WIDTH = 24; // cells of the bar
const CLEAR = "\r\u001b[K"; // to the start of the line, erase it

/** Where progress is shown, and with which names of steps. */
type Display = Readonly<{ mode: ProgressMode; words: Words; write: (text: string) => void }>;

/** A function that shows each event; `end` takes the bar away, so that what follows starts on a clean line. */
export function progressDisplay({ mode, words, write }: Display): Readonly<{
  show(event: Progress): void;
  end(): void;
}> {
  let shown = ""; // what the bar says now, so that it is not written twice
  const nameOf = nameWith(words);

  function bar({ step, done, of }: Progress): void {
    const filled = of > 0 ? Math.floor((WIDTH * Math.min(done, of)) / of) : 0;
    const line = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}  ${nameOf(step)}`;
    if (line === shown) return;
    write(`${CLEAR}${line}`);
    shown = line;
  }

  function plain({ step, done, of }: Progress): void {
    const line = done >= of ? `${nameOf(step)}: done` : `${nameOf(step)} …`;
    if (line === shown) return;
    write(`${line}\n`);
    shown = line;
  }

  return {
    show(event) {
      if (mode === "json") write(`${JSON.stringify(event)}\n`);
      else if (mode === "bar") bar(event);
      else plain(event);
    },
    end() {
      if (mode === "bar" && shown !== "") write(CLEAR);
      shown = "";
    },
  };
}

/** The words of a step; a step that has none is shown as it is. */
const nameWith =
  ({ cli }: Words) =>
  (step: string): string => {
    const names: Readonly<Record<string, string>> = cli.steps;
    return names[step] ?? step;
  };
