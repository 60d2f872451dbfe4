/** Decisions that were saved: the next file does the same, or the run stops and says which differs. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { fileWith } from "../support/intake-of.js";

const HEADER = "customer;order id;order date;order total;tax;currency;status\n";
const FIRST = `${HEADER}a;1;25/03/2024;1.234,50;10,00;EUR;paid
b;2;02/04/2024;20,00;1,00;EUR;open
c;3;03/05/2024;5,00;0,50;EUR;paid
`;

async function savedConfig(text: string, ...argv: readonly string[]): Promise<string> {
  const file = fileWith(text);
  const config = path.join(path.dirname(file), "saved.yaml");
  const { exitCode } = await runCli(["inspect", file, "--write-config", config, ...argv]);
  expect(exitCode).toBe(0);
  return config;
}

async function read(text: string, config: string) {
  const { stdout } = await runCli(["inspect", fileWith(text), "--config", config, "--json"]);
  const answer: Readonly<Record<string, unknown>> = JSON.parse(stdout);
  return answer;
}

test("the same file is read the same, and so is one that cannot decide for itself", async () => {
  const config = await savedConfig(FIRST);
  expect(await read(FIRST, config)).toMatchObject({ wouldRun: true, total: "1229.00", firstDate: "2024-03-25" });
  const undecided = `${HEADER}a;1;03/04/2024;1.234;0;EUR;paid\n`;
  expect(await read(undecided, config)).toMatchObject({ wouldRun: true, total: "1234.00", firstDate: "2024-04-03" });
  const alone = JSON.parse((await runCli(["inspect", fileWith(undecided), "--json"])).stdout);
  expect(alone).toMatchObject({ refusal: { code: "date_ambiguous" } });
});

test.each([
  ["dates", "25/03/2024", "03/25/2024", "The form of dates is now: month first; expected: day first"],
  ["a column", "order total", "grand total", "The column for amount is now: grand total; expected: order total"],
  ["a role that is gone", "tax;", "notes;", "The column for tax is now: none; expected: tax"],
  ["the currency", /EUR/g, "USD", "The currency is now: USD; expected: EUR"],
])("%s that differs stops the run with its sentence", async (_what, from, to, message) => {
  const config = await savedConfig(FIRST);
  expect(await read(FIRST.replace(from, to), config)).toMatchObject({
    wouldRun: false,
    refusal: { code: "decision_changed", message, exitCode: 3 },
  });
});

test("a role that is new stops the run", async () => {
  const config = await savedConfig(FIRST.replace("tax;", "notes;"));
  expect(await read(FIRST, config)).toMatchObject({
    refusal: { message: "The column for tax is now: tax; expected: none" },
  });
});

test("the other decimal mark, another layout, another meaning of a status stop the run", async () => {
  const config = await savedConfig(FIRST);
  const points = FIRST.replace("1.234,50", "1234.50").replaceAll(/(\d),(\d)/g, "$1.$2");
  expect(await read(points, config)).toMatchObject({
    refusal: { message: "The decimal mark is now: .; expected: ," },
  });
  const stripe =
    "id;amount;amount refunded;currency;status;created date (utc);customer id\nch_1;1,00;0,00;eur;Paid;2024-01-01 10:00;c\n";
  expect(await read(stripe, config)).toMatchObject({
    refusal: { message: "The layout is now: stripe_payments; expected: no known export; columns by name and content" },
  });
  writeFileSync(config, readFileSync(config, "utf8").replace("status.open: unpaid", "status.open: count"));
  expect(await read(FIRST, config)).toMatchObject({
    refusal: { message: "The meaning of status open is now: is not paid; expected: counts" },
  });
});

test("run stops like inspect; inspect --write-config takes over what is new; a refused file saves nothing", async () => {
  const config = await savedConfig(FIRST);
  const months = FIRST.replace("25/03/2024", "03/25/2024");
  const run = await runCli(["run", fileWith(months), "--config", config, "--json"]);
  expect([run.exitCode, JSON.parse(run.stdout)]).toMatchObject([3, { error: { code: "decision_changed" } }]);
  const kept = readFileSync(config, "utf8");
  const refused = await runCli([
    "inspect",
    fileWith("a,b\n1,2\n"),
    "--config",
    config,
    "--write-config",
    config,
    "--json",
  ]);
  expect(JSON.parse(refused.stdout)).toMatchObject({ config: { isSaved: false }, wouldRun: false });
  expect(readFileSync(config, "utf8")).toBe(kept);
  await runCli(["inspect", fileWith(months), "--config", config, "--write-config", config]);
  expect(readFileSync(config, "utf8")).toBe(kept.replace("dates: dmy", "dates: mdy"));
  expect(await read(months, config)).toMatchObject({ wouldRun: true });
});

test("expectations are options, too; a wrong one is refused", async () => {
  const json = async (...argv: readonly string[]) => JSON.parse((await runCli([...argv, "--json"])).stdout);
  expect(await json("inspect", fileWith(FIRST), "--expect", "dates=mdy")).toMatchObject({
    refusal: { code: "decision_changed" },
  });
  expect(await json("inspect", fileWith(FIRST), "--expect", "datse=mdy")).toMatchObject({
    error: { exitCode: 2, hint: "Did you mean dates?" },
  });
});
