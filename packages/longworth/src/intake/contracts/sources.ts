/** Whether opened files hold contracts: by their headers, before anything is loaded. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { describePlace } from "../../sql/cluster-tables.js";
import { sql } from "../../sql/sql.js";
import type { Source } from "../source.js";
import { isContracts } from "./recognise.js";

const Column = z.object({ column_name: z.string() });

/** The first file decides: one run takes files of one kind. */
export async function holdContracts(
  sources: readonly Source[],
  map: Readonly<Record<string, string | undefined>>,
  engine: Engine,
): Promise<boolean> {
  const [source] = sources;
  if (!source) return false;
  if (source.kind === "text") return isContracts(source.columns, map);
  if (source.kind === "table") {
    const columns = await engine.rows(describePlace(source, source.table), z.object({ name: z.string() }));
    return isContracts(
      columns.map(({ name }) => name),
      map,
    );
  }
  const query = sql`SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(${source.path}))`;
  return isContracts(
    (await engine.rows(query, Column)).map(({ column_name: name }) => name),
    map,
  );
}
