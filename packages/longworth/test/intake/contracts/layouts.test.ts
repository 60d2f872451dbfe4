/** Subscription exports of known systems, and sheets in other languages: every contract as it must become. */
import { expect, test } from "vitest";
import { contractLines, contractsOf } from "../../support/contracts-of.js";
import { fileWith } from "../../support/intake-of.js";

const STRIPE = `id,Customer ID,Customer Name,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Coupon,Canceled At (UTC),Ended At (UTC),Cancellation Reason
sub_1,cus_A,Ada,ada@x.example,Team,3,eur,month,12.50,active,2024-01-05 10:00,2024-01-05 10:00,2025-06-05 10:00,2025-07-05 10:00,,,,,,
sub_2,cus_B,Bo,bo@x.example,Solo,1,eur,year,"1,200.00",canceled,2023-03-01 09:30,2023-03-01 09:30,2024-03-01 09:30,2025-03-01 09:30,,,,2024-12-01 08:00,2025-03-01 09:30,payment_failed
sub_3,cus_C,Cy,cy@x.example,Solo,1,eur,month,12.50,active,2025-05-01 00:10,2025-05-01 00:10,2025-06-01,2025-07-01,,,,2025-06-20 11:00,,cancellation_requested
sub_4,cus_D,Di,di@x.example,Solo,1,eur,month,12.50,trialing,2025-06-28 00:10,2025-06-28 00:10,2025-06-28,2025-07-12,2025-06-28 00:10,2025-07-12 00:10,,,,
sub_5,cus_E,Ed,ed@x.example,Solo,1,eur,month,12.50,incomplete_expired,2025-06-01 00:10,2025-06-01 00:10,2025-06-01,2025-07-01,,,,,,
sub_6,cus_F,Fe,fe@x.example,Solo,1,eur,month,12.50,past_due,2025-04-01 00:10,2025-04-01 00:10,2025-06-01,2025-07-01,2025-04-01 00:10,2025-04-15 00:10,,,,
`;

test.each([
  ["as exported", STRIPE],
  ["without time zones in its headers", STRIPE.replaceAll(" (UTC)", "").replace("Start,", "Start Date,")],
])(
  "Stripe %s: seats times price, the trial is not paid time, Ended At is the end and Canceled At the request",
  async (_, text) => {
    const { intake, engine } = await contractsOf([fileWith(text, "subscriptions.csv")], { asOf: "2025-06-30" });
    expect(await contractLines(engine)).toEqual([
      "sub_1 cus_A 2024-01-05.. 1month 37.5000 37.5000 Team unknown",
      "sub_2 cus_B 2023-03-01..2025-03-01 12month 1200.0000 100.0000 Solo payment",
      "sub_3 cus_C 2025-05-01.. 1month 12.5000 12.5000 Solo voluntary leaves",
      "sub_6 cus_F 2025-04-15.. 1month 12.5000 12.5000 Solo unknown",
    ]);
    expect(intake).toMatchObject({
      layout: "stripe_subscriptions",
      currency: "EUR",
      records: 6,
      accepted: 4,
      setAside: 2,
      rejected: 0,
      mrr: "62.50",
    });
  },
);

test("Chargebee: activated is the start, cancelled the end, MRR the price of a month whatever the period", async () => {
  const text = `Subscription Id,Customer Id,Subscription Status,Plan Id,Plan Quantity,Billing Period Unit,Currency Code,MRR,Created At,Started At,Activated At,Cancelled At,Cancel Reason
s1,c1,Active,pro-yearly,1,year,USD,50.00,2024-02-01 10:00:00,2024-02-01 10:00:00,2024-02-10 10:00:00,,
s2,c2,Cancelled,basic,1,month,USD,9.00,2024-03-05 10:00:00,2024-03-05 10:00:00,2024-03-05 10:00:00,2024-09-05 10:00:00,Not Paid
s3,c3,Non Renewing,basic,1,month,USD,9.00,2024-04-05 10:00:00,2024-04-05 10:00:00,2024-04-05 10:00:00,,
s4,c4,In Trial,basic,1,month,USD,0.00,2024-09-01 10:00:00,2024-09-01 10:00:00,,,
`;
  const { intake, engine } = await contractsOf([fileWith(text, "subscriptions.csv")]);
  expect(await contractLines(engine)).toEqual([
    "s1 c1 2024-02-10.. 12month 600.0000 50.0000 pro-yearly unknown",
    "s2 c2 2024-03-05..2024-09-05 1month 9.0000 9.0000 basic payment",
    "s3 c3 2024-04-05.. 1month 9.0000 9.0000 basic unknown",
  ]);
  expect(intake).toMatchObject({ layout: "chargebee_subscriptions", accepted: 3, setAside: 1, asOf: "2024-09-05" });
});

