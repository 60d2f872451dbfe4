/** The generic matcher: which column of an unknown sheet has which role, by its header and by what is in it. */
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { norm } from "./header-words.js";
import type { StagedColumn } from "./staged.js";
import { headerKey, nameScore, ROLES, type Role } from "./synonyms.js";

/** What a sample of a column looks like; shares are of the filled cells. */
export type ColumnProfile = Readonly<{
  column: StagedColumn;
  records: number; // in the sample
  filled: number; // share of the records
  distinct: number;
  numeric: number;
  whole: boolean; // every number is a whole one
  dates: number;
  currencies: number;
  emails: number;
  statuses: number; // known words of orders' states
  money: number; // numbers with two decimals
}>;

/** A column that was taken for a role, the next best one, and what decided. */
export type Choice = Readonly<{
  column: StagedColumn;
  score: number;
  reason: string;
  runnerUp?: Readonly<{ header: string; score: number }>;
  tie?: Tie; // the first of several that fit as well
}>;
export type Match = Readonly<Partial<Record<Role, Choice>>>;
export type RoleMap = Readonly<Partial<Record<string, string>>>; // role of --map -> header, or "none"

type Candidate = Readonly<{ profile: ColumnProfile; name: number; score: number }>;

const ACCEPT = 0.6;
const LEAD = 0.15;
const DOUBT = 0.4; // an amount between DOUBT and ACCEPT is asked for, below it there is none
const ENOUGH = 20; // records from which the spread of a column's values says something about its role
const SURE = 0.95; // a name that needs no help from the content

const FLAGS: Readonly<Record<string, Role>> = { unit_price: "unitPrice", first_order: "firstOrder" };
/** The role as `--map` writes it. */
export const flagOf = (role: Role): string => Object.keys(FLAGS).find((flag) => FLAGS[flag] === role) ?? role;

