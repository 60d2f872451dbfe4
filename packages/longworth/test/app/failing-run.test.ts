import path from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import { UserError } from "../../src/errors.js";
import { inlineWorkers, type Workers } from "../../src/run/workers.js";
import { fileOf, shopExport } from "../proofs/shops.js";
import { emptyFolder, testEffects } from "../support/effects.js";

test("a run whose tables cannot be written ends with that error, whatever its threads do afterwards", async () => {
  const effects = testEffects();
  const workspace = path.join(emptyFolder(), "longworth");
  const request = runRequest([fileOf(shopExport(30))], { workspace: [workspace], backtest: ["off"] }, { threads: 1, memory: "500MB" }); // prettier-ignore
  let stop = (_reason: Error): void => {};
  const inline = inlineWorkers();
  const workers: Workers = {
    ...inline,
    answer: (jobs, signal) =>
      jobs.some(({ kind }) => kind === "weeks")
        ? new Promise((_, reject) => (stop = reject))
        : inline.answer(jobs, signal),
  };
  const openEngine: typeof effects.openEngine = async (options) => ({
    ...(await effects.openEngine(options)),
    copyTo: () => Promise.reject(new UserError("disk_full", { path: workspace })),
  });
  await expect(run(request, { ...effects, workers, openEngine })).rejects.toMatchObject({ code: "disk_full" });
  stop(new Error("a thread ended")); // nobody may be left to whom this is news
  await new Promise((resolve) => setTimeout(resolve, 20));
});
