/** A folder of exports that grows: what was read before changes nothing, what is new changes what it must. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, testEffects } from "../support/effects.js";

type Result = Readonly<{ run: string; path: string; reused?: boolean; orders: number }>;

/** Orders of one month: twenty customers, one order each, ids by month. */
const month = (m: number, amount = 10): string =>
  ["order_id,customer_id,order_date,amount"]
    .concat(
      Array.from(
        { length: 20 },
        (_, i) => `${m}-${i},c${(i * m) % 23},2024-0${m}-${`${1 + ((i * 5) % 28)}`.padStart(2, "0")},${amount + i}.50`,
      ),
    )
    .join("\n");

async function ran(workspace: string, ...inputs: readonly string[]): Promise<Result> {
  const { stdout } = await runCli([
    "run",
    ...inputs,
    "--workspace",
    workspace,
    "--backtest",
    "off",
    "--horizon",
    "90d",
    "--json",
  ]);
  return JSON.parse(stdout);
}

const results = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const names = (await fs.readdir(folder)).filter((name) => name.endsWith(".parquet") || name === "report.html");
  const read = await Promise.all(names.map((name) => fs.readFile(path.join(folder, name), "base64")));
  return Object.fromEntries(names.map((name, i) => [name, read[i] ?? ""]));
};

test("the same folder is the same run; a new file is read; the result is that of a fresh workspace, byte for byte", async () => {
  const [exports, workspace] = [emptyFolder(), emptyFolder()];
  await fs.writeFile(path.join(exports, "1.csv"), month(1));
  await fs.writeFile(path.join(exports, "2.csv"), month(2));
  const first = await ran(workspace, exports);
  expect(await ran(workspace, exports)).toMatchObject({ run: first.run, reused: true });
  await fs.writeFile(path.join(exports, "2 (copy).csv"), month(2));
  expect(await ran(workspace, exports)).toMatchObject({
    reused: true,
  });
  await fs.rm(path.join(exports, "2 (copy).csv"));

  await fs.writeFile(path.join(exports, "3.csv"), month(3));
  const grown = await ran(workspace, exports);
  expect([grown.reused, first.orders, grown.orders]).toEqual([undefined, 40, 60]);
  const fresh = await ran(emptyFolder(), exports);
  expect(await results(grown.path)).toEqual(await results(fresh.path));
  expect(Object.keys(await results(fresh.path))).toContain("customers.parquet");
}, 120_000);

test("a file that corrects an earlier one counts by its place: the other order is another run", async () => {
  const [folder, workspace] = [emptyFolder(), emptyFolder()];
  const [a, b] = [path.join(folder, "a.csv"), path.join(folder, "b.csv")];
  await fs.writeFile(a, month(1));
  await fs.writeFile(b, month(1, 50));
  const total = async ({ path: run }: Result): Promise<string> =>
    JSON.parse(await fs.readFile(path.join(run, "run.json"), "utf8")).ladder.at(-1).amount;
  const [ab, ba] = [await ran(workspace, a, b), await ran(workspace, b, a)];
  expect([await total(ab), await total(ba)]).toEqual(["1200.00", "400.00"]);
}, 120_000);

test("a run that is repeated within a second has a name of its own", async () => {
  const effects = testEffects({ clock: () => new Date("2026-01-31T04:00:00.500Z") });
  const file = path.join(emptyFolder(), "orders.csv");
  await fs.writeFile(file, month(1));
  const options = { workspace: [emptyFolder()], backtest: ["off"], horizon: ["90d"], again: ["true"] };
  const request = runRequest([file], options, { threads: 1, memory: "500MB" });
  const names = [(await run(request, effects)).run, (await run(request, effects)).run];
  expect(names.map((name) => name.slice(0, 17))).toEqual(["20260131T040000Z-", "20260131T040001Z-"]);
}, 60_000);
