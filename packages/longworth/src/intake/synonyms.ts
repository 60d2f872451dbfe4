/** Header words by role, and how near a header is to a role: the name score of the generic matcher. */
import { norm } from "./header-words.js";
import { MONEY_WORDS } from "./synonyms-money.js";
import { ORDER_WORDS } from "./synonyms-orders.js";
import { PEOPLE_WORDS } from "./synonyms-people.js";

const WORDS = { ...PEOPLE_WORDS, ...ORDER_WORDS, ...MONEY_WORDS };
export type Role = keyof typeof WORDS;

/** The order in which roles take their columns; a column serves one role, but an e-mail may be the customer too. */
export const ROLES: readonly Role[] = [
  "email",
  "currency",
  "status",
  "date",
  "order",
  "customer",
  "quantity",
  "unitPrice",
  "amount",
  "tax",
  "shipping",
  "discount",
  "refund",
  "cost",
  "firstOrder",
  "product",
  "category",
  "channel",
  "country",
];

const NEVER: Readonly<Partial<Record<Role, string>>> = {
  date: `delivery, deliver, shipped, ship, due, birth, dob, updated, modified, last, next, expire, expires, expiry, start, end,
    first, registered, signup, liefer, lieferdatum, versand, versanddatum, fallig, geburt, geburtsdatum, wysyl, wysylki, dostaw, dostawy, platnosci,
    urodz, urodzenia, 发货, 收货, 到期, 生日, 出貨, 到貨, livraison, echeance, naissance, entrega, vencimiento, nacimiento, consegna,
    scadenza, nascita, lever, verval, geboorte, vencimento, nascimento, 発送, 納期, 生年月日, 更新, cancelled, canceled, cancellation,
    cancelacion, cancelamento, annulation, annullamento, storno, anulowania, annulering, 取消, キャンセル, customer,
    client, cliente, kunde, klient, klant, delivered, required, promised, expected, estimated, previsao, prevista, prevue, prevu`,
  amount: `balance, fee, commission, payout, tax, shipping, discount, cost, budget, points, weight, id, phone, zip, unit, each,
    list, msrp, per, limit, refunded, refund, taxes, promotion, promotions, promo, coupon, voucher, margin, tip, tips, gratuity, quantity,
    qty, units, items, menge, anzahl, cantidad, unidades, quantita, quantite, aantal, quantidade, ilosc, 数量, gift, deposit, tendered, change, profit, gewinn, beneficio, lucro, utile, marge,
    marza, winst, 利润, 利益, 毛利, saldo, gebuhr,
    provision, prowizja, 手续费, 余额, 积分, 手數料, frais, comision, commissione, taxa, 手数料, 残高, descuento, desconto, sconto, remise,
    rabatt, rabat, korting, envio, frete, versand, livraison, spedizione`,
  customer: `merchant, seller, sales rep, employee, owner, group, type, segment, note, notes, message, language, country, count,
    email, phone, since, city, zip, street, ip, address, adresse, anschrift, direccion, indirizzo, endereco, adres, 地址, 住所, age, gender`,
  quantity: "price, total, amount, cost",
  order: `flag, date, time, status, total, amount, value, type, channel, source, note, notes, count, ts, datetime, timestamp, estado, estatus,
    statut, stato, stan, situacao, fecha, datum, data, tipo, typ, valor, importe, monto, betrag, wert, montant, valeur, valore, importo, bedrag,
    kwota, wartosc, canal, canale, kanal, kanaal, 状态, 狀態, 状態, 金额, 金額, 日期, 时间, 時間, 日時, 类型`,
  unitPrice: `total, tax, compare, purchase, cost, compra, costo, coste, custo, achat, acquisto, inkoop, einkauf, zakupu, 成本, 进价, 進價, 仕入,
    原価`,
  tax: "rate, id, number, name, fee, before",
  shipping:
    "name, city, zip, country, address, street, phone, status, method, tax, date, company, province, address1, address2, state",
  discount: "code, details, name, shipping, promo, percent",
  refund: "date, status, reason, id, card",
  cost: "shipping, total, center",
  status: "date, ship, billing, fulfillment, delivery, shipping, item, marital, message",
  currency: "converted, rate",
  email: "marketing, consent, accepts, opt, subscribed, status",
};

const BASIS =
  `usd eur gbp pln chf jpy cny brl sek nok dkk czk cad aud incl excl including excluding inc exc gross net brutto netto
  ttc ht tax vat mwst local utc gmt in eur's shop base paid`.split(/\s+/u);
const ALONE = new Set(["id", "name", "number", "total", "value"]);
const HEADS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  customer: ["customer", "client", "buyer", "user", "member", "account", "contact"],
  order: ["order", "invoice", "transaction", "receipt"],
  date: ["date", "time", "datum", "data", "fecha"],
  amount: ["amount", "total", "revenue", "sales", "spend", "value", "price", "gross", "net"],
};

/** Words of columns that name a longer time than a day: a date where no other column is one. */
const PERIODS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  date: ["month", "monat", "miesiac", "mois", "mes", "mese", "maand", "月", "月份", "period", "quarter", "quartal", "week", "woche", "year", "jahr"],
}; // prettier-ignore
const LONGER = 0.62; // accepted, and behind every name that has a word for a date in it

/** A header for matching: `norm`, diacritics off, `_ - . / ,` as blanks, brackets dropped, camelCase apart, `cust`, `amt` in full. */
export const headerKey = (header: string): string =>
  fold(
    norm(header.replaceAll(/MwSt|KdNr/gu, lower).replaceAll(/([a-z0-9])([A-Z])/gu, "$1 $2")).replaceAll(
      /[([{][^)\]}]*[)\]}]/gu,
      " ",
    ),
  )
    .split(" ")
    .map((token) => SHORT[token] ?? token)
    .join(" ");

