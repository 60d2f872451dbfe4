/** Header words for contracts, in ten languages; what they share with orders (customer, e-mail, currency) is not repeated. */
import { nameScore, scoreOf, wordsOf, type Role } from "../synonyms.js";
import type { RoleWords } from "../role-words.js";

const WORDS = {
  contract: {
    en: "contract (id, no, number, #), subscription (id, no, number, #), agreement (id, no, number), membership (id, no, number), policy (id, no, number)",
    de: "vertrag, vertragsnummer, vertrags nr, vertragsnr, vertrags id, abonummer, abo nr, abo id, policennummer",
    pl: "umowa, nr umowy, numer umowy, id umowy, subskrypcja",
    zh: "合同编号, 合同号, 订阅编号, 合約編號, 訂閱編號",
    fr: "contrat, n° contrat, no contrat, numéro de contrat, abonnement, n° abonnement",
    es: "contrato, nº contrato, número de contrato, suscripción, id suscripción",
    it: "contratto, numero contratto, abbonamento, codice contratto",
    nl: "contractnummer, contract nr, abonnement, abonnementsnummer",
    pt: "contrato, número do contrato, assinatura, id assinatura",
    ja: "契約番号, 契約id, 定期購入番号",
  },
  start: {
    en: `start (date, day, at, on, time), started (at, on, date), contract start (date), contract started, subscription start (date), subscription started (at),
      begin (date), begins, beginning, valid from, active from, effective from, effective date, activated (at, on), activation date, activation,
      subscribed (at, on), subscription date, member since, joined (at, on), join date, date joined, customer since, signup (date), sign up date, signed up (at), signup at,
      first payment date, commencement date, plan start (date), term start (date), current start, from date, since`,
    de: "vertragsbeginn, beginn, startdatum, vertragsstart, abobeginn, abostart, gültig ab, laufzeitbeginn, abschlussdatum, mitglied seit, kunde seit, beginndatum",
    pl: "początek, data rozpoczęcia, data startu, początek umowy, start umowy, data zawarcia, od kiedy",
    zh: "开始日期, 起始日期, 生效日期, 合同开始, 订阅开始, 開始日期, 起始日, 生效日",
    fr: "début, date de début, date début, début du contrat, début abonnement, date d'effet, date de souscription",
    es: "inicio, fecha de inicio, fecha inicio, inicio contrato, fecha de alta, alta",
    it: "inizio, data inizio, data di inizio, inizio contratto, data attivazione, decorrenza",
    nl: "begindatum, startdatum, ingangsdatum, start contract, begin contract, lid sinds",
    pt: "início, data de início, data início, início do contrato, data de adesão",
    ja: "開始日, 契約開始日, 利用開始日, 加入日",
  },
  end: {
    en: `end (date, day, at, on, time), ended (at, on, date), contract end (date), contract ended, subscription end (date), subscription ended (at), termination date, terminated (at, on),
      churn date, churned (at, on), date churned, expired (at, on), expiry (date), expiration date, expires (at, on), valid until, valid to, active until, active to, closed (at, on), close date, left on,
      left at, leave date, unsubscribed (at, on), deactivated (at), plan end (date), term end (date), to date, until`,
    de: "vertragsende, ende, enddatum, aboende, gültig bis, laufzeitende, austrittsdatum, beendet am, endedatum",
    pl: "koniec, data zakończenia, koniec umowy, data końca, do kiedy",
    zh: "结束日期, 终止日期, 到期日, 合同结束, 订阅结束, 結束日期, 終止日期, 流失日期",
    fr: "fin, date de fin, date fin, fin du contrat, fin abonnement, date de résiliation effective",
    es: "fin, fecha de fin, fecha fin, fin contrato, fecha de baja, baja",
    it: "fine, data fine, data di fine, fine contratto, data cessazione",
    nl: "einddatum, einde contract, eind, einde",
    pt: "fim, data de fim, data fim, fim do contrato, data de término, término",
    ja: "終了日, 契約終了日, 解約日, 退会日",
  },
  cancelled: {
    en: "cancelled (at, on, date), canceled (at, on, date), cancellation date, cancel date, cancelation date, date cancelled, date canceled, cancel requested (at), cancellation requested (at), cancelled on date",
    de: "kündigungsdatum, gekündigt am, kündigung, gekündigt, kündigungseingang",
    pl: "data wypowiedzenia, data rezygnacji, anulowano",
    zh: "取消日期, 退订日期, 取消時間, 退訂日期",
    fr: "date de résiliation, résilié le, annulé le",
    es: "fecha de cancelación, cancelado el, fecha cancelación",
    it: "data disdetta, data cancellazione, disdetto il",
    nl: "opgezegd op, opzegdatum, opgezegd",
    pt: "data de cancelamento, cancelado em",
    ja: "解約申込日, キャンセル日",
  },
  period: {
    en: `period, billing period (unit), interval, plan interval, billing interval, billing cycle, cycle, billing frequency, payment frequency, frequency, term, contract term, term length,
      contract length, contract type, contract duration, duration, renewal period, renewal term, renewal, payment period, subscription period, subscription length, subscription type, period months, term months,
      term in months, plan period, recurrence, billing term, contract`,
    de: "abrechnungszeitraum, laufzeit, vertragslaufzeit, zahlungsweise, turnus, zahlungsturnus, intervall, periode, abrechnungsintervall, zahlungsrhythmus",
    pl: "okres, okres rozliczeniowy, okres umowy, częstotliwość",
    zh: "周期, 计费周期, 付款周期, 合同期限, 週期, 計費週期, 期限",
    fr: "période, périodicité, durée, fréquence, période de facturation, durée du contrat",
    es: "periodo, período, periodicidad, duración, frecuencia, ciclo de facturación",
    it: "periodo, periodicità, durata, frequenza, ciclo di fatturazione",
    nl: "periode, looptijd, frequentie, factuurperiode, termijn",
    pt: "período, periodicidade, duração, frequência, ciclo de cobrança",
    ja: "期間, 契約期間, 請求周期, 支払周期, 更新周期",
  },
  price: {
    en: `price, amount, plan amount, plan price, fee, subscription fee, unit price, unit amount, recurring amount, recurring revenue, recurring price, contract value, subscription price, subscription amount, mrr, arr, acv, charge,
      monthly (price, amount, fee, charge, charges, revenue, recurring revenue, rate, rent, payment), annual (price, amount, fee, value, revenue, recurring revenue, contract value), yearly (price, amount, fee),
      price per period, amount per period, payment, premium, rate, value`,
    de: "preis, betrag, beitrag, gebühr, monatspreis, monatsbeitrag, monatliche gebühr, monatsgebühr, jahrespreis, jahresbeitrag, vertragswert, aboepreis, abopreis, entgelt, prämie",
    pl: "cena, kwota, opłata, abonament, opłata miesięczna, składka",
    zh: "价格, 金额, 月费, 年费, 订阅金额, 價格, 金額, 月費, 年費",
    fr: "prix, montant, tarif, abonnement mensuel, mensualité, cotisation, redevance",
    es: "precio, importe, cuota, cuota mensual, tarifa, monto",
    it: "prezzo, importo, canone, canone mensile, quota",
    nl: "prijs, bedrag, maandbedrag, tarief, contributie",
    pt: "preço, valor, mensalidade, montante, tarifa",
    ja: "価格, 金額, 料金, 月額, 年額, 月額料金",
  },
  plan: {
    en: "plan (name, id, code), product (name, id), package (name), tier, subscription plan, pricing plan, price plan, edition, item (name), sku, plan nickname, membership type, subscription name, offer",
    de: "tarif, tarifname, produkt, paket, abo, plan, tarifmodell, produktname",
    pl: "plan, taryfa, pakiet, produkt",
    zh: "套餐, 方案, 产品, 產品, 计划",
    fr: "forfait, formule, offre, produit, plan",
    es: "plan, tarifa plan, producto, paquete",
    it: "piano, prodotto, pacchetto, tariffa",
    nl: "plan, pakket, product, abonnementsvorm",
    pt: "plano, produto, pacote",
    ja: "プラン, 商品, コース",
  },
  reason: {
    en: `reason, cancel reason (code), cancellation reason (code), churn reason, cancelation reason, termination reason, leaving reason, reason for leaving, reason for cancellation, end reason, exit reason,
      cancellation feedback, cancelled by, ended reason`,
    de: "kündigungsgrund, grund, austrittsgrund, beendigungsgrund",
    pl: "powód rezygnacji, powód, przyczyna",
    zh: "取消原因, 流失原因, 退订原因, 原因",
    fr: "motif, motif de résiliation, raison",
    es: "motivo, motivo de baja, motivo de cancelación, razón",
    it: "motivo, motivo disdetta, causale",
    nl: "reden, opzegreden, reden opzegging",
    pt: "motivo, motivo do cancelamento, razão",
    ja: "解約理由, 理由, 退会理由",
  },
  tenure: {
    en: "tenure (months), months, months active, active months, age in months, months as customer, tenure in months, months subscribed, account age months, customer age months, lifetime months",
    de: "vertragsdauer, monate, dauer in monaten",
    pl: "staż, miesiące",
    zh: "在网时长, 月数",
    fr: "ancienneté, nombre de mois",
    es: "antigüedad, meses",
    it: "anzianità, mesi",
    nl: "maanden, duur in maanden",
    pt: "antiguidade, meses",
    ja: "契約月数, 月数",
  },
  churned: {
    en: "churn, churned, is churned, has churned, churn flag, churn label, churn value, exited, attrition, attrition flag, left, is cancelled, is canceled",
    de: "gekündigt ja nein, abgewandert",
    pl: "odszedł, rezygnacja",
    zh: "流失, 是否流失",
    fr: "résilié, parti",
    es: "abandono, abandonó",
    it: "abbandono",
    nl: "vertrokken",
    pt: "cancelou, evasão",
    ja: "解約, 離脱",
  },
  seats: {
    en: "seats, licences, licenses, quantity, qty, units, users, number of seats, number of users, seat count",
    de: "lizenzen, plätze, menge, anzahl, nutzer",
    pl: "licencje, ilość, liczba",
    zh: "数量, 席位, 數量",
    fr: "licences, quantité, sièges",
    es: "licencias, cantidad, asientos",
    it: "licenze, quantità",
    nl: "licenties, aantal",
    pt: "licenças, quantidade",
    ja: "数量, 席数, ライセンス数",
  },
  channel: {
    en: "channel, acquisition (channel, source), marketing channel, sales channel, signup (channel, source), sign up (channel, source), traffic source, lead source, referral source, utm (source, medium)",
    de: "kanal, vertriebskanal, vertriebsweg, werbekanal, herkunft, quelle",
    pl: "kanał, kanał sprzedaży, źródło",
    zh: "渠道, 来源渠道, 獲客渠道, 渠道來源",
    fr: "canal, canal d'acquisition, canal de vente",
    es: "canal, canal de adquisición, canal de venta",
    it: "canale, canale di acquisizione, canale di vendita",
    nl: "kanaal, verkoopkanaal, herkomst",
    pt: "canal, canal de aquisição, canal de venda",
    ja: "チャネル, 獲得経路, 流入経路",
  },
  account: {
    en: "account (id, name, no, number), company (id, name), organisation (id, name), organization (id, name), parent account, billing account, tenant (id)",
    de: "konto, firma, unternehmen, mandant, konzern",
    pl: "konto, firma",
    zh: "账户, 公司, 帳戶",
    fr: "compte, société, entreprise",
    es: "cuenta, empresa",
    it: "conto, azienda, società",
    nl: "account, bedrijf",
    pt: "conta, empresa",
    ja: "アカウント, 会社",
  },
} as const satisfies RoleWords;

