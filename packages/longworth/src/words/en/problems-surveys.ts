/** What was found among answers to surveys, by code. */
import { formatter } from "../format.js";
import { count, has, is, NOTHING, type Sentence } from "./problem-facts.js";

const { plural } = formatter("en");

export const ofSurveys = {
  survey_unknown_customer: (f) => ({
    message: `${count(f, "answer")} of the surveys ${is(f)} of customers whom the data do not have, first ${f.val} at ${f.at}`,
    hint: 'Export both with the same customer id; --map customer="…" names its column',
  }),
  survey_undated: (f) => ({
    message: `${count(f, "answer")} of the surveys ${has(f)} no day, first at ${f.at}: nothing says whether what a customer did came before or after`,
    hint: "Export surveys with the day of the answer",
  }),
  survey_after_as_of: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "was", other: "were" })} given after the last day, ${f.b}, first at ${f.at}`,
    hint: "Export the data up to the day of the surveys",
  }),
  survey_question_unknown: (f) => ({
    message: `${count(f, "record")} of the surveys ${plural(f.n, { one: "names", other: "name" })} a question whose scale is not known, first ${f.val} at ${f.at}`,
    hint: 'Write nps, csat or ces there, or the scale: "Delivery (1-7)"',
  }),
  score_unreadable: (f) => ({
    message: `${count(f, "answer")} of the surveys ${is(f)} no number, first ${f.val} at ${f.at}`,
    hint: "Export scores as numbers, or correct the cell",
  }),
  score_outside_scale: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "lies", other: "lie" })} outside the scale, first ${f.val} at ${f.at}`,
    hint: 'Correct the cell; another scale is written behind the name of the column: "csat (1-10)"',
  }),
  survey_repeated: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "is", other: "are" })} followed by another one of the same customer to the same question on the same day, first at ${f.at}; the last record counts`,
    hint: NOTHING,
  }),
} as const satisfies Record<string, Sentence>;
