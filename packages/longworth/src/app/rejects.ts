/** rejects.csv: every rejected record with its place, for the owner's eyes. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { sql } from "../sql/sql.js";

const Row = z.object({ place: z.string(), code: z.string(), text: z.string().nullable() });

/** A cell that a spreadsheet would take for a formula gets a leading apostrophe. */
const cell = (value: string): string => {
  const safe = /^[\s]*[=+\-@＝＋－＠]/u.test(value) || /^[\t\r]/u.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** The text of the file, by place in the inputs. */
export async function rejectsCsv(engine: Engine): Promise<string> {
  const rows = await engine.rows(sql`SELECT place, code, text FROM rejects ORDER BY file, record, code`, Row);
  const lines = rows.map(({ place, code, text }) => [place, code, text ?? ""].map(cell).join(","));
  return `${["place,code,record", ...lines].join("\r\n")}\r\n`;
}
