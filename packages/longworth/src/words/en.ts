/** Every sentence a user reads, in English: the complete catalogue, by subject. A sentence takes facts, never finished text. */
import { cli } from "./en/cli.js";
import { compare } from "./en/compare.js";
import { contractFindings } from "./en/contract-findings.js";
import { contractReport } from "./en/contract-report.js";
import { contractResults } from "./en/contract-results.js";
import { contracts } from "./en/contracts.js";
import { doctor } from "./en/doctor.js";
import { drivers } from "./en/drivers.js";
import { errors } from "./en/errors.js";
import { explain } from "./en/explain.js";
import { findings } from "./en/findings.js";
import { inspect } from "./en/inspect.js";
import { past } from "./en/past.js";
import { problems } from "./en/problems.js";
import { reading } from "./en/reading.js";
import { report } from "./en/report.js";
import { run } from "./en/run.js";

export const en = {
  cli,
  compare,
  contractFindings,
  contractReport,
  contractResults,
  contracts,
  doctor,
  drivers,
  errors,
  explain,
  findings,
  inspect,
  past,
  problems,
  reading,
  report,
  run,
};

/** Another language is a `Words`: one that lacks a sentence does not compile. */
export type Words = typeof en;
