/** The frame of every simulation: customers in order, their purchases in order of time. */
import type { EventLog } from "./model.js";

/** @param purchasesOf calls `purchase(time)` for each repeat purchase up to T, in ascending order */
export function simulateCustomers(
  T: Float64Array,
  purchasesOf: (T: number, purchase: (time: number) => void) => void,
): EventLog {
  const customer: number[] = [];
  const time: number[] = [];
  for (let i = 0; i < T.length; i++) {
    purchasesOf(T[i], (t) => {
      customer.push(i);
      time.push(t);
    });
  }
  return { customers: T.length, customer: Int32Array.from(customer), time: Float64Array.from(time) };
}
