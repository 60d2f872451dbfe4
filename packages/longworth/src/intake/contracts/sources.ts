/** Whether opened files hold contracts: by their headers, before anything is loaded. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { UserError } from "../../errors.js";
import { describePlace } from "../../sql/cluster-tables.js";
import { sql } from "../../sql/sql.js";
import { invoices as words } from "../../words/en/invoices.js";
import type { Source } from "../source.js";
import { isContracts } from "./recognise.js";

const Column = z.object({ column_name: z.string() });

type Asked = Readonly<{
  map: Readonly<Record<string, string | undefined>>;
  invoices?: readonly string[]; // then `--map` may name columns of these
}>;

/** One run takes files of one kind. @throws mixed_layouts where some hold contracts and others do not */
export async function holdContracts(
  sources: readonly Source[],
  { map, invoices = [] }: Asked,
  engine: Engine,
): Promise<boolean> {
  const own = invoices.length === 0 ? map : { ...map, date: undefined, order: undefined };
  const kinds = new Map<string, boolean>();
  for (const source of sources) {
    const headers = await headersOf(source, engine);
    kinds.set(source.name, isContracts(headers, own));
  }
  const [isContract = false] = kinds.values();
  const named = (is: boolean): string | undefined => [...kinds].find(([, kind]) => kind === is)?.[0];
  const [contracts, others] = [named(true), named(false)];
  if (contracts !== undefined && others !== undefined)
    throw new UserError("mixed_layouts", words.together({ contracts, others }), { place: others });
  return isContract;
}

async function headersOf(source: Source, engine: Engine): Promise<readonly string[]> {
  if (source.kind === "text") return source.columns;
  if (source.kind === "table")
    return (await engine.rows(describePlace(source, source.table), z.object({ name: z.string() }))).map(
      ({ name }) => name,
    );
  const query = sql`SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(${source.path}))`;
  return (await engine.rows(query, Column)).map(({ column_name: name }) => name);
}
