/** PayPal, Activity download: a ledger in the language of the account. Its columns are chosen by the user. */
import { plus, type OrdersLayout, type RowKind } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

/** What is in the type of a record, in the order in which it is looked for: `payment hold` is no payment. */
const CONVERSION = `currency conversion, währungsumrechnung, conversion de devise, conversión de divisa, conversión de moneda, conversione di valuta,
  conversione valuta, valuta omrekening, valutaomrekening, omrekening van valuta, przeliczenie walut, przewalutowanie, conversão de moeda`;
const OTHER = `hold, release, authorization, authorisation, withdrawal, deposit, transfer, mass pay, fee, reserve, credit card, debit card, non reference credit,
  einbehalt, autorisierung, genehmigung, abbuchung, gutschrift auf, gutschrift von, bankgutschrift, überweisung, gebühr, freigabe, massenzahlung, sammelzahlung,
  retenue, blocage, déblocage, autorisation, virement, retrait, approvisionnement, commission sur, paiement groupé,
  retención, retencion, autorización, retirada, retiro, transferencia, depósito, liberación, tarifa, comisión,
  blocco, autorizzazione, prelievo, trasferimento, deposito, bonifico, sblocco, tariffa,
  vasthouding, vastgehouden, autorisatie, opname, overboeking, storting, vrijgave, kosten,
  wstrzyman, blokada, autoryzacj, wypłat, przelew, wpłat, zwolnieni, opłata, retenção, autorização, saque, transferência, liberação`;
const REFUND = `refund, reversal, chargeback, rückzahlung, rückerstattung, rückbuchung, remboursement, contestation, annulation, rejet de,
  reembolso, devolución, contracargo, rimborso, storno, terugbetaling, terugboeking, zwrot, obciążenie zwrotne, estorno`;
const SALE = `payment, checkout, purchase, sale, donation, zahlung, kauf, spende, paiement, achat, abonnement, pago, pagamento, compra, acquisto,
  betaling, aankoop, płatność, zakup, subscription, doação, donación, donatie, darowizna, donazione`;

const parts = (words: string, kind: RowKind): readonly (readonly [string, RowKind])[] =>
  words.split(",").map((word) => [word.trim(), kind] as const);

/** A role's header in every language: an account can mix them. Columns of the same language stand together in PayPal's own list. */
const headers = (list: string): string =>
  list
    .split("|")
    .map((header) => header.trim())
    .join("|");

const DATE = "date|datum|data|fecha";
const GROSS = headers("gross|brutto|brut|avant commission|bruto|lordo");
const FEE = headers(
  "fee|fees|gebühr|entgelt|opłata|frais|commission|comisión|tarifa|comisiones|tariffa|commissione|kosten|vergoeding|taxa",
);
const NET = headers("net|netto|neto|líquido");
const CURRENCY = headers("currency|währung|waluta|devise|divisa|moneda|valuta|moeda");
const ID =
  headers(`transaction id|transaktionscode|numer transakcji|identyfikator transakcji|numéro de transaction|id. de transacción|id. de la transacción|
  identificador de la transacción|id de transacción|codice transazione|id transazione|transactiereferentie|transactie id|transactie-id|transactiecode|
  id da transação|código da transação`);
const EMAIL =
  headers(`from email address|absender e-mail-adresse|von e-mail-adresse|z adresu e-mail|adresse email de l'expéditeur|
  adresse e-mail de l'expéditeur|de l'adresse email|de l'adresse e-mail|correo electrónico del remitente|de dirección de correo electrónico|
  dirección de correo electrónico del remitente|indirizzo email mittente|dall'indirizzo email|van e-mailadres|e-mailadres afzender|
  do endereço de e-mail|endereço de e-mail do remetente|payer email`);
const REFERENCE =
  headers(`reference txn id|zugehöriger transaktionscode|ref transaktionscode|pomocniczy numer transakcji|
  numéro de la transaction de référence|id. de referencia de trans.|id. de referencia de la transacción|id. de transacción de referencia|
  código de referencia de la transacción|codice transazione di riferimento|id transazione di riferimento|referentie transactie|
  referentie txn id|referentiecode transactie|id de referência da transação`);
const TAX =
  headers(`sales tax|umsatzsteuer|podatek od sprzedaży|tva|impuesto sobre ventas|impuestos de ventas|impuesto|iva|imposte sulle vendite|
  imposta sulle vendite|btw|omzetbelasting|imposto sobre vendas`);
