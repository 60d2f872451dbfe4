/** Time zones: names that exports write, and the offsets of a zone over the years, so that SQL converts with plain arithmetic. */
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";

const HOUR = 3600;

/** Hours east of UTC of names with one meaning. CST, IST, AST have several and are not here. */
const NAMES: Readonly<Record<string, number>> = {
  UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3,
  PST: -8, PDT: -7, MST: -7, MDT: -6, CDT: -5, EST: -5, EDT: -4, BRT: -3,
  JST: 9, KST: 9, HKT: 8, SGT: 8, AWST: 8, AEST: 10, AEDT: 11, ACST: 9.5, NZST: 12, NZDT: 13,
}; // prettier-ignore

/** Seconds east of UTC for a name of the table; undefined when it is unknown or has several meanings. */
export function zoneOffset(name: string): number | undefined {
  const hours = NAMES[name.toUpperCase()];
  return hours === undefined ? undefined : hours * HOUR;
}

/** From `from` (seconds since 1970, UTC) on the zone is `offset` seconds east of UTC. */
export type Transition = Readonly<{ from: number; offset: number }>;

/** @throws bad_arguments */
function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw new UserError("bad_arguments", reading.badZone({ zone }), { place: "--timezone", cause });
  }
}

/**
 * The offsets of an IANA zone from the start of `firstYear` to the end of `lastYear`, ascending; the first one holds before, too.
 * @throws bad_arguments when the zone is unknown
 */
export function transitions(zone: string, firstYear: number, lastYear: number): readonly Transition[] {
  const format = formatOf(zone);
  const offsetAt = (seconds: number): number => {
    const parts = format.formatToParts(new Date(seconds * 1000));
    const of = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((part) => part.type === type)?.value ?? 0);
    const local = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
    return local / 1000 - seconds;
  };
  const start = Date.UTC(firstYear, 0, 1) / 1000 - 24 * HOUR;
  const end = Date.UTC(lastYear + 1, 0, 1) / 1000 + 24 * HOUR;
  const found: Transition[] = [{ from: start, offset: offsetAt(start) }];
  const step = 28 * 24 * HOUR; // no zone changes twice within four weeks (Ramadan in Morocco comes close)
  for (let at = start; at < end; at += step) {
    const before = offsetAt(at);
    const after = offsetAt(at + step);
    if (before === after) continue;
    let [low, high] = [at, at + step];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ from: high, offset: after });
  }
  return found;
}
