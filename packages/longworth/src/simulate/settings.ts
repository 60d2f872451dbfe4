/** What a simulated shop is made of. Times are days, money is in minor units (cents). */

/** How customers come, buy, leave and pay. Everything a preset says, and nothing else decides. */
export interface ShopSettings {
  readonly customers: number; // acquired within `days`
  readonly start: string; // first day, ISO
  readonly days: number; // length of the export
  readonly acquisitionGrowth: number; // log growth of newcomers per year: 0 steady, -1.5 dying
  readonly buying: Readonly<{
    meanGap: number; // days between orders at the mean rate
    shape: number; // of the Gamma that rates are drawn from: small is unequal
    erlang: number; // order of the gaps: 1 is exponential, 12 a replacement cycle
    oneTimeShare: number; // of customers never come back
  }>;
  /** Lives are exponential, their rates Gamma(shape) around 1 / meanLife; null: nobody leaves. */
  readonly dropout: Readonly<{ shape: number; meanLife: number }> | null;
  readonly season: Readonly<{
    amplitude: number; // 0 to below 1: share by which the peak exceeds the mean
    peak: number; // day of the year of the peak
    weekend: number; // orders of a Saturday or Sunday against a working day
  }>;
  /** Every so many days, for so long, orders come `lift` times as fast, `discount` off; null: never. */
  readonly promotion: Readonly<{ every: number; length: number; lift: number; discount: number }> | null;
  readonly spend: Readonly<{
    median: number; // cents of an order, net
    between: number; // sd of the log between customers
    within: number; // sd of the log between orders of one customer
    withFrequency: number; // correlation of a customer's level with the log of its rate, -1 to 1
  }>;
  /** Of orders; of refunds, those in full; days until a refund at most. */
  readonly refunds: Readonly<{ share: number; whole: number; delay: number }>;
  readonly taxRate: number;
  readonly shipping: Readonly<{ price: number; freeFrom: number }>; // cents
  readonly costShare: number; // of the net amount, mean over products
  readonly unnamedShare: number; // of all orders: till sales without a customer
  readonly cancelledShare: number; // of orders, beside the real ones
  readonly whale: Readonly<{ gap: number; spendFactor: number }> | null; // the first customer of all, never leaves
  readonly currency: string;
  readonly dates?: "months"; // the export dates everything on the first of its month
}

/** Days of the known future after the export's last day. */
export const TRUTH_DAYS = 365;