/** One word that has a capital inside. */
const lower = (word: string): string => word.toLowerCase();

/** As databases write them. */
const SHORT: Readonly<Record<string, string>> = {
  amt: "amount",
  cust: "customer",
  acct: "account",
  txn: "transaction",
  trx: "transaction",
  trans: "transaction",
  ord: "order",
  dt: "date",
};

const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, (mark) => (mark === "\u3099" || mark === "\u309a" ? mark : "")) // voiced kana stay
    .normalize("NFC")
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .replaceAll(/[_\-./,:;°]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();

/** What brackets of a header hold, lower case: a currency or basis hint. */
export const headerHints = (header: string): readonly string[] =>
  [...header.matchAll(/[([{]([^)\]}]*)[)\]}]/gu)].map(([, inside = ""]) => inside.trim().toLowerCase());

/** `a (b, c)` -> a, a b, a c; `a(b)` -> a, ab. */
function expand(words: string): readonly string[] {
  return [...words.matchAll(/([^,(]+)(\(([^)]*)\))?/gu)].flatMap(([, base = "", , inside]) => {
    if (inside === undefined) return base.trim() === "" ? [] : [base.trim()];
    const joint = base.endsWith(" ") ? " " : "";
    return [base.trim(), ...inside.split(",").map((tail) => base.trim() + joint + tail.trim())];
  });
}

const split = (words: string): readonly string[] => words.split(",").map((word) => fold(word.trim()));

/** Header words of a role in some languages, folded as `headerKey` folds headers. */
export const wordsOf = (byLanguage: Readonly<Record<string, string>>): readonly string[] => [
  ...new Set(Object.values(byLanguage).flatMap(expand).map(fold)),
];

/** Every word of a role, folded as `headerKey` folds headers. */
export const SYNONYMS: Readonly<Record<Role, readonly string[]>> = mapRoles((role) => wordsOf(WORDS[role]));
const NEVER_WORDS: Readonly<Record<Role, readonly string[]>> = mapRoles((role) => split(NEVER[role] ?? ""));

function mapRoles<T>(make: (role: Role) => T): Readonly<Record<Role, T>> {
  return Object.fromEntries(ROLES.map((role) => [role, make(role)])) as Record<Role, T>; // cast: fromEntries forgets keys
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const inside = (key: string, tokens: ReadonlySet<string>, word: string): boolean =>
  CJK.test(word) ? key.includes(word) : word.split(" ").every((token) => tokens.has(token));

/**
 * How near the header's name is to the role: 1 a synonym, .95 with a basis or currency word, .8 with all words of a
 * synonym inside, .5 with one head word; a tenth of it beside a word that says otherwise ("delivery date").
 */
export const nameScore = (role: Role, header: string): number => {
  const [heads, periods] = [HEADS[role] ?? [], PERIODS[role] ?? []];
  const score = scoreOf(header, { words: SYNONYMS[role], never: NEVER_WORDS[role], heads, periods });
  return MONEY_ROLES.has(role) && isShare(header) ? score * 0.1 : score;
};

const MONEY_ROLES: ReadonlySet<Role> = new Set([
  "amount", "unitPrice", "tax", "shipping", "discount", "refund", "cost",
]); // prettier-ignore

/** A share in percent, not money; `Tax 5%` says which tax it is. */
const isShare = (header: string): boolean =>
  (header.includes("%") && !/\d\s*%/u.test(header)) ||
  /(^|[^a-z])(pct|percent(age)?|prozent|pourcentage|porcentaje|percentuale|porcentagem)([^a-z]|$)/iu.test(header);

/** A header that says of its numbers that they are no order's money: a fee, a balance, a weight. */
export const isBeside = (header: string): boolean => {
  const key = headerKey(header);
  const tokens = new Set(key.split(" "));
  return NEVER_WORDS.amount.some((word) => word !== "" && inside(key, tokens, word));
};

/** What headers of a role are called: whole words, words that say otherwise, single words that hint at it; all folded. */
export type HeaderNames = Readonly<{
  words: readonly string[];
  never: readonly string[];
  heads: readonly string[];
  periods?: readonly string[]; // single words for longer times
}>;

/** `nameScore` for words of one's own. */
export function scoreOf(header: string, names: HeaderNames): number {
  const key = headerKey(header);
  if (key === "") return 0;
  const tokens = new Set(key.split(" "));
  const { words, never } = names;
  const isGlued = !key.includes(" ") && key.length > 5 && words.some((word) => word.replaceAll(" ", "") === key); // ORDERDATE
  const raw = words.includes(key) || isGlued ? 1 : partialScore(names, key, tokens);
  const alone = ALONE.has(key) ? Math.min(raw, 0.5) : raw;
  if (raw === 1) return alone;
  return never.some((word) => word !== "" && inside(key, tokens, word)) ? alone * 0.1 : alone;
}

function partialScore({ words, heads, periods = [] }: HeaderNames, key: string, tokens: ReadonlySet<string>): number {
  const bare = key
    .split(" ")
    .filter((token) => !BASIS.includes(token))
    .join(" ");
  if (bare !== key && words.includes(bare)) return 0.95;
  if (words.some((word) => inside(key, tokens, word))) return 0.8;
  if (periods.some((word) => tokens.has(word))) return LONGER;
  return heads.some((word) => tokens.has(word)) ? 0.5 : 0;
}

/** As people read it: firstOrder is first_order. */
export const roleName = (role: string): string => role.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
