/**
 * What learning adds: the public logs forecast blind by the pool alone, with what is learnt customer by customer, and with
 * the network tried beside it. Writes docs/effort.md. Usage: npm run accuracy:effort. Needs the shared data.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { cut, LOGS, openDatabase, readTruth } from "./accuracy/logs.mjs";
import { forecast } from "./accuracy/product.mjs";
import { readForecast, score } from "./accuracy/score.mjs";

const root = new URL("..", import.meta.url).pathname;
const data = path.join(root, "../shared/data");
const EFFORTS = ["quick", "auto", "full"];
const HEAD = ["log", "`--effort`", "CRPS orders", "Gini orders", "AUC", "CRPS value", "Gini value", "network"];

if (!existsSync(data)) {
  console.error(`skipped: the public logs are not there (${data})`);
  process.exit(0);
}
const rows = [];
for (const log of Object.values(LOGS)) rows.push(...(await scoreLog(log)));
await writeFile(path.join(root, "docs/effort.md"), document());

async function scoreLog(log) {
  const folder = await mkdtemp(path.join(tmpdir(), "longworth-effort-"));
  const database = await openDatabase();
  try {
    const file = await cut(database, log, { data, folder });
    await readTruth(database, log, { data });
    const found = [];
    for (const effort of EFFORTS) {
      const workspace = path.join(folder, effort);
      const { calibrationEnd: asOf, horizon } = log;
      const run = await forecast(file, { asOf, horizon, model: "auto", workspace, effort });
      if (run.error) throw new Error(`${log.log}: ${run.error}`);
      const { orders, value, active } = score(await readForecast(database, run.customers, log), log);
      const row = [log.log, effort, ...measures({ orders, value, active }), networkOf(run.manifest)];
      console.log(row.join("  "));
      found.push(row);
    }
    return found;
  } finally {
    database.closeSync();
    await rm(folder, { recursive: true });
  }
}

function measures({ orders, value, active }) {
  const money = value ? [value.crps.toPrecision(5), value.gini.toFixed(4)] : ["", ""];
  return [orders.crps.toFixed(4), orders.gini.toFixed(4), active.auc.toFixed(4), ...money];
}

/** What the run says of the network. */
function networkOf({ notes }) {
  const told = notes.find((note) => note.includes("neural network"));
  return told === undefined ? "" : told.includes("left out") ? "left out" : "used";
}

function document() {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return `# What learning adds

Written by \`npm run accuracy:effort\`: the logs and rules of accuracy.md, blind. \`quick\` is the pool alone, \`auto\` corrects it
customer by customer by boosting, \`full\` also tries a small neural network in the ordering by value. Totals are the pool's in all
three. Lower is better for CRPS, higher for Gini and AUC.

${line(HEAD)}
| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |
${rows.map(line).join("\n")}
`;
}
