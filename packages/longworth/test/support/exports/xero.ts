/** Xero, Invoices, Export: the invoice's cells on every line of it; credit notes are records with a positive total. */
import { dot, exportOf, half, iso, later, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "ContactName,EmailAddress,POAddressLine1,POCity,POCountry,InvoiceNumber,Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue," +
  "InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,TrackingName1,TrackingOption1,Currency,Type,Sent,Status"
).split(",");

const four = (units: number): string => `${dot(units)}00`;
const day = (time: Date): string => iso(time).slice(0, 10).split("-").reverse().join("/");
const STATUS: Readonly<Record<number, string>> = { 3: "Voided", 7: "Draft", 37: "Awaiting Payment" };

function rowsOf(o: Order): readonly Readonly<Record<string, string>>[] {
  const { i, r } = o;
  const net = o.goods - o.discount;
  const total = net + o.tax;
  const shared = {
    ContactName: `Company ${o.customer}`,
    InvoiceNumber: `INV-${`${i}`.padStart(4, "0")}`,
    InvoiceDate: day(o.time),
    DueDate: day(later(o.time, 30)),
    Total: four(total),
    TaxTotal: four(o.tax),
    InvoiceAmountPaid: four(r === 37 ? 0 : total),
    InvoiceAmountDue: four(r === 37 ? total : 0),
    Currency: "NZD",
    Type: r === 11 ? "Bill" : "Sales invoice",
    Status: STATUS[r] ?? "Paid",
  };
  const invoice = o.lines.map(({ quantity, price }, j) => ({
    ...shared,
    Description: `Item ${j}`,
    Quantity: `${quantity}.0000`,
    UnitAmount: four(price),
    LineAmount: four(quantity * price),
  }));
  if (![13, 17, 29].includes(r)) return invoice;
  const back = r === 13 ? total : half(total, 4);
  const credit = {
    ...shared,
    InvoiceNumber: `CN-${`${i}`.padStart(4, "0")}`,
    InvoiceDate: day(later(o.time, 10)),
    Total: four(back),
    TaxTotal: four(back - half(back * net, total)),
    Type: "Sales credit note",
    Description: "Credit",
    Quantity: "1.0000",
  };
  return [...invoice, credit];
}

/** 2,059 records. */
export const xero = (): Simulated => ({
  layout: "xero_invoices",
  files: [exportOf({ name: "SalesInvoices.csv", columns: COLUMNS, rows: orders.flatMap(rowsOf) })],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "940 / 60 / 201 / 156219.29 / 131276.69 / 4906.07 / 4122.78 / 939",
    records: 2059,
    isOrder: ({ r }) => ![3, 7, 11].includes(r),
    problems: {
      continuation: [978, "0.00"],
      cancelled: [20, "3409.09"],
      unpaid: [20, "3382.05"],
      non_sale_row: [41, "0.00"],
      part_paid: [20, "3214.43"],
    },
  }),
});
