/** The column that groups customers or contracts, read once these are known. */
import type { Engine } from "../engines/engine.js";
import { isTrino } from "../engines/trino-address.js";
import { UserError } from "../errors.js";
import { readAccounts, readContractAccounts, type AccountRead } from "../intake/accounts.js";
import type { Source } from "../intake/source.js";
import type { Effects } from "../run/effects.js";
import { accounts as words } from "../words/en/accounts.js";
import type { RunRequest } from "./run-request.js";

/** @throws bad_arguments for orders in a cluster */
export function refuseAccount({ account, inputs }: RunRequest): void {
  if (account !== undefined && inputs.some(isTrino)) throw new UserError("bad_arguments", words.onlyFiles());
}

/** Contracts have a role for it. */
export const withAccount = (request: RunRequest): RunRequest =>
  request.account === undefined ? request : { ...request, map: { ...request.map, account: request.account } };

type Tools = Readonly<{ engine: Engine; effects: Effects }>;

/** @throws column_missing */
export async function accountsFrom(
  { account }: RunRequest,
  { sources, customers }: Readonly<{ sources: readonly Source[]; customers: number }>,
  tools: Tools,
): Promise<AccountRead | null> {
  return account === undefined ? null : readAccounts({ sources, column: account, all: customers }, tools);
}

/** @throws column_missing */
export async function contractAccountsFrom(
  { account }: RunRequest,
  customers: number,
  tools: Tools,
): Promise<AccountRead | null> {
  return account === undefined ? null : readContractAccounts({ column: account, all: customers }, tools);
}
