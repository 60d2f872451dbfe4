/** PayPal, Activity download of a German account: payments, refunds, conversions, withdrawals. */
import { german, half, iso, later, line, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "Datum,Uhrzeit,Zeitzone,Name,Typ,Status,Währung,Brutto,Gebühr,Netto,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Transaktionscode,Lieferadresse," +
  "Versand- und Bearbeitungsgebühr,Umsatzsteuer,Zugehöriger Transaktionscode,Rechnungsnummer,Guthaben,Betreff,Auswirkung auf Guthaben"
).split(",");
const SHOP = "shop@example.com";

type Cells = Readonly<Record<string, string>>;

const code = (letter: string, i: number): string => `${letter}${`${i}`.padStart(16, "0")}`;
const when = (time: Date): Cells => ({
  Datum: iso(time).slice(0, 10).split("-").reverse().join("."),
  Uhrzeit: iso(time).slice(11),
  Zeitzone: "Europe/Berlin",
});
const sum = (units: number, currency: string): Cells => ({
  Währung: currency,
  Brutto: german(units),
  Gebühr: "0,00",
  Netto: german(units),
  "Auswirkung auf Guthaben": units < 0 ? "Soll" : "Haben",
});

function rowsOf(o: Order): readonly Cells[] {
  const { i, r } = o;
  const payment: Cells = {
    ...when(o.time),
    ...sum(o.total, r === 41 ? "USD" : "EUR"),
    Name: "Ana",
    Typ: "PayPal Express-Zahlung",
    Status: r === 3 ? "Abgelehnt" : r === 7 ? "Ausstehend" : "Abgeschlossen",
    "Absender E-Mail-Adresse": `c${o.customer}@example.com`,
    "Empfänger E-Mail-Adresse": SHOP,
    Transaktionscode: code("A", i),
    "Versand- und Bearbeitungsgebühr": german(o.shipping),
    Umsatzsteuer: german(o.tax),
    Rechnungsnummer: `WC-${i}`,
    ...(r === 11 ? { Typ: "Allgemeine Autorisierung", "Auswirkung auf Guthaben": "Memo" } : {}),
  };
  const leg = (letter: string, units: number, currency: string): Cells => ({
    ...when(o.time),
    ...sum(units, currency),
    Typ: "Allgemeine Währungsumrechnung",
    Status: "Abgeschlossen",
    "Absender E-Mail-Adresse": SHOP,
    Transaktionscode: code(letter, i),
    "Zugehöriger Transaktionscode": code("A", i),
  });
  const legs = r === 41 ? [leg("B", -o.total, "USD"), leg("C", half(92 * o.total, 100), "EUR")] : [];
  const withdrawal: Cells = {
    ...when(o.time),
    ...sum(-10_000, "EUR"),
    Typ: "Allgemeine Abbuchung",
    Status: "Abgeschlossen",
    "Absender E-Mail-Adresse": SHOP,
    Transaktionscode: code("D", i),
  };
  const refund: Cells = {
    ...when(later(o.time, 10)),
    ...sum(-(r === 13 ? o.total : o.part), "EUR"),
    Typ: "Rückzahlung",
    Status: "Abgeschlossen",
    "Absender E-Mail-Adresse": SHOP,
    "Empfänger E-Mail-Adresse": `c${o.customer}@example.com`,
    Transaktionscode: code("E", i),
    "Zugehöriger Transaktionscode": code("A", i),
  };
  return [payment, ...legs, ...(r === 49 ? [withdrawal] : []), ...([13, 17, 29].includes(r) ? [refund] : [])];
}

/** The first header stands without quotes, as PayPal writes it. */
const all = (cells: readonly string[]): string =>
  cells.map((cell, n) => (n === 0 ? line([cell]) : `"${cell}"`)).join(",");

/** 1,120 records, with a byte-order mark. */
export const paypal = (): Simulated => ({
  layout: "paypal_activity",
  files: [
    {
      name: "Download.CSV",
      before: "\uFEFF",
      header: all(COLUMNS),
      records: orders.flatMap(rowsOf).map((cells) => all(COLUMNS.map((header) => cells[header] ?? ""))),
      encoding: "utf8",
    },
  ],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "940 / 60 / 201 / 159320.30 / 131048.01 / 5053.09 / 4122.78 / 939",
    records: 1120,
    isOrder: ({ r }) => ![3, 7, 11].includes(r),
    problems: { failed: [20, "3507.09"], unpaid: [20, "3480.05"], non_sale_row: [80, "0.00"] },
  }),
});
