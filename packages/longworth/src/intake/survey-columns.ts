/** Which columns of a file of surveys are what: who, when, which question, which score, codes of the free text. */
import { UserError } from "../errors.js";
import { questionOf, type Question } from "../retention/satisfaction/questions.js";
import { satisfaction as words } from "../words/en/satisfaction.js";
import type { CustomerFile } from "./customer-file.js";
import { norm } from "./header-words.js";
import { fitting, headed, needed } from "./side-file.js";
import type { StagedColumn } from "./staged.js";

/** A score stands in a column of its question, or beside a column that names it. */
export type SurveyColumns = Readonly<{
  date: StagedColumn;
  codes: StagedColumn | undefined;
  comment: StagedColumn | undefined;
  scores: readonly Readonly<{ column: StagedColumn; question: Question }>[]; // of their own
  named: Readonly<{ question: StagedColumn; score: StagedColumn }> | undefined; // by the cells of a column
}>;

const DATES = ["date", "day", "answered", "answered at", "answered_at", "answered_on", "response date", "response_date", "responded_at", "survey_date", "survey date", "submitted", "submitted at", "submitted_at", "completed", "completed_at", "interview date", "interview_date", "created_at", "timestamp", "datum", "data"]; // prettier-ignore
const CODES = ["code", "codes", "topic", "topics", "tag", "tags", "theme", "themes", "category", "categories", "reason", "reasons", "thema", "themen", "kategorie"]; // prettier-ignore
const COMMENTS = ["comment", "comments", "text", "free text", "free_text", "feedback", "verbatim", "remark", "remarks", "why", "kommentar", "anmerkung", "komentarz"]; // prettier-ignore
const QUESTIONS = ["question", "survey", "kind", "type", "metric", "survey_type", "survey type", "scale", "frage", "pytanie"]; // prettier-ignore
const SCORES = ["score", "answer", "rating", "value", "response", "points", "antwort", "bewertung", "ocena"];

/** @throws column_missing where no column says when, or none says a score whose scale is known */
export function surveyColumns({ side, others }: CustomerFile): SurveyColumns {
  const isOther = ({ id }: StagedColumn): boolean => others.some((one) => one.id === id);
  const dates = [headed(side, DATES), ...fitting(side, "date")].filter(
    (column) => column !== undefined && isOther(column),
  );
  const date = needed(side, dates[0], "date");
  const rest = others.filter(({ id }) => id !== date.id);
  const called = (names: readonly string[]): StagedColumn | undefined =>
    rest.find(({ name }) => names.includes(norm(name)));
  const [codes, comment] = [called(CODES), called(COMMENTS)];
  const free = rest.filter(({ id }) => id !== codes?.id && id !== comment?.id);
  const scores = free.flatMap((column) => {
    const question = questionOf(column.name);
    return question === null ? [] : [{ column, question }];
  });
  const [question, score] = [called(QUESTIONS), called(SCORES)];
  const named = scores.length === 0 && question && score ? { question, score } : undefined;
  if (scores.length === 0 && named === undefined) {
    const { name, columns } = { name: side.staged.source.name, columns: side.staged.columns };
    const facts = { file: name, score: score?.name, found: columns.map((column) => column.name) };
    throw new UserError("column_missing", words.noScores(facts), { place: `${name}:1:1` });
  }
  return { date, codes, comment, scores, named };
}