test("Recurly: a length and a unit, expires at is the end, a failed charge is no decision of the customer", async () => {
  const text = `subscription_id,account_code,plan_code,state,unit_amount,currency,quantity,plan_interval_unit,activated_at,canceled_at,expires_at,expiration_reason
u1,acme,gold,active,99.00,GBP,2,months,2024-01-31 00:00:00 UTC,,,
u2,bolt,gold,expired,99.00,GBP,1,months,2024-01-15 00:00:00 UTC,2024-05-01 00:00:00 UTC,2024-05-15 00:00:00 UTC,nonpayment
u3,cold,gold,canceled,99.00,GBP,1,months,2024-02-15 00:00:00 UTC,2024-05-20 00:00:00 UTC,2024-06-15 00:00:00 UTC,canceled
`;
  const { intake, engine } = await contractsOf([fileWith(text, "subscriptions.csv")], { asOf: "2024-05-31" });
  expect(await contractLines(engine)).toEqual([
    "u1 acme 2024-01-31.. 1month 198.0000 198.0000 gold unknown",
    "u2 bolt 2024-01-15..2024-05-15 1month 99.0000 99.0000 gold payment",
    "u3 cold 2024-02-15.. 1month 99.0000 99.0000 gold voluntary leaves",
  ]);
  expect(intake).toMatchObject({ layout: "recurly_subscriptions", accepted: 3 });
});

test("a German sheet: day first, decimal comma, a year's price, words of periods", async () => {
  const text = `Vertragsnummer;Kundennummer;Vertragsbeginn;Vertragsende;Laufzeit;Jahresbeitrag;Tarif;Kündigungsgrund
V1;K1;15.01.2023;;jährlich;1.200,00;Groß;
V2;K2;31.03.2023;30.06.2024;vierteljährlich;240,00;Klein;Zahlungsausfall
V3;K3;01.02.2024;;2 Jahre;99,99;Klein;
`;
  const { engine, intake } = await contractsOf([fileWith(text, "vertraege.csv")], { currency: "EUR" });
  expect(await contractLines(engine)).toEqual([
    "V1 K1 2023-01-15.. 12month 1200.0000 100.0000 Groß unknown",
    "V2 K2 2023-03-31..2024-06-30 3month 60.0000 20.0000 Klein payment",
    "V3 K3 2024-02-01.. 24month 199.9800 8.3300 Klein unknown",
  ]);
  expect(intake).toMatchObject({ layout: "contracts", decimal: ",", asOf: "2024-06-30" });
});

test("a contract that comes back after a gap is a new spell; one whose records follow each other is one", async () => {
  const text = `subscription_id,customer_id,start_date,end_date,interval,price
A,1,2024-01-01,2024-03-31,month,10
A,1,2024-04-01,2024-06-30,month,12
A,1,2024-09-01,,month,12
B,2,2024-01-01,2024-12-31,month,10
`;
  const { engine, intake } = await contractsOf([fileWith(text, "subscriptions.csv")]);
  expect(await contractLines(engine)).toEqual([
    "A 1 2024-01-01..2024-06-30 1month 12.0000 12.0000 - unknown",
    "A #2 1 2024-09-01.. 1month 12.0000 12.0000 - unknown",
    "B 2 2024-01-01..2024-12-31 1month 10.0000 10.0000 - unknown",
  ]);
  expect(intake.problems.map(({ code, records }) => [code, records])).toEqual([
    ["price_changed", 1],
    ["currency_missing", 0],
  ]);
});

test.each([
  ["weekly", "7day", "43.4800"],
  ["every 2 weeks", "14day", "21.7400"],
  ["P1Y", "12month", "0.8300"],
  ["6", "6month", "1.6700"],
  ["semi-annual", "6month", "1.6700"],
  ["Month-to-month", "1month", "10.0000"],
  ["Two year", "24month", "0.4200"],
])("a period of %s", async (period, read, mrr) => {
  const text = `contract,customer,start date,end date,billing period,price\n1,a,2024-01-01,,${period},10\n2,b,2024-01-01,2024-02-01,${period},10\n`;
  const { engine } = await contractsOf([fileWith(text, "contracts.csv")]);
  expect((await contractLines(engine))[0]).toBe(`1 a 2024-01-01.. ${read} 10.0000 ${mrr} - unknown`);
});

test("--map period=month holds for every contract, also where a column of periods says otherwise", async () => {
  const text = "customer_id,start_date,end_date,Contract,price\nc1,2024-01-05,,Two year,9\nc2,2024-02-05,2024-06-05,One year,9\n"; // prettier-ignore
  const options = { asOf: "2024-12-31", map: { period: "month" } };
  const { engine } = await contractsOf([fileWith(text, "contracts.csv")], options);
  const lines = await contractLines(engine);
  expect(lines.every((line) => line.includes(" 1month "))).toBe(true);
  expect(lines).toHaveLength(2);
});
