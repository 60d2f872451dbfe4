/** Tables of cohorts by their headers: a row per cohort and a column per age, or a row per period and a column per cohort. */
import { norm } from "../header-words.js";

const TIME =
  /^(year|month|quarter|week|period|date|jahr|monat|quartal|rok|miesiąc|année|mois|año|mes|anno|mese|ano|mês|年|月)$/u;
const COHORT = /cohort|kohort|vintage|jahrgang|cohorte|coorte|コホート|队列/u;
const START =
  /^$|year|month|quarter|period|date|start|sign ?up|joined|acquired|jahr|monat|quartal|rok|miesi|année|mois|año|mes|anno|ano|mês|年|月/u;
const SIZE =
  /^(cohort )?(size|customers|users|count|new|total|start|started|acquired|größe|kunden|klienci|clients|clientes|clienti|klanten|人数)( customers| users)?$/u;
const AGE = /^(?:(?:month|year|period|renewal|monat|jahr|m|y|age)[ _]?)?(\d{1,3})$/u;
const BARE = /^\d{1,3}$/u;
const LEAST_AGES = 2;

/** `calendar`: a row per calendar period, a column per cohort. `ages`: a row per cohort, a column per age 0, 1, 2, … */
export type CountsShape = "calendar" | "ages";

/**
 * Which shape the headers have; null: they are of no table of cohorts. Ages count on from 0, or from 1 where a column of
 * sizes stands before them or the first of them is the start.
 */
export function countsShape(headers: readonly string[]): CountsShape | null {
  const [first = "", ...rest] = headers.map(norm);
  if (rest.length === 0) return null;
  if (TIME.test(first) && rest.every((name) => COHORT.test(name))) return "calendar";
  return (COHORT.test(first) || START.test(first)) && areAges(rest) ? "ages" : null;
}

function areAges(names: readonly string[]): boolean {
  const [head = "", ...others] = names;
  const isSized = SIZE.test(head);
  const ages = (isSized ? others : names).map((name) => Number(AGE.exec(name)?.[1] ?? NaN));
  const from = isSized || ages[0] === 1 ? 1 : 0;
  return ages.length >= LEAST_AGES && ages.every((age, i) => age === i + from);
}

/**
 * A first row of a name and bare numbers that count on is a header, and not a record, where the rows below begin with
 * periods. @param below first cells of the rows that follow
 */
export function isAgeHeader(cells: readonly string[], below: readonly string[]): boolean {
  const isCounted = countsShape(cells) === "ages" && cells.slice(2).every((cell) => BARE.test(norm(cell)));
  return isCounted && below.length > 0 && below.every((cell) => startOf(cell) !== null);
}

/** A first row that calls itself one of cohorts and goes on with numbers. */
export const namesCohorts = ([first = "", ...rest]: readonly string[]): boolean =>
  COHORT.test(norm(first)) && rest.length > 1 && rest.slice(1).every((cell) => BARE.test(norm(cell)));

/** "2003", "2024-05", "2024-05-01", "2024-Q2" as a first day. */
export function startOf(label: string): string | null {
  const quarter = /^(\d{4})[- ]?q([1-4])$/iu.exec(label);
  if (quarter) return `${quarter[1]}-${`${Number(quarter[2]) * 3 - 2}`.padStart(2, "0")}-01`;
  const [, year, month = "01"] = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-\d{2})?)?$/u.exec(label) ?? [];
  return year === undefined ? null : `${year}-${month}-01`;
}
