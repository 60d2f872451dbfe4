/** Names of the tables that the job of contracts makes in the engine. */
export const CONTRACT_TABLES = {
  contracts: "contracts", // of the intake
  spans: "contract_spans",
  states: "contract_states",
  models: "contract_models",
  ahead: "contract_ahead",
  keys: "score_keys",
  scores: "contract_scores",
  lifetimes: "contract_lifetimes",
  events: "mrr_events",
  published: "published_contracts",
} as const;
