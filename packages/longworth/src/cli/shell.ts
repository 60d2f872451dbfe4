/** What a command gets: a way to answer, and what was said on the command line or in the configuration file. */
import type { MachineFacts } from "../app/doctor.js";
import type { Effects } from "../run/effects.js";
import type { Words } from "../words/en.js";
import type { MachineLimits } from "./options/request.js";
import type { OptionName, Written } from "./options/table.js";
import type { ProgressMode } from "./progress.js";

/** What the effects of one command depend on. */
export type Settings = Readonly<{ threads: number; progress: ProgressMode; quiet: boolean }>;

/** All that the command line is built on. The real one is made in start.ts, tests make their own. */
export type Context = Readonly<{
  effects: (settings: Settings) => Effects;
  words: Words;
  limits: MachineLimits; // defaults of --threads and --memory
  facts: () => MachineFacts;
  stdout: (chunk: string | Uint8Array) => void | Promise<void>;
  stderr: (text: string) => void;
  isTerminal: Readonly<{ stdout: boolean; stderr: boolean }>;
  scratch: string; // where a folder for passing files may be made: the system's temporary folder
  version: string;
}>;

/** Where an answer goes, how it looks, and with which code the command ends (0 unless given). */
export type Answering<T> = Readonly<{ written: Written; threads?: number; exitCode?: (result: T) => number }>;

/** A command never prints: it says what to do and how the result reads. */
export type Shell = Readonly<{
  context: Context;
  /** Does the job, then prints its result as one JSON object or as `tell` words it. */
  answer<T>(job: (effects: Effects) => Promise<T>, tell: (result: T) => string, how: Answering<T>): Promise<void>;
  /** Options of the command line over those of the configuration file. @throws bad_arguments */
  written(given: Readonly<Record<string, unknown>>): Promise<Written>;
  /** Files of this job go into a folder of their own, removed when it ends. */
  withScratch<T>(job: (folder: string) => Promise<T>): Promise<T>;
}>;

/** A value of a command's own option, as commander gives it. */
export const textOf = (given: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = given[name];
  return typeof value === "string" ? value : undefined;
};

/** The last of what an option was given. */
export const lastOf = (written: Written, name: OptionName): string | undefined => written[name]?.at(-1);
