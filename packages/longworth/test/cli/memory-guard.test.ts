import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { heldBytes, watchMemory } from "../../src/cli/memory-guard.js";
import { emptyFolder } from "../support/effects.js";

const V1 = "cache 900\nrss 10\nshmem 20\ntotal_cache 5000\ntotal_rss 1000\ntotal_shmem 200\n";
const V2 = "anon 1000\nfile 5000\nshmem 200\nslab 70\n";

test.each([
  ["the first version", V1, 1200],
  ["the second version", V2, 1200],
  ["nothing", "", 0],
])("what cannot be taken back is told from %s", (_of, stat, held) => expect(heldBytes(stat)).toBe(held));

test("the watch calls once when nearly all is held, and not before", async () => {
  const stat = path.join(emptyFolder(), "memory.stat");
  const limit = 500 * 2 ** 20;
  const full = vi.fn();
  const hold = (bytes: number): void => writeFileSync(stat, `anon ${bytes}\nshmem 0\n`);
  hold(0.9 * limit);
  const end = watchMemory({ limit, stat }, full);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(full).not.toHaveBeenCalled();
  hold(0.98 * limit);
  await vi.waitFor(() => expect(full).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(full).toHaveBeenCalledOnce();
  end();
});
