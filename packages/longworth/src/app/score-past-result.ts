/** What `score-past --json` prints, as a schema. */
import { z } from "zod";
import { PastFacts } from "../workspace/manifest.js";

export const ScorePastResult = z.object({
  run: z.string(), // whose data are the truth
  asOf: z.string(),
  currency: z.string().nullable(),
  scored: z.array(PastFacts), // newest first
  held: z.number(), // of the totals, in their band
  damaged: z.array(z.string()), // runs that were left out: their customers are not as they were published
});
export type ScorePastResult = z.infer<typeof ScorePastResult>;
