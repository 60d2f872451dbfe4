/** Which customers a name means: an RFM segment, a value tier, or a finding. */
import { UserError } from "../errors.js";
import { LISTING_FINDINGS, membersOf, type PublishedScope } from "../findings/members.js";
import { sql, type Sql } from "../sql/sql.js";
import { en } from "../words/en.js";

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

/** A condition on the columns of `customers`. @throws bad_arguments when nothing has that name */
export function membersNamed(name: string, scope: PublishedScope): Sql {
  const wanted = slug(name);
  const segment = SEGMENTS.find((one) => slug(one) === wanted);
  if (segment !== undefined) return sql`rfm_segment = ${segment}`;
  const tier = TIERS.find((one) => slug(one) === wanted);
  if (tier !== undefined) return sql`clv_tier = ${tier}`;
  const members = membersOf(wanted, scope);
  if (members !== null) return members;
  const names = [...SEGMENTS, ...TIERS, ...LISTING_FINDINGS];
  throw new UserError("bad_arguments", en.cli.bad.exportSegment({ text: name, names }));
}
