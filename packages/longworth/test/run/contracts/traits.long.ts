/** What is known at the start and says nothing, and what is known later, changes no curve. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { contractBase, contractsCsv } from "../../support/contract-base.js";
import { BASE, runOf } from "../../support/traits-run.js";

test("channels and plans that say nothing: the plain curve serves, and the report says that it was tried", async () => {
  const { folder, manifest } = await runOf(contractsCsv(contractBase({ ...BASE, channels: { ads: 1, search: 1 } })));
  expect(manifest.contracts?.traits).toMatchObject([{ served: false }]);
  expect(manifest.contracts?.traits?.[0]?.traits.every(({ levels }) => levels.length === 0)).toBe(true);
  expect(manifest.contracts?.retention.some(({ served }) => served)).toBe(true);
  expect(await fs.readFile(path.join(folder, "report.html"), "utf8")).toContain("no column known at the start says anything"); // prettier-ignore
}, 60_000);

test("what is known later does not count: a contract whose plan changes has the plan it began with", async () => {
  const base = contractBase({ ...BASE, contracts: 6000 });
  const [head = "", ...rows] = contractsCsv(base).trim().split("\n");
  const moved = rows.flatMap((row) => {
    const [id, customer, start = "", end, period, price, plan, reason, channel] = row.split(",");
    const after = `${Number(start.slice(0, 4)) + 1}${start.slice(4, 8)}01`;
    if (after <= start || after >= (end === "" ? "2025-12-31" : (end ?? ""))) return [row];
    const piece = (from: string, to: string, own: string, why: string) =>
      [id, customer, from, to, period, price, own, why, channel].join(",");
    return [piece(start, after, plan ?? "", ""), piece(after, end ?? "", "Loyal", reason ?? "")]; // who stays a year is moved
  });
  const { manifest } = await runOf([head, ...moved].join("\n"));
  const levels = manifest.contracts?.traits?.flatMap(({ traits }) => traits.flatMap((one) => one.levels)) ?? [];
  expect(levels.map(({ level }) => level)).not.toContain("Loyal");
  const plan = manifest.contracts?.traits?.[0]?.traits.find(({ name }) => name === "plan");
  expect(plan?.used).toBe(false);
}, 60_000);
