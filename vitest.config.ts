import { defineConfig } from "vitest/config";

/** Tests import the sources; only workers and the CLI's own tests need `npm run build` first. */
export const shared = {
  resolve: { alias: { "@longworth/models": new URL("packages/models/src/index.ts", import.meta.url).pathname } },
};

export default defineConfig({
  ...shared,
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/**/*.test.ts"],
    globalSetup: ["./vitest.folder.ts"],
    setupFiles: ["./vitest.setup.ts"],
    pool: "threads",
    maxWorkers: 2,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
