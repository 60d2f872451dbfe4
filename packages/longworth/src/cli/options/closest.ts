/** What somebody who mistyped most likely meant. */

const MAX_DISTANCE_SHARE = 0.5; // of the longer word: beyond it a guess would be noise

const MIN_BEGINNING = 4; // letters beside dashes; shorter beginnings say little

/**
 * The only word that begins like this, else the one with the fewest changed, added, dropped or swapped letters;
 * undefined when none is near.
 */
export function closest(typed: string, words: readonly string[]): string | undefined {
  const longer = words.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  if (longer.length === 1 && typed.replace(/^-+/, "").length >= MIN_BEGINNING) return longer[0];
  const [best] = words
    .map((word) => ({ word, distance: distance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance: steps }) => steps <= MAX_DISTANCE_SHARE * Math.max(typed.length, word.length))
    .sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
  return best?.word;
}

/** Damerau-Levenshtein distance (optimal string alignment): a swap of neighbours is one step. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] ?? [];
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) steps = Math.min(steps, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(steps);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
