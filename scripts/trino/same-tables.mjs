/** The Parquet tables of two runs against each other, by DuckDB: doubles within 1e-9 of each other, all else equal. */
import { DuckDBInstance } from "@duckdb/node-api";
import { readdirSync } from "node:fs";
import path from "node:path";

const TOLERANCE = 1e-9;
const AT_A_TIME = 8; // columns of a million customers, joined by their ids

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** @returns {Promise<{ tables: number, columns: number, cells: number, worst: number, places: string[] }>} what was compared, the largest relative difference of doubles, and the columns where more than that differs */
export async function tableDifferences(folder, other) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
  const connection = await instance.connect();
  const rows = async (text) => (await connection.runAndReadAll(text)).getRowObjectsJson();
  const found = { tables: 0, columns: 0, cells: 0, worst: 0, places: [] };
  const names = (at) => readdirSync(at).filter((name) => name.endsWith(".parquet"));
  if (names(folder).join() !== names(other).join()) found.places.push(`${names(folder)} / ${names(other)}`);
  for (const name of names(folder).filter((each) => names(other).includes(each))) {
    const files = [folder, other].map((at) => `read_parquet('${path.join(at, name)}', file_row_number = true)`);
    await compare(name, { files, rows, found });
    found.tables++;
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}

async function compare(name, { files, rows, found }) {
  const [ours, theirs] = await Promise.all(files.map((file) => rows(`DESCRIBE SELECT * FROM ${file}`)));
  const shape = (columns) => columns.map((one) => `${one.column_name} ${one.column_type}`).join();
  if (shape(ours) !== shape(theirs)) return found.places.push(`${name}: ${shape(ours)} / ${shape(theirs)}`);
  const columns = ours.filter((one) => one.column_name !== "file_row_number");
  const key = columns[0].column_name === "customer_id" ? "customer_id" : "file_row_number"; // customers have no order
  for (let from = 0; from < columns.length; from += AT_A_TIME) {
    const some = columns.slice(from, from + AT_A_TIME);
    const sums = some.flatMap(({ column_name, column_type }, i) => distances(quoted(column_name), column_type, i));
    const [row] = await rows(
      `SELECT count(*) AS n, count(*) FILTER (WHERE a.${key} IS NULL OR b.${key} IS NULL) AS alone, ${sums.join(", ")} FROM ${files[0]} a FULL JOIN ${files[1]} b ON a.${key} = b.${key}`,
    );
    if (Number(row.alone) > 0) found.places.push(`${name}: ${row.alone} rows in one only`);
    some.forEach(({ column_name }, i) => {
      found.cells += Number(row.n);
      found.columns++;
      found.worst = Math.max(found.worst, Number(row[`worst_${i}`] ?? 0));
      if (Number(row[`off_${i}`]) > 0) found.places.push(`${name} ${column_name}: ${row[`off_${i}`]} of ${row.n}`);
    });
  }
}

function distances(column, type, i) {
  const [a, b] = [`a.${column}`, `b.${column}`];
  if (type !== "DOUBLE") return [`count(*) FILTER (WHERE ${a} IS DISTINCT FROM ${b}) AS off_${i}`];
  const far = `abs(${a} - ${b}) / greatest(abs(${a}), abs(${b}))`;
  const distance = `CASE WHEN ${a} IS NOT DISTINCT FROM ${b} THEN 0 ELSE ${far} END`;
  return [
    `count(*) FILTER (WHERE coalesce(${distance}, 1) > ${TOLERANCE}) AS off_${i}`,
    `max(CASE WHEN ${distance} <= ${TOLERANCE} THEN ${distance} END) AS worst_${i}`,
  ];
}
