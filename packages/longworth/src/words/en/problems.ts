/** What was found in the input, by code, and the facts of refusals that name columns or values. */
import { aside } from "./problems-aside.js";
import { ofContracts } from "./problems-contracts.js";
import { noted } from "./problems-noted.js";
import { ofSurveys } from "./problems-surveys.js";
import { refusals } from "./refusals.js";

export const problems = { notes: { ...noted, ...aside, ...ofContracts, ...ofSurveys }, ...refusals };
