/** What was decided on an earlier day decides where no cell of today does. */
import type { Order } from "./date-sql.js";
import type { IntakeRequest } from "./request.js";

const ORDERS: readonly Order[] = ["dmy", "mdy", "ymd"];

/** The order of day and month, where it was decided. */
export const expectedOrder = ({ expect }: Pick<IntakeRequest, "expect">): Order | undefined =>
  expect?.dates?.split(", ").flatMap((form) => ORDERS.filter((order) => order === form))[0];

/** The decimal mark, where it was decided. */
export function expectedMark({ expect }: Pick<IntakeRequest, "expect">): "." | "," | undefined {
  const mark = expect?.decimal;
  return mark === "." || mark === "," ? mark : undefined;
}
