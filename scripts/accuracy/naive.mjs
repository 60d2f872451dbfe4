/** The three naive forecasts of the product, made of the same rows as the truth. */
import { BASELINES, baselinePoints } from "../../packages/longworth/dist/forecast/baselines.js";
import { statesAt } from "../../packages/longworth/dist/forecast/history.js";

/** @returns by name `{ orders, value }`, one entry per customer of `truth` in the order of customer_id */
export async function naiveForecasts(database, { calibrationEnd, horizon }) {
  const rows = await database.runAndReadAll(`SELECT customer_id, day, CAST(net AS DOUBLE) AS net
    FROM customer_days JOIN truth USING (customer_id) WHERE day <= '${calibrationEnd}' ORDER BY customer_id, day`);
  const history = historyOf(rows.getColumnsObject());
  const states = statesAt(history, Date.parse(calibrationEnd) / 86_400_000);
  return Object.fromEntries(BASELINES.map((name) => [name, baselinePoints(history, name, { states, horizon })]));
}

function historyOf({ customer_id: ids, day, net }) {
  const starts = ids.flatMap((id, i) => (i === 0 || id !== ids[i - 1] ? [i] : []));
  return {
    customers: starts.length,
    offsets: Int32Array.from([...starts, ids.length]),
    day: Int32Array.from(day, (iso) => Date.parse(iso) / 86_400_000),
    value: Float64Array.from(net),
    purchase: Uint8Array.from(net, (value) => Number(value > 0)),
    hasAmounts: true,
  };
}
