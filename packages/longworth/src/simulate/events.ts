/** Events of a simulated shop as parallel columns that grow; money in minor units. */

export const ORDER = 0;
export const REFUND = 1;
export const CANCELLED = 2;
export const UNNAMED = 3;

/** One event. Refunds carry negative money. */
export interface ShopEvent {
  readonly customer: number; // index; also of a till sale, where the file does not show it
  readonly day: number; // from the shop's first day
  readonly minute: number; // of the day
  readonly kind: number;
  readonly net: number; // without tax and shipping, after discount
  readonly tax: number;
  readonly shipping: number;
  readonly discount: number;
  readonly cost: number;
  readonly product: number;
}

const FIELDS = [
  "customer",
  "day",
  "minute",
  "kind",
  "net",
  "tax",
  "shipping",
  "discount",
  "cost",
  "product",
] as const satisfies readonly (keyof ShopEvent)[];

/** In the order of customers: those of customer i are contiguous. */
export type EventColumns = Readonly<Record<keyof ShopEvent, Int32Array>> & Readonly<{ length: number }>;

const FIRST_CAPACITY = 1024;

/** A list of events that costs ten whole numbers each. */
export function eventList(): Readonly<{ add: (event: ShopEvent) => void; done: () => EventColumns }> {
  let capacity = FIRST_CAPACITY;
  let length = 0;
  const columns = FIELDS.map(() => new Int32Array(capacity));
  const grow = (): void => {
    capacity *= 2;
    columns.forEach((column, k) => {
      const wider = new Int32Array(capacity);
      wider.set(column);
      columns[k] = wider;
    });
  };
  return {
    add: (event) => {
      if (length === capacity) grow();
      for (let k = 0; k < FIELDS.length; k++) columns[k]![length] = event[FIELDS[k]!];
      length++;
    },
    done: () => {
      const entries = FIELDS.map((field, k) => [field, columns[k]!.subarray(0, length)] as const);
      // cast: fromEntries forgets the keys' type
      return { ...(Object.fromEntries(entries) as Record<keyof ShopEvent, Int32Array>), length };
    },
  };
}