const SUBSCRIBERS = {
  en: "subscriber (id, no, number, key), member (id, no, number), tenant id, policyholder (id), user, patient id, student id",
  de: "mitglied, mitgliedsnummer, mitglieds nr, abonnent, abonnentennummer, versicherungsnehmer",
};

type OwnRole = keyof typeof WORDS;
/** What a column of contracts can be. */
export type ContractRole = OwnRole | "customer" | "email" | "currency" | "status";

/** The order in which roles take their columns: those that are surest of their words and cells first. */
export const CONTRACT_ROLES: readonly ContractRole[] = [
  "email",
  "currency",
  "customer",
  "start",
  "end",
  "cancelled",
  "churned",
  "tenure",
  "period",
  "contract",
  "status",
  "price",
  "seats",
  "reason",
  "plan",
  "channel",
  "account",
];

const NEVER: Readonly<Partial<Record<OwnRole, string>>> = {
  start: "trial, period, current, birth, campaign, next, shipping, billing cycle, discount, end",
  end: "trial, period, current, birth, campaign, next, shipping, discount, start, reason, notice",
  cancelled: "reason, by, period, count, revenue",
  period: "current, start, end, trial, grace, notice",
  price:
    "tax, discount, total, setup, currency, id, count, lifetime, paid, due, balance, refunded, refund, list, market, original",
  plan: "amount, interval, price, start, end, currency, status, quantity, period",
  reason: "code comment",
  contract: "start, end, type, term, length, status, value, date, amount, plan, name, currency, item, price",
  seats: "price, amount",
  account: "manager, owner, status, type, created, balance",
  channel: "id, cost, date, payment, support, cancel",
  churned: "date, reason, risk, score, probability",
  tenure: "remaining, left, trial",
};

const OWN = Object.fromEntries(
  Object.entries(WORDS).map(([role, words]) => [
    role,
    {
      words: wordsOf(words),
      never: wordsOf({ en: NEVER[role as OwnRole] ?? "" }), // cast: the keys of WORDS
      heads: [],
    },
  ]),
);
const SUBSCRIBER_NAMES = { words: wordsOf(SUBSCRIBERS), never: [], heads: [] };

/** How near a header is to a role, 0 to 1: see `nameScore`. */
export function contractNameScore(role: ContractRole, header: string): number {
  const own = OWN[role];
  if (own) return scoreOf(header, own);
  const shared = nameScore(role as Role, header); // cast: what is not of contracts alone is a role of orders
  return role === "customer" ? Math.max(shared, scoreOf(header, SUBSCRIBER_NAMES)) : shared;
}
