import * as fs from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { at, attributesOf, CUSTOMERS, ids, lastOf, writeShop } from "../support/facts-shop.js";
import { planOf } from "../support/shop-file.js";

beforeAll(writeShop);

describe("--attributes", () => {
  let found: Awaited<ReturnType<typeof attributesOf>>;
  beforeAll(async () => {
    found = await attributesOf("--attributes", at("plans.csv"), "--attributes", at("noise.csv"));
  });

  test("the same bytes on two threads, and other facts are another run", async () => {
    const files = ["--attributes", at("plans.csv"), "--attributes", at("noise.csv")];
    const two = await attributesOf(...files, "--threads", "2", "--workspace", at("other"));
    const digests = (manifest: typeof two.manifest) => Object.fromEntries(manifest.artefacts.map(({ name, sha256 }: Readonly<{ name: string; sha256: string }>) => [name, sha256])); // prettier-ignore
    const [a, b] = [digests(two.manifest), digests(found.manifest)];
    for (const name of ["customers.parquet", "recipe.json", "facts.parquet", "report.html", "forecast.parquet"])
      expect(a[name], name).toBe(b[name]);
    expect(two.manifest.options.attributes).toHaveLength(2);
  }, 120_000);

  test("a column that tells who came back is refused: the past did not know it", async () => {
    const lines = ids.map((c) => `c${c},${lastOf(`c${c}`) > "2023-06-01" ? "yes" : "no"}`);
    await fs.writeFile(at("leak.csv"), `${["customer_id,Still here", ...lines].join("\n")}\n`);
    const { attributes } = await attributesOf("--attributes", at("leak.csv"));
    expect(attributes[0]).toMatchObject({
      isUsed: false,
      columns: [{ name: "Still here", kind: "tells_the_outcome" }],
    });
  }, 120_000);

  test("dated rows count from their day: what is known too late changes nothing", async () => {
    const dated = (day: string): string => `${["customer_id,known_at,Plan", ...ids.map((c) => `c${c},${day},${planOf(c)}`)].join("\n")}\n`; // prettier-ignore
    await fs.writeFile(at("dated.csv"), dated("2022-01-01"));
    const early = await attributesOf("--attributes", at("dated.csv"));
    expect(early.attributes[0]).toMatchObject({ isDated: true, isUsed: true, late: 0 });
    expect(early.attributes[0]!.crps!.mean).toBeCloseTo(found.attributes[0]!.crps!.mean, 9);
    await fs.writeFile(at("dated.csv"), dated("2029-01-01"));
    const late = await attributesOf("--attributes", at("dated.csv"));
    expect(late.attributes[0]).toMatchObject({ isDated: true, isUsed: false, late: CUSTOMERS, crps: null });
    expect(late.attributes[0]!.columns).toEqual([{ name: "Plan", kind: "known_too_late", categories: 3 }]);
  }, 180_000);
});
