/** TRUST, rows 44 and 49: ten million records, and folders of many files (MANY_FILES=10000 for the row itself). */
import { rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { askDuckDb } from "../proofs/shops.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, testEffects } from "../support/effects.js";

const RECORDS = 10_000_000;
const FILES = Number(process.env["MANY_FILES"] ?? 1_000);
const ODD_ONE = Math.floor(0.7777 * FILES);
const HEADER = "customer_id,order_id,order_date,amount\n";
const STRIPE = "id,amount,amount refunded,currency,status,created date (utc),customer id\n";

const recordOf = (file: number): string =>
  `c${file % 700},o${file},2025-03-0${1 + (file % 9)},${10 + (file % 90)}.50\n`;

function folderOf(files: number, content: (file: number) => string): string {
  const folder = emptyFolder();
  for (let file = 0; file < files; file++)
    writeFileSync(path.join(folder, `orders-${`${file}`.padStart(5, "0")}.csv`), content(file));
  return folder;
}

test("ten million records are read with progress, each has its fate, and the total is right to the cent", async () => {
  const file = path.join(emptyFolder(), "orders.csv");
  await askDuckDb(`COPY (
    SELECT concat('c', i % 1000003) AS customer_id, concat('o', i) AS order_id,
      DATE '2024-01-01' + CAST(i % 700 AS INTEGER) AS order_date, CAST(i % 9000 / 100 AS DECIMAL(18, 2)) AS amount
    FROM range(${RECORDS}) AS all_records(i)
  ) TO '${file}' (FORMAT csv, HEADER)`);
  const [truth] = await askDuckDb(
    `SELECT CAST(sum(amount) AS VARCHAR) AS total FROM read_csv('${file}', types = {'amount': 'DECIMAL(18, 2)'})`,
  );
  expect(statSync(file).size).toBeGreaterThan(300e6);
  const steps: string[] = [];
  const { exitCode, stdout } = await runCli(["inspect", file, "--json", "--memory", "1GB"], {
    effects: () => ({ ...testEffects(), progress: ({ step }) => void steps.push(step) }),
  });
  rmSync(file);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ records: RECORDS, accepted: RECORDS, setAside: 0, rejected: 0, ...truth });
  expect(steps).toEqual(["read", "read"]); // begun and done
});

test("many files of which one is of another system are refused by name before any is loaded", async () => {
  const folder = folderOf(FILES, (i) =>
    i === ODD_ONE ? `${STRIPE}ch_1,10.50,0.00,eur,Paid,2025-03-01 10:00,c1\n` : HEADER + recordOf(i),
  );
  const odd = `orders-${`${ODD_ONE}`.padStart(5, "0")}.csv`;
  const { exitCode, stdout } = await runCli(["inspect", folder, "--json", "--quiet"]);
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout).refusal).toMatchObject({ code: "mixed_layouts", place: odd });
  expect(JSON.parse(stdout).refusal.message).toContain(
    `and ${(FILES - 4).toLocaleString("en-US")} more; Stripe payments export: ${odd}`,
  );
});

test("hundreds of files of one system are one log", async () => {
  const folder = folderOf(400, (i) => HEADER + recordOf(i));
  const { exitCode, stdout } = await runCli(["inspect", folder, "--json", "--quiet"]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ records: 400, accepted: 400, customers: 400 });
});
