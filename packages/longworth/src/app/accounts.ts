/** The column that groups customers or contracts, read once these are known. */
import type { Engine } from "../engines/engine.js";
import { readAccounts, readContractAccounts, type AccountRead } from "../intake/accounts.js";
import type { Source } from "../intake/source.js";
import type { Effects } from "../run/effects.js";
import type { RunRequest } from "./run-request.js";

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
