/** The pictures of the docs: the first page of the demo's report, light and dark. `npm run build && node scripts/pictures.mjs` */
import sparticuz from "@sparticuz/chromium";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const root = path.resolve(import.meta.dirname, "..");
const workspace = mkdtempSync(path.join(os.tmpdir(), "longworth-pictures-"));
const cli = path.join(root, "packages/longworth/bin/longworth.js");
execFileSync(process.execPath, [cli, "demo", "--quiet", "--workspace", workspace]);
const [run = ""] = readdirSync(path.join(workspace, "runs"));
const known = [process.env.CHROMIUM, "/usr/bin/chromium"].find((file) => file && existsSync(file));
const executablePath = known ?? (await sparticuz.executablePath());
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const size = { width: 1120, height: 1650 };
for (const [colorScheme, name] of [
  ["light", "report.png"],
  ["dark", "report-dark.png"],
]) {
  // prettier-ignore
  const page = await browser.newPage({ viewport: size, colorScheme });
  await page.goto(`file://${path.join(workspace, "runs", run, "report.html")}`);
  await page.screenshot({ path: path.join(root, "docs/images", name), clip: { x: 0, y: 0, ...size } });
}
await browser.close();
rmSync(workspace, { recursive: true });
