/**
 * Further cuts of the logs that came with the project: where the calibration ends, where the horizon ends. They were
 * written down before any of them was forecast, and are not changed by what comes out: two days in each log that is long
 * enough, one in the others, at ends of months or quarters, away from the days of docs/accuracy.md.
 */
const orders = "customer_id, order_ts, amount";
const countOnly = "customer_id, order_ts";

export const CUTS = [
  { log: "cdnow_full", columns: orders, calibrationEnd: "1997-06-30", horizonEnd: "1997-12-31" },
  { log: "cdnow_full", columns: orders, calibrationEnd: "1997-12-31", horizonEnd: "1998-06-30" },
  { log: "cdnow_sample", columns: orders, calibrationEnd: "1997-12-31", horizonEnd: "1998-06-30" },
  { log: "grocery_elog", columns: countOnly, calibrationEnd: "2006-09-30", horizonEnd: "2007-03-31" },
  { log: "grocery_elog", columns: countOnly, calibrationEnd: "2007-06-30", horizonEnd: "2007-12-30" },
  { log: "online_retail_2010_2011", columns: orders, calibrationEnd: "2011-03-31", horizonEnd: "2011-06-30" },
  { log: "online_retail_2010_2011", columns: orders, calibrationEnd: "2011-08-31", horizonEnd: "2011-11-30" },
  { log: "contoso_ci_purchases", columns: orders, calibrationEnd: "2018-05-31", horizonEnd: "2019-05-24" },
  { log: "contoso_ci_purchases", columns: orders, calibrationEnd: "2018-12-31", horizonEnd: "2019-05-24" },
  {
    log: "global_electronics_multicurrency",
    columns: "customer_id, order_ts, amount_usd AS amount",
    calibrationEnd: "2018-12-31",
    horizonEnd: "2019-12-31",
  },
  {
    log: "global_electronics_multicurrency",
    columns: "customer_id, order_ts, amount_usd AS amount",
    calibrationEnd: "2019-12-31",
    horizonEnd: "2020-12-31",
  },
  { log: "superstore", columns: orders, calibrationEnd: "2020-12-31", horizonEnd: "2021-12-31" },
  { log: "superstore", columns: orders, calibrationEnd: "2021-12-31", horizonEnd: "2022-12-30" },
  { log: "lifetimes_example_transactions", columns: countOnly, calibrationEnd: "2014-06-30", horizonEnd: "2014-12-31" },
  { log: "apparel_trans", columns: orders, calibrationEnd: "2007-12-31", horizonEnd: "2008-12-31" },
  { log: "apparel_trans", columns: orders, calibrationEnd: "2009-06-30", horizonEnd: "2010-06-30" },
  { log: "northwind_b2b", columns: orders, calibrationEnd: "1997-12-31", horizonEnd: "1998-04-30" },
  { log: "sales_data_sample_b2b", columns: orders, calibrationEnd: "2004-12-31", horizonEnd: "2005-05-31" },
].map((cut) => {
  const days = (Date.parse(cut.horizonEnd) - Date.parse(cut.calibrationEnd)) / 86_400_000;
  return { ...cut, name: `${cut.log} to ${cut.calibrationEnd}`, horizon: days, money: cut.columns.includes("amount") };
});
