/** Numbers with a unit, as people write them. Each reader gets the text and the option's name, for the message. */
import { en } from "../../words/en.js";
import { refuse } from "./refuse.js";

const bad = en.cli.bad;

const DAYS = { d: 1, w: 7, m: 365 / 12, y: 365 } as const; // 12m = 365d, 52w = 364d
const MAX_DAYS = 3650;

/** "365d", "52w", "12m", "1y" -> whole days, 1 to 3650. @throws bad_arguments */
export function duration(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([dwmy])$/i.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) throw refuse(bad.duration({ option, text }));
  const days = Math.round(Number(number) * DAYS[unit.toLowerCase() as keyof typeof DAYS]); // cast: the pattern has it
  if (days < 1 || days > MAX_DAYS) throw refuse(bad.durationRange({ option, text, max: MAX_DAYS }));
  return days;
}

/** "10%" or "0.10" -> 0.1, from 0 to 1. "10" is refused: it would be 1000 %. @throws bad_arguments */
export function share(text: string, option: string): number {
  const [, number, percent] = /^(-?\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (number === undefined) throw refuse(bad.share({ option, text }));
  const value = Number(number) / (percent === "%" ? 100 : 1);
  if (value > 1 && percent === "") throw refuse(bad.shareAsPercent({ option, text, number: Number(number) }));
  if (value < 0 || value > 1) throw refuse(bad.shareRange({ option, text }));
  return value;
}

/** A whole number within bounds. @throws bad_arguments */
export function whole(text: string, option: string, { min, max }: Readonly<{ min: number; max: number }>): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw refuse(bad.whole({ option, text, min, max }));
  return value;
}

const MB = { mb: 1, mib: 1.048576, gb: 1000, gib: 1073.741824 } as const;
const MIN_MEMORY_MB = 128;
const MAX_MEMORY_MB = 1_000_000;

/** "2GB", "800 MB", "1.5GiB" -> "2000MB". @throws bad_arguments below 128 MB */
export function memory(text: string, option: string): string {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(mb|mib|gb|gib)$/i.exec(text.trim()) ?? [];
  const factor = MB[(unit ?? "").toLowerCase() as keyof typeof MB] as number | undefined; // cast: undefined if none
  const megabytes = Math.floor(Number(number) * (factor ?? NaN));
  if (!(megabytes >= MIN_MEMORY_MB && megabytes <= MAX_MEMORY_MB)) throw refuse(bad.memory({ option, text }));
  return `${megabytes}MB`;
}

/** "0.05,0.1" -> [0.05, 0.1]: ascending, distinct, inside 0 and 1, whole percents. @throws bad_arguments */
export function quantiles(texts: readonly string[], option: string): readonly number[] {
  const parts = texts.flatMap((text) => text.split(",")).map((part) => part.trim());
  const values = parts.map((part) => (/^0?\.\d+$/.test(part) ? Number(part) : NaN));
  const wrong = values.findIndex((value) => !(value >= 0.01 && value <= 0.99) || !isWholePercent(value));
  if (wrong >= 0) throw refuse(bad.quantiles({ option, text: parts[wrong] ?? "" }));
  return [...new Set(values)].sort((a, b) => a - b);
}

const isWholePercent = (value: number): boolean => Math.abs(value * 100 - Math.round(value * 100)) < 1e-9;
