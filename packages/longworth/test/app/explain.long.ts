import * as fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ExplainResult } from "../../src/app/explain-result.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";

const RETAIL = "../shared/data/online_retail_2010_2011.csv.gz";

test.runIf(fs.existsSync(RETAIL))(
  "Online Retail: the parts of every customer asked reproduce what was published",
  async () => {
    const workspace = path.join(emptyFolder(), "longworth");
    const longworth = (...argv: readonly string[]) => runCli([...argv, "--workspace", workspace, "--quiet"]);
    expect((await longworth("run", RETAIL)).exitCode).toBe(0);
    const { stdout } = await longworth("export", "--columns", "customer_id");
    const ids = stdout.trim().split("\n").slice(1).filter((_, i) => i % 60 === 0); // prettier-ignore
    let asked = 0;
    for (const id of ids) {
      const { parts, published } = ExplainResult.parse(JSON.parse((await longworth("explain", id, "--json")).stdout));
      if (parts === null) continue; // refunds only
      asked++;
      const orders = parts.pool.orders * parts.learnt.orders * parts.level;
      const revenue = orders * parts.spend!.perOrder * parts.spend!.level * parts.learnt.value;
      expect(Math.abs(orders / published.expected_orders - 1), id).toBeLessThan(1e-9);
      expect(Math.abs(revenue / published.expected_revenue! - 1), id).toBeLessThan(1e-9);
      expect(Math.abs(parts.active / published.p_active - 1), id).toBeLessThan(1e-9);
    }
    expect(asked).toBeGreaterThan(60);
  },
);
