/** What contracts brought by their invoices: facts of the tables that the intake made. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import type { InvoiceRead } from "../../intake/invoices.js";
import { BELONGS, realisedParts } from "../../sql/invoice-rows.js";
import type { RealisedFacts } from "../../workspace/realised.js";

const Part = z.object({
  belongs: z.enum(BELONGS),
  invoices: z.number(),
  customers: z.number(),
  paid: z.string(),
  refunded: z.string(),
  unpaid: z.string(),
  failed: z.string(),
  contracted: z.string().nullable(),
  payments_due: z.number(),
});

/** All three parts, those without an invoice too. */
export async function realisedFacts(engine: Engine, { files, from, ladder }: InvoiceRead): Promise<RealisedFacts> {
  const found = await engine.rows(realisedParts, Part);
  const none = { invoices: 0, customers: 0, paid: "0", refunded: "0", unpaid: "0", failed: "0" };
  const parts = BELONGS.map((belongs) => {
    const { contracted: _contracted, payments_due: _due, ...part } = found.find((one) => one.belongs === belongs) ?? { ...none, belongs, contracted: null, payments_due: 0 }; // prettier-ignore
    return part;
  });
  const contracts = found.find(({ belongs }) => belongs === "contract");
  const amount = contracts?.contracted ?? null;
  return {
    files: [...files],
    ladder: [...ladder],
    parts,
    contracted: amount === null ? null : { payments: contracts?.payments_due ?? 0, amount, from },
  };
}
