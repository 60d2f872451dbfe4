/** What a survey asks: NPS, CSAT, CES or a scale of its own, told by the words of a header. */

/** Kinds of questions; each has a figure of its own. */
export const QUESTION_KINDS = ["nps", "csat", "ces", "scale"] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** `low` and `high` are the ends of the scale as it is written; reversed: the high end is the bad one. */
export type Question = Readonly<{
  name: string;
  kind: QuestionKind;
  low: number;
  high: number;
  isReversed: boolean;
}>;

/** Where an answer stands: detractors, passives, promoters of an NPS and their like. */
export const MOODS = ["low", "middle", "top"] as const;
export type Mood = (typeof MOODS)[number];

const USUAL = { nps: [0, 10], csat: [1, 5], ces: [1, 7] } as const;
const WORDS: readonly (readonly [QuestionKind, RegExp])[] = [
  ["nps", /\bnps\b|net promoter|recommend|weiterempf|polec/u],
  ["csat", /\bcsat\b|satisf|zufrieden|zadowol/u],
  ["ces", /\bces\b|effort|aufwand|wysiłek/u],
];
const RANGE = /[([]?\s*(\d{1,3})\s*(?:-|–|\.\.|to|bis|do)\s*(\d{1,3})\s*[)\]]?\s*$/u;

/** The question that a header asks, null where nothing says its scale: "NPS", "csat", "Delivery (1-7)", "Effort (7-1)". */
export function questionOf(header: string): Question | null {
  const name = header.trim();
  const text = name.toLowerCase().replaceAll("_", " ");
  const range = RANGE.exec(text);
  const kind = WORDS.find(([, words]) => words.test(text))?.[0] ?? "scale";
  const [from, to] = range ? [Number(range[1]), Number(range[2])] : kind === "scale" ? [0, 0] : USUAL[kind];
  if (from === to) return null;
  return { name, kind, low: Math.min(from, to), high: Math.max(from, to), isReversed: from > to };
}

/**
 * Where moods begin, in points counted from the bad end: an NPS by its book (0 to 6, 7 and 8, 9 and 10), a CSAT by its
 * two best points, others by half and three quarters of the scale.
 */
export function moodCuts({ kind, low, high }: Question): Readonly<{ middle: number; top: number }> {
  if (kind === "nps") return { middle: 7, top: 9 };
  const middle = low + (high - low) / 2;
  return { middle, top: kind === "csat" ? high - 1 : low + 0.75 * (high - low) };
}

/** @param points counted from the bad end */
export function moodOf(question: Question, points: number): Mood {
  const { middle, top } = moodCuts(question);
  return points >= top ? "top" : points >= middle ? "middle" : "low";
}

/** Points counted from the bad end, as written and back: the same step. */
export const turned = ({ low, high, isReversed }: Question, score: number): number =>
  isReversed ? low + high - score : score;

/** Only a scale of its own may have parts of points (a mean of several items). */
export const isWhole = ({ kind }: Question): boolean => kind !== "scale";
