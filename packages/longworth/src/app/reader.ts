/** Inputs that are read and leave nothing behind: files, or a table of a cluster and a schema of our own that is gone afterwards. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { openInputs } from "../intake/read-orders.js";
import { readablePaths, tableSource, type Source } from "../intake/source.js";
import type { Effects } from "../run/effects.js";
import * as made from "../sql/cluster-tables.js";
import { sha256 } from "../workspace/durable.js";
import { clusterOf, dropDraft } from "./cluster.js";
import type { ReadRequest, RunRequest } from "./run-request.js";

export type Reading = Readonly<{ sources: readonly Source[]; engine: Engine }>;
type Asked = ReadRequest & Pick<RunRequest, "output">;

/** Opens the inputs and the engine that reads them, closed when `job` has ended. @param temp a folder of its own */
export async function withInputs<T>(
  request: Asked,
  { effects, temp }: Readonly<{ effects: Effects; temp: string }>,
  job: (reading: Reading) => Promise<T>,
): Promise<T> {
  const { threads, memory, output } = request;
  const address = clusterOf(request);
  const limits = { threads, memory, temp, readable: [], writable: [temp] };
  if (address === null) {
    const sources = await openInputs({ ...request, temp }, effects);
    const engine = await effects.openEngine({ ...limits, readable: readablePaths(sources) });
    return closing(engine, () => job({ sources, engine }));
  }
  const { catalog } = output ?? address;
  const owner = ownerOf(effects);
  const draft = { catalog, schema: made.draftSchema(owner, `${effects.machine.pid}`) };
  const engine = await effects.openCluster({ ...limits, cluster: { address, ...draft } });
  return closing(engine, async () => {
    await sweepDead(engine, { catalog, owner }, effects);
    await engine.execute(made.createSchema(draft));
    try {
      return await job({ sources: [tableSource(address)], engine });
    } finally {
      if (!effects.signal.aborted) await dropDraft(engine, draft);
    }
  });
}

async function closing<T>(engine: Engine, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } finally {
    engine.close();
  }
}

/** Readers of this machine: their schemas carry the process, so that those of dead ones can be told. */
const ownerOf = ({ machine }: Effects): string => sha256(`${machine.host}:readers`).slice(0, 8);

async function sweepDead(
  engine: Engine,
  { catalog, owner }: Readonly<{ catalog: string; owner: string }>,
  { machine }: Effects,
): Promise<void> {
  const prefix = made.draftPrefix(owner);
  for (const { name } of await engine.rows(made.schemaNames(catalog), z.object({ name: z.string() }))) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : NaN;
    if (!Number.isInteger(pid)) continue;
    const isOld = pid === machine.pid || (await machine.processStart(pid)) === null;
    if (isOld) await dropDraft(engine, { catalog, schema: name });
  }
}
