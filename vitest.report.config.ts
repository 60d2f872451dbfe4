import { defineConfig } from "vitest/config";
import { shared } from "./vitest.config.ts";

/** Proofs that take minutes and write what they measured into docs/. */
export default defineConfig({
  ...shared,
  test: {
    include: ["packages/*/test/**/*.report.ts"],
    globalSetup: ["./vitest.folder.ts"],
    setupFiles: ["./vitest.setup.ts"],
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 36_000_000,
    hookTimeout: 3_600_000,
  },
});
