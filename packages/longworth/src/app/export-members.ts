/** Which customers a name means: an RFM segment, a value tier, or a finding. */
import { UserError } from "../errors.js";
import { CONTRACT_FINDING_IDS } from "../findings/contracts/conditions.js";
import { isListed } from "../sql/contract-published.js";
import { LOW_SATISFACTION } from "../findings/low-satisfaction.js";
import { LISTING_FINDINGS, membersOf, type PublishedScope } from "../findings/members.js";
import { RFM_SEGMENTS } from "../sql/rfm-segments.js";
import { sql, type Sql } from "../sql/sql.js";
import { VALUE_TIERS } from "../sql/value-tiers.js";
import { en } from "../words/en.js";

/** "Can't lose", "can't lose" and "cant-lose" are one name. */
const slug = (name: string): string => name.toLowerCase().replaceAll(/['’]/g, "").trim().replaceAll(/\s+/g, "-");

/** A condition on the columns of `customers`. @throws bad_arguments when nothing has that name */
export function membersNamed(name: string, scope: PublishedScope & Readonly<{ hasSurveys: boolean }>): Sql {
  const wanted = slug(name);
  const segment = RFM_SEGMENTS.find((one) => slug(one) === wanted);
  if (segment !== undefined) return sql`rfm_segment = ${segment}`;
  const tier = VALUE_TIERS.find((one) => slug(one) === wanted);
  if (tier !== undefined) return sql`clv_tier = ${tier}`;
  const { hasSurveys } = scope;
  const members = wanted === LOW_SATISFACTION && !hasSurveys ? null : membersOf(wanted, scope);
  if (members !== null) return members;
  const names = [...RFM_SEGMENTS, ...VALUE_TIERS, ...LISTING_FINDINGS, ...(hasSurveys ? [LOW_SATISFACTION] : [])];
  throw new UserError("bad_arguments", en.cli.bad.exportSegment({ text: name, names }));
}

type ContractScope = Readonly<{ table: string; hasFindings: boolean }>; // the rows keep which findings list them

/** A condition on the columns of a run of contracts: of contracts, or of customers. @throws bad_arguments when nothing has that name */
export function contractsNamed(name: string, { table, hasFindings }: ContractScope): Sql {
  const wanted = slug(name);
  const tier = table === "customers" ? VALUE_TIERS.find((one) => slug(one) === wanted) : undefined;
  if (tier !== undefined) return sql`clv_tier = ${tier}`;
  const ids = hasFindings ? CONTRACT_FINDING_IDS : [];
  const finding = ids.find((id) => id === wanted);
  if (finding !== undefined) return table === "customers" ? sql`lead = ${finding}` : isListed(finding);
  if (!hasFindings && CONTRACT_FINDING_IDS.some((id) => id === wanted))
    throw new UserError("bad_arguments", en.cli.bad.exportNoFindings({ text: name }));
  const names = [...(table === "customers" ? VALUE_TIERS : []), ...ids];
  throw new UserError("bad_arguments", en.cli.bad.exportSegment({ text: name, names }));
}
