import { defineConfig } from "vitest/config";
import { shared } from "./vitest.config.ts";

/** Against a real cluster, which must be up: npm run trino:up. */
export default defineConfig({
  ...shared,
  test: {
    include: ["packages/*/test/**/*.trino.ts"],
    globalSetup: ["./vitest.folder.ts"],
    setupFiles: ["./vitest.setup.ts"],
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