/** Words that decide between equally good headers, best first. */
const PREFERENCE: Readonly<Partial<Record<Role, readonly RegExp[]>>> = {
  date: [/order|bestell|commande|pedido|ordine|zamowienia|下单|订单|注文/u, /purchase|kauf|achat|compra|zakupu|購入/u, /created|approv|zalozeni/u, /transaction|sale/u, /invoice|rechnung|facture/u, /paid|payment|付款/u, /date|datum|data|fecha/u],
  amount: [/(total|gesamt|summe|betrag|importe|wartosc|kwota|bedrag|montant).*(brutto|gross|ttc|lordo)/u, /paid|total|gesamt|实付|支払|zaplaty/u, /amount|betrag|kwota|montant|importe|importo|bedrag|金额|金額/u, /gross|brutto|ttc/u, /net|netto|ht/u, /value|revenue|sales|umsatz/u],
  order: [/^order (id|no|number|#)|bestellnummer|zamowienia|订单/u, /order/u, /invoice|rechnung|facture|faktury/u, /receipt|document|beleg/u, /transaction/u],
  unitPrice: [/unit|each|einzel|stuck|eenheid|jednostk|单价|單價|単価/u, /sell|sale|vent[ae]|venda|vendita|verkauf|verkoop|sprzedaz|售|販売/u, /^(?!.*(list|msrp|rate))/u],
  status: [/^order status|bestellstatus|订单状态/u, /financial|payment|zahlung/u, /^status/u],
  customer: [/\bid\b|编号|番号|編號|会员号/u, /nummer|number|\bno\b|\bnr\b|code|key|codice|codigo|\bcod\b|\bkod\b|numero|\bnum\b/u],
  tax: [/amount|total|charged|paid/u, /tax|vat/u],
  refund: [/amount/u],
  email: [/customer|buyer/u],
  currency: [/^currency/u],
}; // prettier-ignore

const NAMES = /\b(name|names|firma|company|vorname|nachname|nom|nombre|nome|naam|nazwa|imie)\b|名称|姓名|名前/u;

/**
 * Every role's column.
 * @param place  of the header, for errors
 * @throws column_missing before column_ambiguous, in words that name the candidates
 */
export function match(profiles: readonly ColumnProfile[], map: RoleMap, place: string): Match {
  const taken = new Set<string>();
  const chosen: Partial<Record<Role, Choice>> = {};
  const ties: Tie[] = [];
  for (const role of ROLES) {
    const choice = mapped(role, profiles, map) ?? choose(role, profiles, { taken, map, chosen, place });
    if (!choice) continue;
    if ("a" in choice) {
      ties.push(choice);
      continue;
    }
    chosen[role] = choice;
    if (role !== "email") taken.add(choice.column.id);
  }
  for (const role of ["customer", "date"] as const)
    if (!chosen[role] && !ties.some(({ value }) => value === role)) throw missing(role, profiles, place);
  const [tie = priceTie(chosen, map)] = ties;
  if (tie) throw new UserError("column_ambiguous", tie, { place });
  return chosen;
}

/** Where quantity times price is the money, it matters which price. */
const priceTie = ({ amount, quantity, unitPrice }: Match, map: RoleMap): Tie | undefined =>
  !amount && quantity && map.amount !== "none" ? unitPrice?.tie : undefined;

/** Two columns that fit a role equally well: the facts of column_ambiguous. */
type Tie = Readonly<{ value: string; a: string; b: string }>;

function mapped(role: Role, profiles: readonly ColumnProfile[], map: RoleMap): Choice | undefined {
  const header = map[flagOf(role)];
  if (header === undefined || header === "none") return undefined;
  return {
    column: columnNamed(
      header,
      profiles.map(({ column }) => column),
      flagOf(role),
    ),
    score: 1,
    reason: "map",
  };
}

/** The column of that header. @throws column_missing with the nearest headers */
export function columnNamed(header: string, columns: readonly StagedColumn[], role: string): StagedColumn {
  const found = columns.filter(({ name }) => norm(name) === norm(header));
  if (found.length > 0 && found[0]) return found[0];
  const near = columns.toSorted((a, b) => distance(header, a.name) - distance(header, b.name)).map(({ name }) => name);
  throw new UserError("column_missing", words.columnNotThere({ header, role, near: near.slice(0, 3) }));
}

type Context = Readonly<{ taken: ReadonlySet<string>; map: RoleMap; chosen: Match; place: string }>;

function choose(
  role: Role,
  profiles: readonly ColumnProfile[],
  { taken, map, chosen, place }: Context,
): Choice | Tie | undefined {
  if (map[flagOf(role)] === "none") return undefined;
  const all = profiles
    .filter(({ column }) => !taken.has(column.id))
    .map((profile) => candidate(role, profile))
    .filter(({ name, score }) => score > 0 || name >= SURE)
    .toSorted((a, b) => b.score - a.score);
  const fit = all.filter(({ profile, name, score }) => accepted(role, { profile, name, score }));
  const people = role === "customer" ? fit.filter(({ profile }) => !NAMES.test(headerKey(profile.column.name))) : fit;
  if (role === "customer" && people.length === 0) return emailOrNothing(fit, profiles, { chosen, place });
  const best = people[0] ?? plainTotal(role, all, { chosen, profiles });
  if (!best) {
    if (role === "amount") refuseDoubtful(all, chosen, place);
    return undefined;
  }
  const rivals = people.length === 0 ? [best] : people.filter(({ score }) => best.score - score < LEAD);
  if (rivals.length === 1) return told(best, all, "name");
  const winner = tieBreak(role, rivals);
  if (!("a" in winner)) return told(winner, all, "tie");
  return role === "unitPrice" ? { ...told(best, all, "tie"), tie: winner } : winner;
}

const SLIGHT = 0.2; // what a name comes to beside a word that says otherwise
const FEES =
  /\b(fees?|commissions?|payouts?|settlements?|cargos?|comision(es)?|comissao|taxas?|gebuhr(en)?|provision|prowizja|commissioni?|frais)\b|手续费|手数料|佣金/u;

/**
 * `Total` says little, but among orders, where it is the only column of numbers that could be their amount, enough. Beside
 * fees it can be what a marketplace pays out.
 */
function plainTotal(
  role: Role,
  all: readonly Candidate[],
  { chosen: { order }, profiles }: Readonly<{ chosen: Match; profiles: readonly ColumnProfile[] }>,
): Candidate | undefined {
  const [only, next] = role === "amount" && order !== undefined ? all : [];
  const isOnly = only?.profile.numeric === 1 && (next?.score ?? 0) < SLIGHT;
  if (!isOnly || headerKey(only.profile.column.name) !== "total") return undefined;
  return profiles.some(({ column }) => FEES.test(headerKey(column.name))) ? undefined : only;
}

/** How well a column fits a role: its name's score times its content's. */
export function candidate(role: Role, profile: ColumnProfile): Candidate {
  const name = nameScore(role, profile.column.name);
  return { profile, name, score: name === 0 ? 0 : name * content(role, profile) };
}

/**
 * A synonym whose cells are of the right kind needs no spread of values: a shop of one customer is a shop. What the user
 * calls customer, date or amount is that even when its cells are faulty: then the cells are refused, not the column.
 */
function accepted(role: Role, { profile, name, score }: Candidate): boolean {
  if (score >= ACCEPT) return true;
  if (name < SURE || (role === "status" && score === 0)) return false;
  return role === "customer" || role === "date" || role === "amount" || name * kindOf(role, profile) >= ACCEPT;
}

/** Share of the cells that are of the role's kind. */
export function kindOf(role: Role, { filled, numeric, dates, currencies, emails }: ColumnProfile): number {
  switch (role) {
    case "date":
    case "firstOrder":
      return dates;
    case "amount":
    case "tax":
    case "shipping":
    case "discount":
    case "refund":
    case "cost":
    case "quantity":
    case "unitPrice":
      return numeric;
    case "currency":
      return currencies;
    case "email":
      return emails;
    case "customer":
    case "order":
      return filled;
    case "status":
    case "product":
    case "category":
    case "channel":
    case "country":
      return filled > 0 ? 1 : 0;
  }
}

function content(role: Role, profile: ColumnProfile): number {
  const kind = kindOf(role, profile);
  const { column, records, filled, distinct, whole, statuses } = profile;
  const cells = records * filled;
  if (records === 0) return 1;
  if (role === "status")
    return distinct >= 1 && distinct <= 30 && (statuses > 0 || SAYS_STATUS.test(headerKey(column.name))) ? kind : 0;
  if (records < ENOUGH) return kind;
  if (role === "amount") return kind * (whole && distinct === Math.round(cells) ? 0.3 : 1) * (distinct < 3 ? 0.5 : 1);
  if (role === "customer") return kind * (distinct < 5 ? 0.05 : distinct === Math.round(cells) ? 0.6 : 1);
  return kind;
}

/** Headers that can only mean a status; `State`, `Estado`, `Stan` can be a place. */
const SAYS_STATUS = /status|estatus|statut|stato|situacao|状态|狀態|ステータス/u;

/** The e-mail is the customer for want of an id; the same one on every record is the shop's own. */
function emailOrNothing(
  named: readonly Candidate[],
  profiles: readonly ColumnProfile[],
  { chosen, place }: Pick<Context, "chosen" | "place">,
): Choice | undefined {
  const email = profiles.find(({ column }) => column.id === chosen.email?.column.id);
  const isShops = email !== undefined && email.records >= ENOUGH && email.distinct === 1;
  if (chosen.email && !isShops) return { ...chosen.email, reason: "email" };
  const best = named[0];
  if (!best) return undefined;
  throw new UserError("column_missing", words.customerByNameOnly({ column: best.profile.column.name }), { place });
}

function refuseDoubtful([best]: readonly Candidate[], chosen: Match, place: string): void {
  if (!best || best.score < DOUBT || (chosen.quantity && chosen.unitPrice)) return;
  throw new UserError("column_missing", words.amountDoubtful({ column: best.profile.column.name, score: best.score }), {
    place,
  });
}

/** The rival whose header has the better word, or a tie where the words do not decide either. */
function tieBreak(role: Role, rivals: readonly Candidate[]): Candidate | Tie {
  const order = PREFERENCE[role] ?? [];
  const rank = ({ profile }: Candidate): number => {
    const found = order.findIndex((pattern) => pattern.test(headerKey(profile.column.name)));
    return found < 0 ? order.length : found;
  };
  const best = Math.min(...rivals.map(rank));
  const [first, second] = rivals.filter((rival) => rank(rival) === best);
  if (!first) throw new Error("a tie without rivals");
  if (!second || !DECISIVE.has(role) || first.score > second.score) return first;
  if (role === "order" && first.profile.distinct > 0 && first.profile.distinct === second.profile.distinct)
    return first;
  return { value: flagOf(role), a: first.profile.column.name, b: second.profile.column.name };
}

/** Roles that change money or people: a guess between two of these is refused, others take the first. */
const DECISIVE: ReadonlySet<Role> = new Set(["customer", "date", "amount", "order", "currency", "unitPrice"]);

function told(best: Candidate, all: readonly Candidate[], reason: string): Choice {
  const next = all.find(({ profile }) => profile !== best.profile);
  const choice = { column: best.profile.column, score: best.score, reason };
  return next ? { ...choice, runnerUp: { header: next.profile.column.name, score: next.score } } : choice;
}

/** Headers of people's names that say nothing else. */
const PERSON =
  /^((full|last|billing|recipient|buyer) )?name$|^(nom|nombre|nome|naam|nazwisko|nachname|姓名|名前|氏名)$/u;

function missing(role: "customer" | "date", profiles: readonly ColumnProfile[], place: string): UserError {
  const person = role === "customer" ? profiles.find(({ column }) => PERSON.test(headerKey(column.name))) : undefined;
  if (person)
    return new UserError("column_missing", words.customerByNameOnly({ column: person.column.name }), { place });
  const near = profiles
    .map((profile) => ({ header: profile.column.name, score: candidate(role, profile).score }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3);
  return new UserError(
    "column_missing",
    words.roleMissing({ role, near, found: profiles.map(({ column }) => column.name) }),
    { place },
  );
}

/** Edits between two headers, case aside. */
function distance(a: string, b: string): number {
  const [from, to] = [norm(a), norm(b)];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
