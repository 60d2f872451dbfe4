/** Help of `drivers`. */
export const driversHelp = {
  description: "what goes with leaving: which customers leave sooner, by plan, channel, price or any column",
  argument: "a table of customers, files of orders, or the id of a run (default: the newest published)",
  group: "What is asked",
  duration: "column with how long each customer stayed (has stayed so far)",
  event: 'column and value of those who left, as "Churn=Yes"',
  attributes: "file with one record per customer: plan, channel, … (columns beside those of the orders)",
  silence: "orders: who has not bought for so long has left, as 180d (default: nine in ten gaps are shorter)",
  by: "columns to look at (default: all)",
  keep: "use these columns although they look as if they told the outcome",
  unit: "what durations are counted in, for the sentences (default: periods; days for orders)",
  out: "folder for drivers.html and drivers.parquet (default ./drivers)",
  after: `
Examples
  longworth drivers telco.csv --duration tenure --event "Churn=Yes" --unit months
  longworth drivers telco.csv --duration tenure --event Churn=Yes --by Contract,InternetService,MonthlyCharges
  longworth drivers orders.csv --by channel,product --attributes customers.csv
  longworth drivers --attributes customers.csv --by plan,country

A table of customers says how long each stayed and who left. Customers of orders do not say goodbye: who was silent for
longer than usual has left, and columns of the orders are those of the first order, which was known before.
Every column is looked at alone (time stayed by group, log-rank test) and with the others held still (Cox, and the odds
of leaving in a period). Columns that were filled in by the outcome are refused by name. Of the columns that are said
to matter at most 5 % do so by chance. It is association, not effect.`,
};
