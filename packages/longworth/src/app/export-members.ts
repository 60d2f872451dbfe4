/** Which customers a name means: an RFM segment, a value tier, or a finding. */
import { UserError } from "../errors.js";
import { sql, type Sql } from "../sql/sql.js";
import { en } from "../words/en.js";
import type { Manifest } from "../workspace/manifest.js";

const SEGMENTS = [
  "Champions",
  "Loyal",
  "Potential loyalists",
  "New customers",
  "Promising",
  "Need attention",
  "About to sleep",
  "Can't lose",
  "At risk",
  "Hibernating",
  "Lost",
];
const TIERS = ["Platinum", "Gold", "Silver", "Bronze", "Medium", "Low"];

/** "Can't lose", "can't lose" and "cant-lose" are one name. */
const slug = (name: string): string => name.toLowerCase().replaceAll(/['’]/g, "").trim().replaceAll(/\s+/g, "-");

/** A condition on `customers`. @throws bad_arguments when nothing has that name */
export function membersOf(name: string, manifest: Manifest): Sql {
  const wanted = slug(name);
  const segment = SEGMENTS.find((one) => slug(one) === wanted);
  if (segment !== undefined) return sql`rfm_segment = ${segment}`;
  const tier = TIERS.find((one) => slug(one) === wanted);
  if (tier !== undefined) return sql`clv_tier = ${tier}`;
  const findings = manifest.findings.map(({ id }) => id);
  throw new UserError("bad_arguments", en.cli.bad.exportSegment({ text: name, names: [...SEGMENTS, ...TIERS, ...findings] }));
}
