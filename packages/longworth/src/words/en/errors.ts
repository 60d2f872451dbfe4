/** What went wrong and what to do next, by code of errors.ts. The hint is the next command, flag or column. */
import type { ErrorCode, Facts } from "../../errors.js";
import { formatter } from "../format.js";

const { bytes } = formatter("en");

type Sentence = (facts: Facts) => Readonly<{ message: string; hint: string }>;

/** Facts that a sentence names are given by whoever throws; see the places that throw the code. */
export const errors: Readonly<Record<ErrorCode, Sentence>> = {
  bad_arguments: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  run_not_found: (f) =>
    f.run === undefined
      ? {
          message: `There is no run in ${f.workspace} yet`,
          hint: "longworth run FILE makes one; --workspace names another place",
        }
      : { message: `There is no run ${f.run} in ${f.workspace}`, hint: "longworth runs lists what is there" },
  file_not_found: (f) => ({
    message: `${f.path} ${f.reason ?? "does not exist"}`,
    hint: `${f.hint ?? "Check the path"}`,
  }),
  file_unreadable: (f) => ({ message: `${f.message}`, hint: `${f.hint ?? "--encoding, or download the file again"}` }),
  file_empty: (f) => ({
    message: `${f.value} has ${f.what ?? "a header and no records"}`,
    hint: "Choose a longer period; --allow-empty accepts it",
  }),
  file_changed: (f) => ({
    message: `${f.value} changed while it was read`,
    hint: "Run again when the export is complete",
  }),
  column_missing: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  column_ambiguous: (f) => ({
    message: `${f.a} and ${f.b} fit ${f.value} equally well`,
    hint: `--map ${f.value}="${f.a}"`,
  }),
  date_ambiguous: (f) => ({ message: `${f.message}`, hint: "--date-format dd/mm/yyyy or mm/dd/yyyy" }),
  date_unreadable: (f) => ({
    message: `${f.message}`,
    hint: `${f.hint ?? "--date-format, or correct the cell; --on-bad-row reject goes on without them"}`,
  }),
  date_placeholder: (f) => ({ message: `${f.message}`, hint: "Choose another date column: --map date=…" }),
  date_in_future: (f) => ({ message: `${f.message}`, hint: "Is this the delivery date? --map date=…" }),
  number_ambiguous: (f) => ({ message: `${f.message}`, hint: `${f.hint ?? "--decimal, --thousands"}` }),
  number_unreadable: (f) => ({
    message: `${f.message}`,
    hint: `${f.hint ?? "Correct the cell, or --decimal; --on-bad-row reject goes on without them"}`,
  }),
  number_overflow: (f) => ({ message: `${f.value} adds up to more than can be held exactly`, hint: `Look at ${f.at}` }),
  score_outside_scale: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  mixed_currency: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  order_id_conflict: (f) => ({
    message: `Order ${f.value} occurs twice with different content: ${f.a}, ${f.b}`,
    hint: "Two shops in one file? --map order=…",
  }),
  order_before_start: (f) => ({ message: `${f.message}`, hint: "Does --first-order name another column?" }),
  unknown_status: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  id_damaged: (f) => ({ message: `${f.message}`, hint: "Export again and open the file as text" }),
  mixed_layouts: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  row_ragged: (f) => ({
    message: `${f.message}`,
    hint: `${f.hint ?? "An unquoted separator? --on-bad-row reject goes on without them, see rejects.csv"}`,
  }),
  contract_id_conflict: (f) => ({
    message: `Contract ${f.value} has two records for the same time: ${f.a}, ${f.b}`,
    hint: 'Is that the customer\'s id? --map contract="…", or --map contract=none',
  }),
  end_before_start: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  end_missing: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  period_missing: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  counts_rise: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  not_orders: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  decision_changed: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  nothing_to_estimate: (f) => ({ message: `${f.message}`, hint: `${f.hint}` }),
  permission_denied: (f) => ({
    message: `${f.path} cannot be ${f.what ?? "read"} by ${f.user ?? "this user"}`,
    hint: `${f.hint ?? "Change its permissions, or choose another place"}`,
  }),
  memory_exhausted: (f) =>
    typeof f.group === "number"
      ? {
          message: `Memory ran out: the container or control group allows ${bytes(f.group)}; nothing was published`,
          hint: "Allow it more, or take less: --memory 128MB --threads 1 --backtest off",
        }
      : f.limit === undefined
        ? {
            message: "Memory ran out: the system gives this process no more; nothing was published",
            hint: "Raise its limit (ulimit -v), or take less: --memory 128MB --threads 1 --backtest off",
          }
        : { message: `Memory ran out (limit ${f.limit})`, hint: "--memory raises the limit" },
  disk_full: (f) => ({
    message:
      typeof f.needed === "number" && typeof f.free === "number"
        ? `${f.path} has ${bytes(f.free)} free, ${bytes(f.needed)} are needed`
        : `No space left: ${f.path}`,
    hint: "Free space, or longworth prune --keep 30d",
  }),
  disk_failed: (f) => ({
    message: `The disk could not do what it was asked: ${f.path}`,
    hint: "Published runs are untouched: longworth verify looks at them. Check the disk, or choose another --workspace",
  }),
  limit_exceeded: (f) => ({ message: `${f.message}`, hint: `${f.hint ?? "Split the file"}` }),
  workspace_locked: (f) => ({
    message: `Another run works in ${f.workspace}: process ${f.pid} since ${f.since}`,
    hint: "Wait for it to end, or name another --workspace",
  }),
  engine_failed: (f) => ({
    message: `The engine failed: ${f.message}`,
    hint: `${f.hint ?? "Run again; if it stays, report it with longworth --version"}`,
  }),
  artefact_damaged: (f) => ({
    message: `${f.names} of run ${f.run} changed after publishing`,
    hint: "longworth run --again makes it anew from the same input",
  }),
  result_not_finite: (f) => ({
    message: `${f.what} is not a finite number; nothing was published`,
    hint: "Report this with the output of longworth inspect",
  }),
  interrupted: () => ({ message: "Stopped; nothing was published", hint: "Run again" }),
};
