/** Names of the tables that the job of contracts makes in the engine. */
export const CONTRACT_TABLES = {
  contracts: "contracts", // of the intake
  spans: "contract_spans",
  known: "known_contracts", // the same with what files about customers say, where there are any
  states: "contract_states",
  models: "contract_models",
  cells: "contract_cells",
  ahead: "contract_ahead",
  keys: "score_keys",
  scores: "contract_scores",
  lifetimes: "contract_lifetimes",
  values: "contract_values",
  events: "mrr_events",
  judged: "judged_contracts",
  published: "published_contracts", // where accounts are asked for
  several: "several_contracts",
  customerList: "customer_list",
  customerValues: "customer_values",
  customerRanks: "customer_ranks",
} as const;
