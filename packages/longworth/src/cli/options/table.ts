/** The options of the jobs, once: the command line, the help and the configuration file are made from this. */

/** Headings of the help, in order. */
export const GROUPS = ["read", "count", "forecast", "output", "machine"] as const;
export type Group = (typeof GROUPS)[number];

/** Commands that read files of orders or contracts. */
export type Job = "run" | "inspect" | "compare" | "drivers";

/** The configuration file where none is named. */
export const CONFIG = "longworth.config.yaml";

/** Options that are pairs: in the configuration file, keys with values. */
export const PAIRS: ReadonlySet<string> = new Set(["map", "status", "expect"]);

/** `value` is what the help shows after the name; without it the option is a switch. `jobs`: for which it acts, else for all. */
export type OptionSpec = Readonly<{
  name: string;
  value?: string;
  group: Group;
  many?: boolean;
  jobs?: readonly Job[];
}>;

export const OPTIONS = [
  { name: "map", value: "role=Header", group: "read", many: true },
  { name: "date-format", value: "format", group: "read" },
  { name: "decimal", value: "mark", group: "read" },
  { name: "thousands", value: "mark", group: "read" },
  { name: "minor-units", value: "Header", group: "read", many: true },
  { name: "delimiter", value: "mark", group: "read" },
  { name: "encoding", value: "name", group: "read" },
  { name: "skip", value: "lines", group: "read" },
  { name: "comment", value: "mark", group: "read" },
  { name: "sheet", value: "name", group: "read", many: true },
  { name: "header", group: "read" },
  { name: "columns", value: "a,b,c", group: "read" },
  { name: "on-bad-row", value: "stop|reject", group: "read" },
  { name: "max-bad-share", value: "share", group: "read" },
  { name: "round", group: "read" },
  { name: "allow-empty", group: "read" },
  { name: "keep-case", group: "read" },
  { name: "normalize-ids", value: "nfc", group: "read" },
  { name: "expect", value: "decision=value", group: "read", many: true },
  { name: "as-of", value: "day", group: "count" },
  { name: "amount", value: "net|total", group: "count" },
  { name: "margin", value: "share|column:NAME|cost:NAME", group: "count", jobs: ["run", "inspect"] },
  { name: "basis", value: "revenue|gross_margin", group: "count", jobs: ["run"] },
  { name: "currency", value: "code", group: "count" },
  { name: "only-currency", value: "code", group: "count" },
  { name: "status", value: "VALUE=meaning", group: "count", many: true },
  { name: "timezone", value: "zone", group: "count" },
  { name: "zero-amount", value: "ignore|count", group: "count" },
  { name: "duplicates", value: "keep|drop", group: "count" },
  { name: "refunds", value: "net|ignore", group: "count" },
  { name: "first-order", value: "column|file", group: "count" },
  { name: "rates", value: "file", group: "count" },
  { name: "rates-per", value: "foreign|own", group: "count" },
  { name: "prices", value: "file", group: "count" },
  { name: "refunds-file", value: "file", group: "count" },
  { name: "account", value: "column", group: "count", jobs: ["run"] },
  { name: "invoices", value: "file", group: "count", many: true, jobs: ["run"] },
  { name: "attributes", value: "file", group: "forecast", many: true, jobs: ["run", "compare"] },
  { name: "surveys", value: "file", group: "forecast", many: true, jobs: ["run"] },
  { name: "horizon", value: "duration", group: "forecast", many: true, jobs: ["run", "compare"] },
  { name: "discount-rate", value: "rate", group: "forecast", jobs: ["run"] },
  { name: "model", value: "auto|name", group: "forecast", jobs: ["run"] },
  { name: "effort", value: "auto|full|quick", group: "forecast", jobs: ["run", "compare"] },
  { name: "backtest", value: "on|off", group: "forecast", jobs: ["run"] },
  { name: "quantiles", value: "0.05,0.1", group: "forecast", many: true, jobs: ["run"] },
  { name: "seed", value: "number", group: "forecast", jobs: ["run"] },
  { name: "report", value: "on|off", group: "output", jobs: ["run"] },
  { name: "workspace", value: "dir", group: "output", jobs: ["run"] },
  { name: "output", value: "catalog.schema", group: "output", jobs: ["run", "compare"] },
  { name: "again", group: "output", jobs: ["run"] },
  { name: "mask-ids", group: "output", jobs: ["run"] },
  { name: "json", group: "output" },
  { name: "progress", value: "bar|plain|json", group: "output" },
  { name: "quiet", group: "output" },
  { name: "config", value: "file", group: "machine" },
  { name: "threads", value: "number", group: "machine" },
  { name: "memory", value: "size", group: "machine" },
] as const satisfies readonly OptionSpec[];

export type OptionName = (typeof OPTIONS)[number]["name"];

/** Options as they were written, by name, each with everything it was given; a switch has "true". */
export type Written = Readonly<Partial<Record<OptionName, readonly string[]>>>;

/** Switches and values alike: true when the option is there and not "false". */
export const isOn = (written: Written, name: OptionName): boolean => written[name]?.at(-1) === "true";

/** Names of the options that act for a job. */
export const optionsOf = (job: Job): readonly OptionName[] =>
  (OPTIONS as readonly (OptionSpec & { name: OptionName })[])
    .filter(({ jobs }) => jobs?.includes(job) ?? true)
    .map(({ name }) => name);
