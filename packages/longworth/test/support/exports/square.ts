/** Square, Transactions: one record per payment and per refund. */
import { english, exportOf, half, iso, later, orders, truthOf, type Order, type Simulated } from "./orders.js";

const COLUMNS = (
  "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash," +
  "Square Gift Card,Other Tender,Other Tender Type,Tender Note,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details," +
  "Description,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Device Nickname,Refund Reason,Discount Name,Transaction Status"
).split(",");

const dollars = (units: number): string => (units < 0 ? `-$${english(-units)}` : `$${english(units)}`);

function rowsOf(o: Order): readonly Readonly<Record<string, string>>[] {
  const { i, r } = o;
  const tip = i % 8 === 0 ? 300 : 0;
  const gift = r === 19 ? 2500 : 0;
  const sale = { gross: o.goods, discount: o.discount, net: o.goods - o.discount, tax: o.tax, tip };
  const paid = sale.net + sale.tax + tip;
  const shared = {
    "Time Zone": "Eastern Time (US & Canada)",
    Source: "Register",
    "Transaction ID": `T${i}`,
    Location: "Main",
    "Customer ID": i % 5 < 2 ? "" : `SQ${o.customer}`,
    "Transaction Status": r === 3 ? "Failed" : "Complete",
  };
  const payment = {
    ...shared,
    ...when(o.time),
    "Gross Sales": dollars(sale.gross),
    Discounts: dollars(-sale.discount),
    "Net Sales": dollars(sale.net),
    "Gift Card Sales": dollars(gift),
    Tax: dollars(sale.tax),
    Tip: dollars(tip),
    "Total Collected": dollars(paid + gift),
    Card: dollars(paid + gift),
    Fees: dollars(-half(paid, 40)),
    "Net Total": dollars(paid + gift - half(paid, 40)),
    "Payment ID": `P${i}`,
    "Event Type": "Payment",
  };
  if (![13, 17, 29].includes(r)) return [payment];
  const back = r === 13 ? paid : half(paid, 4);
  const net = half(back * sale.net, paid);
  const refund = {
    ...shared,
    ...when(later(o.time, 10)),
    "Gross Sales": dollars(-net),
    "Net Sales": dollars(-net),
    Tax: dollars(net - back),
    "Total Collected": dollars(-back),
    Card: dollars(-back),
    "Net Total": dollars(-back),
    "Payment ID": `R${i}`,
    "Event Type": "Refund",
  };
  return [payment, refund];
}

const when = (time: Date): Readonly<Record<"Date" | "Time", string>> => ({
  Date: iso(time).slice(0, 10),
  Time: iso(time).slice(11),
});

/** 1,060 records in dollars, two of five without customer. */
export const square = (): Simulated => ({
  layout: "square_transactions",
  files: [exportOf({ name: "transactions-2023.csv", columns: COLUMNS, rows: orders.flatMap(rowsOf) })],
  canShuffle: true,
  currency: undefined,
  truth: truthOf({
    row: "580 / 60 / 200 / 98758.07 / 82800.88 / 4906.07 / 4122.78 / 579",
    records: 1060,
    isOrder: ({ i, r }) => i % 5 >= 2 && r !== 3,
    problems: { no_customer: [400, "64650.76"], failed: [20, "3409.09"], gift_card_sale: [20, "500.00"] },
  }),
});
