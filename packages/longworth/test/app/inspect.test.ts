import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { fileWith } from "../support/intake-of.js";
import { bytesOf, shopifyExport } from "../support/simulated-exports.js";

const RETAIL = "../shared/data/online_retail_2010_2011.csv.gz";

test("probe", async () => {
  const file = fileWith(bytesOf(shopifyExport()), "shopify.csv");
  const r = await runCli(["inspect", file]);
  console.log(r.exitCode, r.stdout, r.stderr);
  const r2 = await runCli([
    "inspect",
    fileWith(
      "customer_id,order_date,amount\na,2024-01-01,10\nb,2024-01-02,20.50x\na,2024-02-01,30\nb,2024-13-01,3\nc@x.de,31.12.2024,4\n",
    ),
  ]);
  console.log(r2.exitCode, r2.stdout, r2.stderr);
});
