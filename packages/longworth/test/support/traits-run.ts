/** A run of simulated contracts whose channels stay differently long. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { Manifest } from "../../src/workspace/manifest.js";
import { runCli } from "./cli.js";
import type { Base } from "./contract-base.js";
import { emptyFolder } from "./effects.js";

export async function runOf(text: string, attributes?: string) {
  const root = emptyFolder();
  const file = path.join(root, "contracts.csv");
  await fs.writeFile(file, text);
  const about = path.join(root, "about.csv");
  if (attributes !== undefined) await fs.writeFile(about, attributes);
  const options = ["--workspace", path.join(root, "w"), "--currency", "EUR", "--as-of", "2025-12-31", "--json", "--quiet"]; // prettier-ignore
  const { stdout } = await runCli([
    "run",
    file,
    ...options,
    ...(attributes === undefined ? [] : ["--attributes", about]),
  ]);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  return { folder, manifest: Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8"))) };
}

export const ALPHA = 1;
export const BETA = 8;
export const CHANNELS = { ads: 2.5, search: 1, friends: 0.6 };
export const BASE: Base = { contracts: 12_000, seed: 3, alpha: ALPHA, beta: BETA, channels: CHANNELS };
