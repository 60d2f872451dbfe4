// Our own modules, which are hundreds, in a few files: a command and each of its threads start in half the time.
// Libraries stay what they are: dependencies that are installed.
import { rm } from "node:fs/promises";
import path from "node:path";
import { rolldown } from "rolldown";

const cwd = path.resolve(import.meta.dirname, "../packages/longworth");
const dir = path.join(cwd, "build");
const isLibrary = (id) => /^[@a-z]/.test(id) && !id.startsWith("@longworth/");

const bundle = await rolldown({
  cwd,
  input: { "cli/start": "dist/cli/start.js", "run/worker": "dist/run/worker.js" },
  platform: "node",
  external: isLibrary,
  onLog(level, log, next) {
    if (level === "warn") throw new Error(log.message);
    next(level, log);
  },
});
await rm(dir, { recursive: true, force: true });
await bundle.write({ dir, format: "esm", chunkFileNames: "parts/[name]-[hash].js" });
await bundle.close();
