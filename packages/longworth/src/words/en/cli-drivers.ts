/** Help of `drivers`. */
export const driversHelp = {
  description: "what goes with leaving: which customers leave sooner, by plan, channel, price or any column",
  argument: "a table with one record per customer",
  group: "What is asked",
  duration: "column with how long each customer stayed (has stayed so far)",
  event: 'column and value of those who left, as "Churn=Yes"',
  by: "columns to look at (default: all)",
  keep: "use these columns although they look as if they told the outcome",
  unit: "what durations are counted in, for the sentences (default: periods)",
  out: "folder for drivers.parquet (default ./drivers)",
  after: `
Examples
  longworth drivers telco.csv --duration tenure --event "Churn=Yes" --unit months
  longworth drivers telco.csv --duration tenure --event Churn=Yes --by Contract,InternetService,MonthlyCharges

Every column is looked at alone (time stayed by group, log-rank test) and with the others held still (Cox, and the odds
of leaving in a period). Columns that were filled in by the outcome are refused by name. Of the columns that are said
to matter at most 5 % do so by chance. It is association, not effect.`,
};
