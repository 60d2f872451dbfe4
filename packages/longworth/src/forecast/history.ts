/** The customer-days that forecasting learns from, and each customer's state at an origin (FORECAST sections 1, 2). */

/**
 * Customer-days of a sample of customers, as parallel columns. Customers stand in the order of the md5 of their id, so
 * a smaller sample is the first of them. Days of customer c are `offsets[c]` to `offsets[c + 1]`, ascending.
 */
export interface History {
  readonly customers: number;
  readonly offsets: Int32Array; // customers + 1
  readonly day: Int32Array; // days since 1970-01-01
  readonly value: Float64Array; // net value of the customer-day, refunds included; 1 in a log without amounts
  readonly purchase: Uint8Array; // 1 when the day counts as a purchase
  readonly hasAmounts: boolean;
  readonly firstDay?: Int32Array; // declared start per customer; at most the day of the first purchase
}

/** What is known of each customer with a purchase on or before `origin`. Times are whole days. */
export interface States {
  readonly origin: number;
  readonly customer: Int32Array; // position in the History
  readonly first: Int32Array; // day of the first purchase or declared start
  readonly frequency: Float64Array; // repeat purchase days
  readonly recency: Float64Array; // age at the last purchase; 0 when frequency is 0
  readonly tenure: Float64Array; // age at the origin
  readonly spendCount: Float64Array; // purchase days with an amount > 0, the first included
  readonly sumLog: Float64Array; // of the logs of those amounts
  readonly sumLogSquares: Float64Array; // squared deviations from their mean
}

/** What happened to the same customers in (origin, origin + window]. */
export interface Labels {
  readonly orders: Float64Array; // purchase days
  readonly value: Float64Array; // net value, refunds included
}

/** Distinct states in whole days; `spendCount` counts purchase days with an amount > 0, the first included. */
export interface DayCells {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly tenure: Float64Array;
  readonly spendCount: Float64Array;
  readonly weight: Float64Array; // customers
}

const growing = (): { column: Float64Array; length: number } => ({ column: new Float64Array(0), length: 0 });
void growing;
