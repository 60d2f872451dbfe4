import { defineConfig } from "vitest/config";
import { shared } from "./vitest.config.ts";

export default defineConfig({
  ...shared,
  test: {
    include: ["packages/*/test/**/*.long.ts"],
    globalSetup: ["./vitest.folder.ts"],
    setupFiles: ["./vitest.setup.ts"],
    pool: "threads",
    maxWorkers: 2,
    isolate: false,
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
});
