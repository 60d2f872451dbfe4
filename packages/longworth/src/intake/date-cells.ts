/** What one cell says about how dates are written: LAYOUTS section 5, date table. Pure; dates.ts reads the same forms in SQL. */
import { periodForm, type PeriodForm } from "./date-periods.js";
import { monthOf, monthWords } from "./month-names.js";
import { zoneIdOf, zoneOffset } from "./time-zones.js";

export type DateForm =
  | "iso" // year first, four digits: 2024-03-04, 2024/3/4, 2024.03.04, 2024年3月4日
  | "compact" // 20240304, 20240304153000, 20240304T1530Z
  | "dots" // 04.03.2024: day first
  | "numeric" // 03/04/2024, 03-04-2024: the column decides
  | "short" // three parts of at most two digits: the column decides
  | "named" // a month name; the day comes first, or the year when it has four digits
  | "roc" // 113/03/04: year + 1911
  | "era" // 令和6年3月4日, R6.3.4
  | "serial" // days of a spreadsheet
  | "seconds"
  | "milliseconds"
  | "microseconds" // since 1970, UTC
  | PeriodForm;

export type TimeMark = "none" | "offset" | "zone" | "unclear";

export type DateCell =
  | Readonly<{ kind: "empty" | "unreadable" | "zeros" }>
  | Readonly<{
      kind: "date";
      form: DateForm;
      month?: string; // the month's word as written, lower case
      time: boolean;
      halfDay: boolean; // am, pm and the like
      zone: TimeMark; // how the time says which zone it means
      zoneName?: string;
    }>;

const EMPTY = new Set(["", "-", "--", "—", "n/a", "null", "#n/a"]);
const HALF_DAY =
  /(^|[\s\d])(a\.?\s?m\.?|p\.?\s?m\.?|vorm\.?|nachm\.?|przed po[lł]\.?|po po[lł]\.?)(\s|$)|上午|下午|午前|午後/iu;
const OFFSET = /(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?$/;

/** Read one cell (trimmed). */
export function dateCell(cell: string): DateCell {
  const text = cell
    .replace(/^'/, "")
    .replace(/[\u00A0\u202F]/g, " ")
    .trim();
  if (EMPTY.has(text.toLowerCase())) return { kind: "empty" };
  if (/^[0\-/.: T]+$/.test(text) && text.includes("0")) return { kind: "zeros" };
  const numeric = numericForm(text);
  if (numeric)
    return {
      kind: "date",
      form: numeric,
      time: numeric !== "compact" || text.length > 8,
      halfDay: false,
      zone: "none",
    };
  const period = periodForm(text);
  if (period) return { kind: "date", ...period, time: false, halfDay: false, zone: "none" };
  const basic = /^(?:19|20|21)\d{6}T\d{4}(?:\d{2})?(Z|[+-]\d{2}:?(?:\d{2})?)?$/.exec(text);
  if (basic) {
    const [, zoneName] = basic;
    const zone = zoneName === undefined ? { zone: "none" as const } : { zone: "unclear" as const, zoneName };
    return { kind: "date", form: "compact", time: true, halfDay: false, ...zone };
  }
  const form = writtenForm(text);
  return form ? { kind: "date", ...form, ...timeOf(text) } : { kind: "unreadable" };
}

/** Digits only: what they mean goes by their number and value. */
function numericForm(text: string): DateForm | undefined {
  if (/^(19|20|21)\d{6}$/.test(text) || /^(19|20|21)\d{12}$/.test(text)) return "compact";
  if (/^\d{5}([.,]\d+)?$/.test(text))
    return Number(text.slice(0, 5)) >= 20_000 && Number(text.slice(0, 5)) <= 80_000 ? "serial" : undefined;
  if (/^\d{10}(\.\d+)?$/.test(text)) return Number(text) >= 1e9 && Number(text) <= 2.2e9 ? "seconds" : undefined;
  if (/^\d{13}$/.test(text)) return "milliseconds";
  return /^\d{16}$/.test(text) ? "microseconds" : undefined;
}

type Written = Readonly<{ form: DateForm; month?: string }>;

function writtenForm(text: string): Written | undefined {
  if (/^(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})(?!\d)/u.test(text)) return { form: "iso" };
  if (/^(1[0-2]\d|9\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.test(text))
    return /^\d{3}/.test(text) ? { form: "roc" } : { form: "short" };
  if (/^(令和|平成|[RH])(\d{1,2}|元)[年.](\d{1,2})[月.](\d{1,2})/u.test(text)) return { form: "era" };
  const day = text.replace(/^\p{L}+[.,]*\s+(?=\d{1,2}[-/.])/u, ""); // a weekday
  if (/^(\d{1,2})\.\s?(\d{1,2})\.\s?\d{4}(?!\d)/.test(day)) return { form: "dots" };
  if (/^(\d{1,2})[-/](\d{1,2})[-/]\d{4}(?!\d)/.test(day)) return { form: "numeric" };
  if (/^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2}(?!\d)/.test(day)) return { form: "short" };
  return namedForm(text);
}

function namedForm(text: string): Written | undefined {
  const month = monthWords(text).find((word) => monthOf(word) !== undefined);
  if (month === undefined) return undefined;
  const [first = "", second = ""] = text.match(/\d+/g) ?? [];
  const isYear = (digits: string): boolean => digits.length === 4 || digits.length === 2;
  const fits = first.length === 4 ? second.length <= 2 : first.length <= 2 && isYear(second);
  return fits ? { form: "named", month: month.toLowerCase() } : undefined;
}

function timeOf(text: string): Pick<Extract<DateCell, { kind: "date" }>, "time" | "halfDay" | "zone" | "zoneName"> {
  const found = /[T\s,日](?:\D{0,12}?)(\d{1,2}\s?[:h時时点]\s?\d{2}.*)$/u.exec(text);
  if (!found) return { time: false, halfDay: false, zone: "none" };
  const rest = (found[1] ?? "").trim().replace(/ \d{4}$/, ""); // a year behind the time
  const halfDay = HALF_DAY.test(text.slice(found.index));
  if (rest.endsWith("Z") || OFFSET.test(rest)) return { time: true, halfDay, zone: "offset" };
  const name = /\d\s?(?:[apAP]\.?[mM]\.?(?![A-Za-z]))?\s*(\(?[A-Za-z][A-Za-z_/&() .-]{2,})$/u
    .exec(rest)?.[1]
    ?.replace(/^\((.*)\)$/, "$1")
    .trim();
  if (name === undefined || /^(uhr|a\.?m|p\.?m)\.?$/i.test(name)) return { time: true, halfDay, zone: "none" };
  const zone = zoneOffset(name) === undefined && zoneIdOf(name) === undefined ? "unclear" : "zone";
  return { time: true, halfDay, zone, zoneName: name };
}
