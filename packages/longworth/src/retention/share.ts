/** Shares with their 95 % intervals. */
import { proportion } from "@longworth/models";

/** Wilson's interval; null without anybody. */
export function shareOf(
  some: number,
  all: number,
): Readonly<{ share: number | null; low: number | null; high: number | null }> {
  if (!(all > 0)) return { share: null, low: null, high: null };
  return { share: some / all, ...proportion.wilson(some / all, all) };
}
