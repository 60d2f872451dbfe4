/** PayPal, Activity download: a ledger in the language of the account. Its columns are chosen by the user. */
import { plus, type OrdersLayout, type RowKind } from "../layout.js";
import { STATUS_WORDS } from "../status-words.js";

/** What is in the type of a record, in the order in which it is looked for: `payment hold` is no payment. */
const CONVERSION = `currency conversion, währungsumrechnung, conversion de devise, conversión de divisa, conversión de moneda, conversione di valuta,
  conversione valuta, valuta omrekening, valutaomrekening, omrekening van valuta, przeliczenie walut, przewalutowanie, conversão de moeda`;
const OTHER = `hold, release, authorization, authorisation, withdrawal, deposit, transfer, mass pay, fee, reserve, credit card,
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

export const paypalActivity: OrdersLayout = {
  id: "paypal_activity",
  kind: "orders",
  detect: {
    anyOf: [
      ["date", "gross", "fee|fees", "net", "currency", "transaction id"],
      ["datum", "brutto", "gebühr|entgelt", "netto", "währung", "transaktionscode"],
      ["data", "brutto", "opłata", "netto", "waluta", "numer transakcji|identyfikator transakcji"],
      ["date", "brut|avant commission", "frais|commission", "net", "devise", "numéro de transaction"],
      [
        "fecha",
        "bruto",
        "comisión|tarifa|comisiones",
        "neto",
        "divisa|moneda",
        "id. de transacción|id. de la transacción|identificador de la transacción|id de transacción",
      ],
      ["data", "lordo", "tariffa|commissione|costo", "netto", "valuta", "codice transazione|id transazione"],
      [
        "datum",
        "bruto",
        "kosten|vergoeding|tarief",
        "net|netto",
        "valuta",
        "transactiereferentie|transactie id|transactie-id|transactiecode",
      ],
      ["data", "bruto", "tarifa|taxa", "líquido", "moeda", "id da transação|código da transação"],
    ],
  },
  grain: "payment",
  order: [
    "transaction id|transaktionscode|numer transakcji|identyfikator transakcji|numéro de transaction|id. de transacción|id. de la transacción|identificador de la transacción|id de transacción|codice transazione|id transazione|transactiereferentie|transactie id|transactie-id|transactiecode|id da transação|código da transação",
  ],
  key: [
    "from email address|absender e-mail-adresse|von e-mail-adresse|z adresu e-mail|adresse email de l'expéditeur|adresse e-mail de l'expéditeur|de l'adresse email|correo electrónico del remitente|de dirección de correo electrónico|indirizzo email mittente|dall'indirizzo email|e-mailadres afzender|van e-mailadres|do endereço de e-mail|endereço de e-mail do remetente|payer email",
  ],
  name: "name|nazwa|nom|nombre|nome|naam",
  union: "never",
  email: [
    "from email address|absender e-mail-adresse|von e-mail-adresse|z adresu e-mail|adresse email de l'expéditeur|adresse e-mail de l'expéditeur|de l'adresse email|correo electrónico del remitente|de dirección de correo electrónico|indirizzo email mittente|dall'indirizzo email|e-mailadres afzender|van e-mailadres|do endereço de e-mail|endereço de e-mail do remetente|payer email",
  ],
  date: ["date|datum|data|fecha"],
  clock: {
    time: "time|uhrzeit|godzina|heure|hora|ora|orario|tijd",
    zone: "timezone|time zone|zeitzone|strefa czasowa|fuseau horaire|zona horaria|huso horario|fuso orario|tijdzone|fuso horário",
  },
  dateOrder: [
    { has: "brut|avant commission", order: "dmy" },
    { has: "datum", order: "dmy" },
    { has: "data", order: "dmy" },
    { has: "fecha", order: "dmy" },
  ],
  zone: "written",
  currency: ["currency|währung|waluta|devise|divisa|moneda|valuta|moeda"],
  total: [plus("gross|brutto|brut|avant commission|bruto|lordo")],
  net: {
    kind: "minus",
    tax: [
      plus(
        "sales tax|umsatzsteuer|podatek od sprzedaży|tva|impuesto sobre ventas|impuesto|iva|imposta sulle vendite|btw|imposto sobre vendas",
      ),
    ],
    shipping: [
      plus(
        "shipping and handling amount|shipping and handling|versand- und bearbeitungsgebühr|versandkosten|koszt wysyłki i obsługi|kwota wysyłki i obsługi|frais de livraison et de traitement|montant de la livraison|frais d'expédition|importe de envío y gestión|importe de envío|gastos de envío|importo spedizione e imballaggio|spese di spedizione|verzend- en administratiekosten|verzendkosten|valor do frete",
      ),
    ],
  },
  rows: [
    {
      column:
        "balance impact|auswirkung auf guthaben|wpływ na saldo|impact sur le solde|impacto en el saldo|impatto sul saldo|effect op saldo|saldo-effect|impacto no saldo",
      parts: [
        ["memo", "other"],
        ["mémo", "other"],
        ["nota", "other"],
      ],
    },
    {
      column: "type|typ|beschreibung|description|tipo|descripción|descrizione|omschrijving|descrição",
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
    order:
      "reference txn id|zugehöriger transaktionscode|pomocniczy numer transakcji|numéro de la transaction de référence|id. de referencia de la transacción|id. de transacción de referencia|código de referencia de la transacción|codice transazione di riferimento|id transazione di riferimento|referentie transactie|referentie txn id|referentiecode transactie|id de referência da transação",
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
  },
};
