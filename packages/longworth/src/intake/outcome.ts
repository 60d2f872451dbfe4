/** What the intake says about its files and their faults: the shapes that run.json and quality.json have. */

/** Counts of one input; accepted + setAside + rejected = records. */
export type FileFacts = Readonly<{
  name: string;
  bytes: number;
  sha256: string;
  records: number;
  accepted: number;
  setAside: number;
  rejected: number;
}>;

/** One entry of quality.json. Money is decimal text in `total` terms, null where it cannot be known. */
export type Problem = {
  code: string;
  fate: "accepted" | "set_aside" | "rejected" | "refused";
  records: number;
  amount: string | null;
  share_of_revenue: number | null;
  examples: { place: string; value: string }[];
  message: string;
  hint: string;
};
