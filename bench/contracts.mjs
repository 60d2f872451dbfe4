/** One million contracts from a CSV to published values: `npm run build && node bench/contracts.mjs [contracts]`. Budget: 10 s. */
import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { random } from "../packages/models/dist/index.js";

const BUDGET = 10; // seconds
const contracts = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(path.join(os.tmpdir(), "longworth-bench-"));
const file = path.join(folder, "subscriptions.csv");
const cli = path.resolve(import.meta.dirname, "../packages/longworth/bin/longworth.js");

/** Five years of starts; customers differ in how easily they leave; a fifth is yearly. */
async function write() {
  const uniform = random.seeded(1);
  const out = createWriteStream(file);
  const iso = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const [from, last] = [Date.UTC(2021, 0, 1) / 86_400_000, Date.UTC(2025, 11, 31) / 86_400_000];
  out.write("subscription_id,customer_id,start_date,end_date,billing_period,price,plan,cancel_reason\n");
  for (let i = 0; i < contracts; i++) {
    const start = from + Math.floor(uniform() * (last - from + 1));
    const isYearly = uniform() < 0.2;
    const renewals = Math.floor(Math.log(uniform()) / Math.log1p(-random.beta(uniform, 1, isYearly ? 4 : 10)));
    const date = new Date(start * 86_400_000);
    const end = renewals > 2400 ? Infinity : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (renewals + 1) * (isYearly ? 12 : 1), Math.min(28, date.getUTCDate())) / 86_400_000; // prettier-ignore
    const plan = ["Basic", "Team", "Pro"][Math.floor(uniform() * 3)];
    const price = { Basic: 9, Team: 29, Pro: 79 }[plan] * (isYearly ? 10 : 1);
    const ended = end <= last && end > start;
    const line = `S${i},C${i % 900_000},${iso(start)},${ended ? iso(end) : ""},${isYearly ? "year" : "month"},${price}.00,${plan},${ended && i % 4 === 0 ? "payment failed" : ""}\n`; // prettier-ignore
    if (!out.write(line)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

await write();
console.log(`${contracts} contracts, ${Math.round(statSync(file).size / 1e6)} MB`);
const started = performance.now();
const told = execFileSync(process.execPath, [cli, "run", file, "--workspace", path.join(folder, "w"), "--currency", "EUR", "--quiet"], { encoding: "utf8" }); // prettier-ignore
const seconds = (performance.now() - started) / 1000;
console.log(told);
console.log(`${seconds.toFixed(1)} s (budget ${BUDGET} s for a million)`);
rmSync(folder, { recursive: true });
process.exitCode = seconds <= BUDGET ? 0 : 1;
