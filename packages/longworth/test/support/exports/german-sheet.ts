/** A sheet of order lines as a German merchant keeps it. */
import { german, later, line, orders, truthOf, type Order, type Simulated } from "./orders.js";

const GERMAN = ["Kundennummer", "Bestellnummer", "Bestelldatum", "Artikel", "Menge", "Einzelpreis", "Betrag", "Status"];
const germanDay = (time: Date): string => time.toISOString().slice(0, 10).split("-").reverse().join(".");

function germanRecords(o: Order): readonly string[] {
  const customer = o.r === 23 ? "" : `00${o.customer}`;
  const status = o.r === 3 ? "storniert" : "bezahlt";
  const sold = o.lines.map(({ quantity, price }, j) =>
    line(
      [
        customer,
        `${10_001 + o.i}`,
        germanDay(o.time),
        `Größe ${j}`,
        `${quantity}`,
        german(price),
        german(quantity * price),
        status,
      ],
      ";",
    ),
  );
  const [first] = o.lines;
  if (!first || (o.r !== 13 && o.r !== 17)) return sold;
  const { quantity, price } = first;
  const credit = [
    customer,
    `GS${o.i}`,
    germanDay(later(o.time, 10)),
    "Größe 0",
    `-${quantity}`,
    german(price),
    german(-quantity * price),
    status,
  ];
  return [...sold, line(credit, ";")];
}

const germanSum = orders.reduce(
  (sum, o) => sum + o.goods - (o.r === 13 || o.r === 17 ? (o.lines[0]?.quantity ?? 0) * (o.lines[0]?.price ?? 0) : 0),
  0,
);

/** 2,040 records, the last one a total. */
export const germanSheet = (): Simulated => ({
  layout: "generic",
  files: [
    {
      name: "bestellungen.csv",
      before: "sep=;\r\n",
      header: line(GERMAN, ";"),
      records: [...orders.flatMap(germanRecords), line(["Summe", "", "", "", "", "", german(germanSum), ""], ";")],
      encoding: "latin1",
    },
  ],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "960 / 40 / 201 / 136972.54 / 136972.54 / 3144.13 / 3144.13 / 959",
    records: 2040,
    isOrder: ({ r }) => ![3, 23].includes(r),
    problems: { cancelled: [40, "2864.78"], no_customer: [41, "2880.49"], total_row: [1, null] },
  }),
});
