/** The command line: parses, hands over to app/, prints. The only place that catches. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { Command, CommanderError, Option } from "commander";
import { UserError } from "../errors.js";
import type { Effects } from "../run/effects.js";
import type { Words } from "../words/en.js";
import { visible } from "../words/format.js";
import { compareCommand } from "./compare.js";
import { demoCommand } from "./demo.js";
import { doctorCommand } from "./doctor.js";
import { driversCommand } from "./drivers.js";
import { explainCommand } from "./explain.js";
import { exportCommand } from "./export.js";
import { inspectCommand } from "./inspect.js";
import { loadCommand } from "./load.js";
import { choice } from "./options/choice.js";
import { CONFIG, isOn, OPTIONS, type OptionName, type Written } from "./options/table.js";
import type { ProgressMode } from "./progress.js";
import { pruneCommand } from "./prune.js";
import { reportCommand } from "./report.js";
import { runCommand } from "./run.js";
import { runsCommand } from "./runs.js";
import { scorePastCommand } from "./score-past.js";
import { lastOf, type Context, type Shell } from "./shell.js";
import { told, type Situation } from "./told.js";
import { verifyCommand } from "./verify.js";

const COMMANDS = [
  runCommand,
  inspectCommand,
  compareCommand,
  loadCommand,
  runsCommand,
  reportCommand,
  explainCommand,
  scorePastCommand,
  exportCommand,
  driversCommand,
  verifyCommand,
  pruneCommand,
  doctorCommand,
  demoCommand,
];

/** Run one command and return the exit code. stdout is the result and nothing else. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  let isJson = argv.includes("--json"); // not from the parser: its own errors are told as JSON, too
  let effects: Effects | undefined;
  let exitCode = 0;
  const shell: Shell = {
    context,
    async answer(job, tell, { written, threads = context.limits.threads, exitCode: codeOf = () => 0 }) {
      isJson ||= isOn(written, "json");
      const progress = progressMode(written) ?? (context.isTerminal.stderr ? "bar" : "plain");
      effects = context.effects({ threads, progress, quiet: isOn(written, "quiet") });
      const result = await job(effects);
      const text = isJson ? JSON.stringify(result) : visible(tell(result));
      if (text !== "") await context.stdout(`${text}\n`);
      exitCode = codeOf(result);
    },
    written: (given) => everythingWritten(given),
    withScratch: (job) => withScratch(context.scratch, job),
  };
  const program = buildProgram(shell);
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : [...argv], { from: "user" });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0; // --help, --version
    const error = told(thrown, situationOf(argv, program, { context, effects }));
    if (isJson) await context.stdout(`${JSON.stringify({ error })}\n`);
    else context.stderr(visible(`${context.words.cli.errorLine({ ...error, place: error.place ?? undefined })}\n`));
    if (error.code === "bug") context.stderr(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    return error.exitCode;
  } finally {
    await effects?.workers.close();
  }
}

function progressMode(written: Written): ProgressMode | undefined {
  const text = lastOf(written, "progress");
  return text === undefined ? undefined : choice(text, "--progress", ["bar", "plain", "json"]);
}

function buildProgram(shell: Shell): Command {
  const { cli } = shell.context.words;
  const program = new Command("longworth")
    .description(cli.program.description)
    .version(shell.context.version, "--version", cli.version)
    .helpOption("-h, --help", cli.helpOption)
    .option("--json", cli.options.json)
    .helpCommand("help [command]", cli.helpCommand)
    .addHelpText("after", cli.program.after)
    .exitOverride()
    .configureHelp({ helpWidth: 110, sortSubcommands: false })
    .configureOutput({ writeOut: (text) => void shell.context.stdout(text), writeErr: () => {} });
  for (const make of COMMANDS) {
    const command = make(shell).copyInheritedSettings(program).helpOption("-h, --help", cli.helpOption);
    addCommonOptions(command, shell.context.words);
    program.addCommand(command);
  }
  return program;
}

/** What every command takes, where it has not said so itself. */
function addCommonOptions(command: Command, { cli }: Words): void {
  command.optionsGroup(cli.groups.common);
  const common = [
    new Option("--json", cli.options.json),
    new Option("--progress <bar|plain|json>", cli.options.progress),
    new Option("--quiet", cli.options.quiet),
    new Option("--config <file>", cli.options.config),
  ];
  for (const option of common) if (!command.options.some(({ long }) => long === option.long)) command.addOption(option);
}

/** Options by their names in the table: those of the file, then those of the command line over them. */
async function everythingWritten(given: Readonly<Record<string, unknown>>): Promise<Written> {
  const line = Object.fromEntries(
    OPTIONS.flatMap(({ name }) => {
      const value = given[name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
      return value === undefined ? [] : [[name, textsOf(value)] as const];
    }),
  ) as Partial<Record<OptionName, readonly string[]>>; // cast: fromEntries forgets the keys' type
  const named = line.config?.at(-1);
  const file = named ?? CONFIG;
  const text = await readFile(file, "utf8").catch((thrown: unknown) => noConfig(thrown, named));
  const written = text === null ? line : { ...(await inFile(text, file)), ...line };
  progressMode(written);
  return written;
}

async function inFile(text: string, file: string): Promise<Written> {
  const { readConfig } = await import("./options/config.js"); // YAML: loaded when it is needed
  return readConfig(text, file);
}

function noConfig(thrown: unknown, named: string | undefined): null {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  const isMissing = code === "ENOENT" || code === "ENOTDIR";
  if (isMissing && named === undefined) return null;
  const file = named ?? CONFIG;
  if (isMissing) throw new UserError("file_not_found", { path: file }, { cause: thrown });
  if (code === "EISDIR")
    throw new UserError("file_not_found", { path: file, reason: "is a folder" }, { cause: thrown });
  throw thrown;
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

async function withScratch<T>(parent: string, job: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, "longworth-tmp-"));
  try {
    return await job(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function situationOf(
  argv: readonly string[],
  program: Command,
  { context, effects }: Readonly<{ context: Context; effects: Effects | undefined }>,
): Situation {
  const command = program.commands.find((one) => argv.includes(one.name())) ?? program;
  const reason: unknown = effects?.signal.reason;
  return {
    words: context.words,
    user: effects?.machine.user ?? "",
    isAborted: effects?.signal.aborted ?? false,
    stopReason: reason instanceof UserError ? reason : undefined,
    command: command === program ? "" : command.name(),
    flags: [...flagsOf(command), "--help"],
    elsewhere: (flag) => program.commands.filter((one) => flagsOf(one).includes(flag)).map((one) => one.name()),
    commands: program.commands.map((one) => one.name()),
  };
}

const flagsOf = ({ options }: Command): readonly string[] => options.flatMap(({ long }) => (long ? [long] : []));
