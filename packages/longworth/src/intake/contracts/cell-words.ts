/** What the cells of contracts say in words: how long a period is, whether a contract runs, why it ended. */
import { statusKey } from "../status-words.js";

/** A renewal period: so many calendar months, or so many days. */
export type Period = Readonly<{ unit: "month" | "day"; count: number }>;

/** Whether a contract runs, has ended, or never began (a trial, an unpaid first invoice, a start to come). */
export type ContractState = "running" | "ended" | "never";

/** Who ended it: the customer, a payment that failed, nobody knows. */
export type Leaving = "voluntary" | "payment" | "unknown";

const UNITS: readonly (readonly [Period, RegExp])[] = [
  [{ unit: "month", count: 6 }, /semi ?annual|half ?year|halbjahr|halbjahrlich|semestr|semestral|polrocz|半年/u],
  [{ unit: "month", count: 24 }, /biennial|two year|zweijahr/u],
  [{ unit: "month", count: 3 }, /quarter|quartal|vierteljahr|kwarta|trimest|kwartaal|季/u],
  [{ unit: "month", count: 12 }, /year|annual|annum|jahr|jahrlich|rok|roczn|\ban\b|annuel|\bano\b|anual|anno|annuale|jaar|jaarlijks|年/u],
  [{ unit: "day", count: 14 }, /bi ?weekly|fortnight|two week/u],
  [{ unit: "day", count: 7 }, /week|woche|wochentlich|tydz|tygod|semaine|hebdo|semana|settiman|週|周|星期/u],
  [{ unit: "month", count: 1 }, /month|monat|monatlich|miesia|miesiec|\bmois\b|mensuel|\bmes(es)?\b|mensual|mese|mensile|maand|mensal|月|\bmtm\b|\bm2m\b/u],
  [{ unit: "day", count: 1 }, /\bday|daily|taglich|\btag(e)?\b|dzien|\bjour|diario|giorn|\bdag|日|天/u],
]; // prettier-ignore

const NUMBERS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, twelve: 12 };
const LONGEST = { month: 240, day: 3660 }; // twenty and ten years

/** "Monthly", "1 year", "Two year", "every 3 months", "P1Y", "12" where the column counts months; null: no period. */
export function periodOf(cell: string, numbersAre: Period | null): Period | null {
  const text = cell
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[-_/]/gu, " ")
    .trim();
  if (text === "") return null;
  if (/^\d+(\.0+)?$/u.test(text)) return numbersAre && scaled(numbersAre, Number(text));
  const iso = /^p(\d+)([ymwd])$/u.exec(text);
  if (iso) return scaled(ISO[iso[2] ?? ""] ?? { unit: "month", count: 1 }, Number(iso[1]));
  const found = UNITS.find(([, words]) => words.test(text))?.[0];
  if (found === undefined)
    return /^\d+ ?m$/u.test(text) ? scaled({ unit: "month", count: 1 }, parseInt(text, 10)) : null;
  const number = /\d+/u.exec(text)?.[0] ?? `${NUMBERS[text.split(" ").find((word) => word in NUMBERS) ?? ""] ?? 1}`;
  return scaled(found, found.count === 24 || found.count === 14 ? 1 : Number(number));
}

const ISO: Readonly<Record<string, Period>> = {
  y: { unit: "month", count: 12 },
  m: { unit: "month", count: 1 },
  w: { unit: "day", count: 7 },
  d: { unit: "day", count: 1 },
};

function scaled({ unit, count }: Period, times: number): Period | null {
  const all = count * times;
  return Number.isInteger(all) && all >= 1 && all <= LONGEST[unit] ? { unit, count: all } : null;
}

const STATES: Readonly<Record<ContractState, string>> = {
  running: `active, running, live, current, open, ok, renewed, past due, unpaid, overdue, non renewing, nonrenewing, in grace, paused, on hold, suspended, aktiv, laufend, läuft,
    aktywna, aktywny, actif, active, en cours, activo, vigente, attivo, actief, ativo, 有效, 进行中, 有効, 契約中, yes, true, won, in force`,
  ended: `cancelled, canceled, ended, expired, terminated, churned, inactive, closed, lapsed, deactivated, left, finished, not renewed, gekündigt, beendet, abgelaufen, inaktiv, storniert,
    zakończona, anulowana, wypowiedziana, résilié, terminé, expiré, inactif, cancelado, vencido, inactivo, finalizado, cessato, scaduto, disdetto, beëindigd, opgezegd, verlopen,
    encerrado, expirado, inativo, 已取消, 已过期, 已終止, 解約, 終了, failed`,
  never: `incomplete, incomplete expired, trialing, trialling, trial, in trial, future, scheduled, pending, draft, not started, pending activation, upcoming, abandoned, entwurf, geplant, testphase`,
};

/** Words of a status column by what they say, as `statusKey` writes them. */
export const CONTRACT_STATES: Readonly<Record<string, ContractState>> = Object.fromEntries(
  Object.entries(STATES).flatMap(
    ([state, words]) => words.split(",").map((word) => [statusKey(word), state as ContractState] as const), // cast: keys of the literal above
  ),
);

const PAYMENT =
  /payment|paid|pay\b|card|declin|dunning|insufficient|charge|fail|overdue|past due|no card|zahlung|lastschrift|karte|zahlt|ruckl|platno|nieoplac|paiement|impay|carte|pago|tarjeta|impag|pagament|carta|insolut|betaling|incasso|pagamento|cartao|付款|支付|扣款|支払|決済|involuntary/u;
const NO_REASON = new Set(["", "-", "--", "n/a", "na", "none", "null", "unknown", "other", "not specified"]);

/** Who ended a contract, by the words of its reason. */
export function leavingOf(reason: string): Leaving {
  const text = statusKey(reason)
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "");
  if (NO_REASON.has(text)) return "unknown";
  return PAYMENT.test(text) ? "payment" : "voluntary";
}

const YES = new Set(["yes", "y", "true", "1", "churned", "left", "ja", "tak", "oui", "si", "sí", "sim", "はい", "是", "exited", "attrited customer", "cancelled", "canceled"]); // prettier-ignore
const NO = new Set(["no", "n", "false", "0", "stayed", "retained", "active", "nein", "nie", "non", "não", "nee", "いいえ", "否", "existing customer", "joined", ""]); // prettier-ignore

/** A flag column: has left or not; null: neither word. */
export function flagOf(cell: string): boolean | null {
  const text = statusKey(cell);
  return YES.has(text) ? true : NO.has(text) ? false : null;
}

/** Months for which a price of that name is asked: "MRR" 1, "Annual fee" 12; null: for the contract's own period. */
export function monthsOfPrice(header: string): number | null {
  const text = header.toLowerCase();
  if (/month|mrr|monat|miesi|mensu|mensile|maand|mensal|月/u.test(text)) return 1;
  return /annual|year|\barr\b|\bacv\b|jahr|roczn|annuel|anual|annuo|jaar|年/u.test(text) ? 12 : null;
}