const SHIPPING =
  headers(`shipping and handling amount|shipping and handling|versand- und bearbeitungsgebühr|versandkosten|koszt wysyłki i obsługi|
  kwota wysyłki i obsługi|montant des frais de livraison et de traitement|frais de livraison et de traitement|montant de la livraison|
  frais d'expédition|importe de envío y manipulación|importe de envío y gestión|importe de envío|gastos de envío|importo spedizione e imballaggio|
  importo spese di spedizione e imballaggio|spese di spedizione|verzendkosten|verzend- en administratiekosten|valor do frete`);
const IMPACT =
  headers(`balance impact|auswirkung auf guthaben|wpływ na saldo|impact sur le solde|impacto en el saldo|impacto en saldo|
  impatto sul saldo|effect op saldo|saldo-effect|impacto no saldo`);

export const paypalActivity: OrdersLayout = {
  id: "paypal_activity",
  kind: "orders",
  detect: { all: [DATE, GROSS, FEE, NET, CURRENCY, ID] },
  grain: "payment",
  order: [ID],
  key: [EMAIL],
  name: "name|nazwa|nom|nombre|nome|naam",
  union: "never",
  email: [EMAIL],
  date: [DATE],
  clock: {
    time: "time|uhrzeit|godzina|heure|hora|ora|orario|tijd",
    zone: headers(
      "timezone|time zone|zeitzone|strefa czasowa|fuseau horaire|zona horaria|huso horario|fuso orario|tijdzone|fuso horário",
    ),
  },
  dateOrder: [{ has: "brut|avant commission|datum|data|fecha", order: "dmy" }],
  zone: "written",
  currency: [CURRENCY],
  total: [plus(GROSS)],
  net: { kind: "minus", tax: [plus(TAX)], shipping: [plus(SHIPPING)] },
  rows: [
    {
      column: IMPACT,
      parts: [
        ["memo", "other"],
        ["mémo", "other"],
        ["nota", "other"],
      ],
    },
    {
      column: "type|typ|tipo|beschreibung|description|descripción|descrizione|omschrijving|descrição|opis",
      words: { "chargeback reversal": "refund", "payment reversal": "refund", sprzedaż: "sale" },
      parts: [
        ...parts(CONVERSION, "conversion"),
        ...parts(OTHER, "other"),
        ...parts(REFUND, "refund"),
        ...parts(SALE, "sale"),
      ],
      rest: "unknown",
    },
  ],
  refundRows: {
    order: REFERENCE,
    customer: "of the order",
  },
  negativeSales: "other",
  status: {
    columns: ["status|état|estado|stato"],
    words: {
      ...STATUS_WORDS,
      completed: "count",
      abgeschlossen: "count",
      zakończona: "count",
      zakończono: "count",
      terminé: "count",
      effectué: "count",
      voltooid: "count",
      completado: "count",
      completada: "count",
      completata: "count",
      completato: "count",
      concluído: "count",
      concluída: "count",
      "partially refunded": "count",
      "teilweise zurückgezahlt": "count",
      refunded: "count", // the refund is a record of its own
      zurückgezahlt: "count",
      erstattet: "count",
      remboursé: "count",
      terugbetaald: "count",
      reembolsado: "count",
      rimborsato: "count",
      pending: "unpaid",
      ausstehend: "unpaid",
      "en attente": "unpaid",
      oczekująca: "unpaid",
      pendiente: "unpaid",
      "in sospeso": "unpaid",
      "in behandeling": "unpaid",
      unclaimed: "failed",
      denied: "failed",
      declined: "failed",
      abgelehnt: "failed",
      refusé: "failed",
      canceled: "failed",
      cancelled: "failed",
      storniert: "failed",
      reversed: "failed",
      returned: "failed",
      expired: "failed",
      removed: "failed",
      voided: "failed",
    },
    // a refund in part or in full is a record of its own
    parts: [
      ["refunded", "count"],
      ["erstattet", "count"],
      ["zurückgezahlt", "count"],
      ["rembours", "count"],
      ["reembols", "count"],
      ["rimbors", "count"],
      ["terugbetaald", "count"],
      ["zwrócon", "count"],
    ],
  },
};
