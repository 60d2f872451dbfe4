/** Two manifests against each other: what a number of the result depends on, doubles within 1e-9 of each other. */
const TOLERANCE = 1e-9;
const OWN = ["run", "inputs", "artefacts", "execution", "cluster", "options"]; // of each run, not of its result

/** @returns {{ compared: number, worst: number, places: string[] }} numbers and texts that were compared, the largest relative difference, where it was too large */
export function differences(one, other) {
  const found = { compared: 0, worst: 0, places: [] };
  const names = Object.keys(one).filter((name) => !OWN.includes(name));
  for (const name of names) walk(one[name], other[name], name, found);
  return found;
}

function walk(a, b, place, found) {
  if (typeof a === "object" && a !== null && typeof b === "object" && b !== null) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const name of names) walk(a[name], b[name], `${place}.${name}`, found);
    return;
  }
  found.compared++;
  if (a === b) return;
  const isNumbers = typeof a === "number" && typeof b === "number";
  const distance = isNumbers ? Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)) : Infinity;
  if (distance <= TOLERANCE) found.worst = Math.max(found.worst, distance);
  else found.places.push(`${place}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`);
}
