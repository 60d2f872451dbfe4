/** The error of a wrong option, from a sentence of words/. */
import { UserError } from "../../errors.js";

/** A sentence about what was given and what would be right. */
export type Refusal = Readonly<{ message: string; hint: string }>;

/** @param place file:line:column when the option stands in a file */
export const refuse = ({ message, hint }: Refusal, place?: string): UserError =>
  new UserError("bad_arguments", { message, hint }, { place });
