/** The password or token for a Trino: from the environment or a file that only its owner reads. */
import type { TrinoAddress, TrinoSecret } from "../engines/trino-address.js";
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";
import { cluster as words } from "../words/en/cluster.js";

const OTHERS = 0o077;

type Sources = Readonly<{ env: Readonly<Record<string, string | undefined>>; files: Pick<Files, "stat" | "readFile"> }>;

/** @throws bad_arguments for several secrets, one that travels in clear, or a file that others can read */
export async function trinoSecret({ server }: Pick<TrinoAddress, "server">, sources: Sources): Promise<TrinoSecret> {
  const { LONGWORTH_TRINO_PASSWORD, LONGWORTH_TRINO_TOKEN, LONGWORTH_TRINO_SECRET_FILE: file } = sources.env;
  const given = [LONGWORTH_TRINO_PASSWORD, LONGWORTH_TRINO_TOKEN, file].filter((each) => each !== undefined);
  if (given.length === 0) return { none: true };
  if (given.length > 1) throw new UserError("bad_arguments", words.secretTwice());
  if (server.startsWith("http:")) throw new UserError("bad_arguments", words.secretInClear());
  if (LONGWORTH_TRINO_TOKEN !== undefined) return { token: LONGWORTH_TRINO_TOKEN };
  if (LONGWORTH_TRINO_PASSWORD !== undefined) return { password: LONGWORTH_TRINO_PASSWORD };
  return secretIn(file ?? "", sources.files);
}

/** The first line is the password; `token:` in front of it makes it a JWT. */
async function secretIn(file: string, files: Sources["files"]): Promise<TrinoSecret> {
  const { mode } = await files.stat(file);
  if ((mode & OTHERS) !== 0) throw new UserError("bad_arguments", words.secretFileOpen({ path: file }));
  const [line = ""] = (await files.readFile(file, "utf8")).split(/\r?\n/);
  return line.startsWith("token:") ? { token: line.slice("token:".length).trim() } : { password: line };
}
