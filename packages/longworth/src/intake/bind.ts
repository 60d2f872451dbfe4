/** From staged files to plans: the layout by its headers, or the matcher. One run takes files of one layout. */
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { detect } from "./detect.js";
import type { Layout } from "./layout.js";
import { match } from "./matcher.js";
import { planOf, planOfMatch, type Plan } from "./plan.js";
import { profiles } from "./profile.js";
import type { IntakeRequest } from "./request.js";
import type { Staged } from "./staged.js";

/** A staged file and how its columns are read. */
export type Bound = Readonly<{ staged: Staged; plan: Plan }>;

/** @throws not_orders, column_missing, column_ambiguous, bad_arguments for files of several layouts */
export async function bind(
  staged: readonly Staged[],
  request: IntakeRequest,
  engine: Engine,
): Promise<readonly Bound[]> {
  const bound: Bound[] = [];
  for (const each of staged) bound.push({ staged: each, plan: await planFor(each, request, engine) });
  const [first] = bound;
  const other = bound.find(({ plan }) => plan.layout !== first?.plan.layout);
  if (first && other) {
    const [a, b] = [first, other].map(({ staged: { source }, plan }) => ({ file: source.name, layout: plan.layout }));
    if (a && b) throw new UserError("bad_arguments", words.twoLayouts({ a, b }));
  }
  return bound;
}

async function planFor(staged: Staged, request: IntakeRequest, engine: Engine): Promise<Plan> {
  const headers = staged.columns.map(({ name }) => name);
  const layout = detect(headers);
  const mapped = request.map.customer !== undefined && request.map.date !== undefined;
  if (layout?.kind === "orders") return planOf(layout, staged.columns, request);
  if (layout && !mapped) throw notOrders(layout, staged);
  return planOfMatch(match(await profiles(engine, staged), request.map, headerPlace(staged)), staged.columns, request);
}

/** Where the header is: `file:line:column`. */
export const headerPlace = ({ source }: Staged): string =>
  `${source.name}:${source.kind === "text" ? source.dialect.startLine : 1}:1`;

function notOrders(layout: Exclude<Layout, Readonly<{ kind: "orders" }>>, staged: Staged): UserError {
  return new UserError("not_orders", words.notOrders(layout), { place: headerPlace(staged) });
}
