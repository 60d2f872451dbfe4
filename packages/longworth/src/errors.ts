/** Every error a user can cause: exit code, HTTP status. Codes are public API: added, never renamed. */
const CODES = {
  bad_arguments: { exitCode: 2, status: 400 }, // 2 usage or configuration
  run_not_found: { exitCode: 2, status: 404 },
  file_not_found: { exitCode: 3, status: 422 }, // 3 input data refused: LAYOUTS section 6
  file_unreadable: { exitCode: 3, status: 422 },
  file_empty: { exitCode: 3, status: 422 },
  file_changed: { exitCode: 3, status: 422 },
  column_missing: { exitCode: 3, status: 422 },
  column_ambiguous: { exitCode: 3, status: 422 },
  date_ambiguous: { exitCode: 3, status: 422 },
  date_unreadable: { exitCode: 3, status: 422 },
  date_placeholder: { exitCode: 3, status: 422 },
  date_in_future: { exitCode: 3, status: 422 },
  number_ambiguous: { exitCode: 3, status: 422 },
  number_unreadable: { exitCode: 3, status: 422 },
  number_overflow: { exitCode: 3, status: 422 },
  mixed_currency: { exitCode: 3, status: 422 },
  order_id_conflict: { exitCode: 3, status: 422 },
  order_before_start: { exitCode: 3, status: 422 },
  unknown_status: { exitCode: 3, status: 422 },
  id_damaged: { exitCode: 3, status: 422 },
  mixed_layouts: { exitCode: 3, status: 422 },
  row_ragged: { exitCode: 3, status: 422 },
  not_orders: { exitCode: 3, status: 422 },
  contract_id_conflict: { exitCode: 3, status: 422 },
  end_before_start: { exitCode: 3, status: 422 },
  end_missing: { exitCode: 3, status: 422 },
  period_missing: { exitCode: 3, status: 422 },
  score_outside_scale: { exitCode: 3, status: 422 },
  counts_rise: { exitCode: 3, status: 422 },
  decision_changed: { exitCode: 3, status: 422 },
  nothing_to_estimate: { exitCode: 4, status: 422 }, // 4 nothing left to estimate
  permission_denied: { exitCode: 5, status: 403 },
  memory_exhausted: { exitCode: 6, status: 507 }, // 6 disk, memory, limits
  disk_full: { exitCode: 6, status: 507 },
  disk_failed: { exitCode: 6, status: 507 },
  limit_exceeded: { exitCode: 6, status: 413 },
  workspace_locked: { exitCode: 7, status: 409 },
  engine_failed: { exitCode: 8, status: 502 }, // 8 external service
  artefact_damaged: { exitCode: 9, status: 500 },
  result_not_finite: { exitCode: 9, status: 500 },
  interrupted: { exitCode: 130, status: 503 },
} as const satisfies Record<string, { exitCode: number; status: number }>;

export type ErrorCode = keyof typeof CODES;
export const ERROR_CODES = Object.keys(CODES) as readonly ErrorCode[]; // cast: keys of a literal

/** What a sentence about the error needs: values, never finished text. */
export type Facts = Readonly<Record<string, string | number>>;

/**
 * An error the user can fix; the sentences (message, hint) are in words/, by code. Anything else that is thrown is
 * our bug: exit code 1, status 500.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: ErrorCode;
  readonly facts: Facts;
  readonly place: string | undefined;

  /** @param options `place` is file:line:column, `cause` what a driver threw */
  constructor(code: ErrorCode, facts: Facts = {}, options: { cause?: unknown; place?: string | undefined } = {}) {
    super(`${code} ${JSON.stringify(facts)}`, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.facts = facts;
    this.place = options.place;
  }

  get exitCode(): number {
    return CODES[this.code].exitCode;
  }

  get status(): number {
    return CODES[this.code].status;
  }
}
