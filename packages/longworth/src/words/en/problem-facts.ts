/** What sentences about problems are made of: counts, money, shares. */
import { formatter } from "../format.js";

const { integer, cents, percent, plural } = formatter("en");

/** What a sentence names: counts, money in `total` terms, a share of revenue, a column, a value, a place, candidates. */
export type ProblemFacts = Readonly<{
  n: number;
  amount: string | null;
  currency: string | null;
  share: number | null;
  col: string;
  val: string;
  at: string;
  a: string;
  b: string;
}>;

/** A message and what to do next. */
export type Sentence = (facts: ProblemFacts) => Readonly<{ message: string; hint: string }>;

export const money = ({ amount, currency }: ProblemFacts): string =>
  amount === null ? "amount unknown" : cents(Number(amount), currency);
export const share = (f: ProblemFacts): string => (f.share === null ? "share unknown" : percent(f.share, 1));
export const count = (f: ProblemFacts, one: string, many = `${one}s`): string =>
  `${integer(f.n)} ${plural(f.n, { one, other: many })}`;
export const is = (f: ProblemFacts): string => plural(f.n, { one: "is", other: "are" });
export const has = (f: ProblemFacts): string => plural(f.n, { one: "has", other: "have" });
export const orBlank = (value: string): string => (value.trim() === "" ? "(blank)" : value);
export const NOTHING = "Nothing to do";
