/** The whole command line as a function call. */
import { main } from "../../src/cli/main.js";
import type { Context, Settings } from "../../src/cli/shell.js";
import { en } from "../../src/words/en.js";
import { emptyFolder, testEffects } from "./effects.js";

export type CliResult = Readonly<{ exitCode: number; stdout: string; stderr: string; settings: readonly Settings[] }>;

/** A run without a workspace gets an empty one, so that a test writes nothing into the repository. */
const withWorkspace = (argv: readonly string[]): readonly string[] =>
  argv[0] === "run" && !argv.includes("--workspace") && !argv.includes("--help")
    ? ["run", "--workspace", emptyFolder(), ...argv.slice(1)]
    : argv;

/** Runs `longworth …argv`; `parts` replaces parts of the context. */
export async function runCli(argv: readonly string[], parts: Partial<Context> = {}): Promise<CliResult> {
  const stdout: Uint8Array[] = [];
  const stderr: string[] = [];
  const settings: Settings[] = [];
  const exitCode = await main(withWorkspace(argv), {
    effects(asked) {
      settings.push(asked);
      return testEffects();
    },
    words: en,
    limits: { threads: 1, memory: "1000MB" }, // tests run beside each other; those of threads say how many
    facts: () => ({ node: "20.19.0", processors: 4, ram: 8e9, group: null }),
    stdout: (chunk) => void stdout.push(Buffer.from(chunk)),
    stderr: (text) => void stderr.push(text),
    isTerminal: { stdout: false, stderr: false },
    scratch: emptyFolder(),
    version: "0.0.0-test",
    ...parts,
  });
  return { exitCode, stdout: Buffer.concat(stdout).toString("utf8"), stderr: stderr.join(""), settings };
}
