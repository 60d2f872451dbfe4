/** Sentences of the command line's options: what each does, and what is wrong with a value. */
import { formatter } from "../format.js";

const { integer, plural } = formatter("en");

/** Headings of the option groups in the help. */
export const groups = {
  read: "How the file is read (detected; say it where two readings are possible):",
  count: "What counts, and as how much:",
  forecast: "What is forecast:",
  output: "Where it goes, what is printed:",
  machine: "This machine:",
  common: "Everywhere:",
};

/** One line per option, by name. */
export const options = {
  map: "which column is what: --map customer=Email (repeatable; amount=none for a log without amounts)",
  "date-format": "order of day, month and year: dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd",
  decimal: "decimal mark of the amounts: . or ,",
  thousands: "mark between thousands: , . ' space or none",
  "minor-units": "a column that is in cents (repeatable)",
  delimiter: "character between the columns: comma, semicolon, tab, pipe",
  encoding: "encoding of the text: utf-8, windows-1252, …",
  skip: "lines before the table that are left out",
  comment: "lines that start with this character are left out, as #",
  sheet: "of a workbook (repeatable; default: the one that looks like orders)",
  header: "the first record is the header, whatever it looks like",
  columns: "names of the columns of a file without header: customer,date,amount",
  "on-bad-row": "a record that cannot be read: stop (default) or reject and go on; all are listed in rejects.csv",
  "max-bad-share": "share of such records that stops a run (default 0.1%)",
  round: "round amounts to the currency's unit record by record (default: order by order)",
  "allow-empty": "a file with a header and no records is no error",
  "keep-case": "keep e-mail keys as written; else Ann@X.com and ann@x.com are one customer",
  "normalize-ids": "nfc: ids that look the same are the same, however their accents are stored",
  expect: "a decision that must be as it was, as dates=dmy; inspect --write-config writes them (repeatable)",
  "as-of": "last day that counts, as 2025-12-31 (default: the last day with an order)",
  amount: "net: without tax and shipping where the file has them (default); total: as paid",
  margin: "gross margin: 35%, column:NAME (a share) or cost:NAME (money)",
  basis: "value in revenue or gross_margin (default: gross_margin where a margin is given)",
  currency: "currency of the file, as EUR",
  "only-currency": "count this currency, set the others aside",
  status: 'what a status means: --status "on hold"=count (count, unpaid, cancelled, failed, …; repeatable)',
  timezone: "convert times to this zone, as Europe/Warsaw (default: the day as written)",
  "zero-amount": "orders of exactly 0: ignore (default) or count as purchases",
  duplicates: "records that occur twice: keep or drop (default: by layout, see inspect)",
  refunds: "net: taken off the money of their day (default); ignore",
  "first-order": "column or file with each customer's first day, where the export starts late",
  rates: "file of date,currency,rate that converts several currencies into that of --currency",
  "rates-per": "foreign: a rate is the worth of one foreign unit (USD 0.91); own: of one of --currency (USD 1.10)",
  prices: "file of product,price for items without an amount",
  "refunds-file": "file of order,date,amount: refunds on their own days, instead of what the orders say",
  horizon: "how far to look: 90d, 52w, 12m (repeatable; default 90d 180d 365d; the longest leads)",
  "discount-rate": "annual, for predicted_clv: 10% (default 0%)",
  model: "auto combines what forecasts best (default); or nbd, bg-nbd, mbg-nbd, pareto-nbd",
  account: "column of the company behind customers or contracts: figures per account too, each customer once",
  invoices:
    "file of invoices or orders beside contracts: what belongs to a contract is its revenue, not an order (repeatable)",
  attributes:
    "file of facts about customers: customer_id, known_at (optional), then columns; each is used where it helps",
  surveys:
    'file of answers: customer, date, then nps, csat, ces or a scale, "Delivery (1-7)"; code and comment if there are',
  effort:
    "what is learnt customer by customer: auto up to 250,000 customers (default); full of any number, a small neural network tried beside; quick nothing",
  backtest: "off saves time; the grade is then: not tested (default on)",
  quantiles: "further levels in customers.parquet: 0.1,0.25",
  seed: "of everything drawn at random (default 1)",
  output: "schema of the cluster for what the run makes there (default: that of the orders)",
  report:
    "off: only scores, segments, totals and the grade; no findings, cohorts, charts or report, a sixth less time (default on)",
  workspace: "folder of the runs (default ./longworth)",
  again: "run, even where the same inputs and options have been run",
  "mask-ids": "hide customers' ids in what is printed and in the report",
  json: "one JSON object on stdout, errors included",
  progress: "on stderr: bar (on a terminal), plain lines (else) or json lines",
  quiet: "nothing on stderr but errors",
  config: "file with these options (default ./longworth.config.yaml where it exists)",
  threads: "processor threads (default: as many as there are, at most 4)",
  memory: "for the data engine: 2GB, 800MB (default fits this machine, at most 1.2GB)",
};

type Given = Readonly<{ option: string; text: string }>;
type Near = Readonly<{ nearest: string | undefined }>;
type Elsewhere = Readonly<{ option: string; command: string; others: readonly string[] }>;

const list = (names: readonly string[]): string => new Intl.ListFormat("en").format(names);

const didYouMean = (nearest: string | undefined, otherwise: string): string =>
  nearest === undefined ? otherwise : `Did you mean ${nearest}?`;

/** What is wrong with a value, and one that would be right. */
export const bad = {
  duration: ({ option, text }: Given) => ({
    message: `${option} ${text}: a duration is a number with d, w, m or y`,
    hint: `${option} 365d, 52w or 12m`,
  }),
  durationRange: ({ option, text, max }: Given & { max: number }) => ({
    message: `${option} ${text}: from 1 to ${integer(max)} days`,
    hint: `${option} 365d, 52w or 12m`,
  }),
  share: ({ option, text }: Given) => ({
    message: `${option} ${text}: a rate is a percentage or a share of 1`,
    hint: `${option} 10% or 0.10`,
  }),
  shareAsPercent: ({ option, text, number }: Given & { number: number }) => ({
    message: `${option} ${text}: ${text} is ${integer(100 * number)} %`,
    hint: number <= 100 ? `Write ${option} ${text}%` : `${option} 10% or 0.10`,
  }),
  shareRange: ({ option, text }: Given) => ({
    message: `${option} ${text}: from 0% to 100%`,
    hint: `${option} 10% or 0.10`,
  }),
  whole: ({ option, text, min, max }: Given & { min: number; max: number }) => ({
    message: `${option} ${text}: a whole number from ${integer(min)} to ${integer(max)}`,
    hint: `${option} ${min + 1}`,
  }),
  memory: ({ option, text }: Given) => ({
    message: `${option} ${text}: a size with its unit, 128MB at least`,
    hint: `${option} 2GB or 800MB`,
  }),
  quantiles: ({ option, text }: Given) => ({
    message: `${option} ${text}: levels are whole percents between 0.01 and 0.99`,
    hint: `${option} 0.1,0.25`,
  }),
  choice: ({ option, text, choices, nearest }: Given & Near & { choices: readonly string[] }) => ({
    message: `${option} ${text}: one of ${choices.join(", ")}`,
    hint: didYouMean(nearest, `${option} ${choices[0] ?? ""}`),
  }),
  day: ({ option, text }: Given) => ({
    message: `${option} ${text}: a day of the calendar as year-month-day`,
    hint: `${option} 2025-12-31`,
  }),
  currency: ({ option, text, nearest }: Given & Near) => ({
    message: `${option} ${text}: no currency code (ISO 4217)`,
    hint: didYouMean(nearest, `${option} EUR`),
  }),
  timezone: ({ option, text, nearest }: Given & Near) => ({
    message: `${option} ${text}: no time zone that is known here`,
    hint: didYouMean(nearest, `${option} Europe/Warsaw`),
  }),
  encoding: ({ option, text }: Given) => ({
    message: `${option} ${text}: no encoding that is known here`,
    hint: `${option} windows-1252, utf-8, shift_jis, …`,
  }),
  delimiter: ({ option, text }: Given) => ({
    message: `${option} ${text}: one character that is no letter, digit or quote`,
    hint: `${option} semicolon, comma, tab or pipe`,
  }),
  comment: ({ option, text }: Given) => ({
    message: `${option} ${text}: one character that is no letter, digit or quote`,
    hint: `${option} "#"`,
  }),
  thousands: ({ option, text }: Given) => ({
    message: `${option} ${text}: one of , . ' space none`,
    hint: `${option} space`,
  }),
  dateFormat: ({ option, text }: Given) => ({
    message: `${option} ${text}: dd, mm and yyyy in the order of the file`,
    hint: `${option} dd/mm/yyyy or mm/dd/yyyy`,
  }),
  margin: ({ option, text }: Given) => ({
    message: `${option} ${text}: a share, a column of shares or a column of costs`,
    hint: `${option} 35%, column:Margin or cost:"Unit cost"`,
  }),
  pair: ({ option, text, example }: Given & { example: string }) => ({
    message: `${option} ${text}: two parts with = between them`,
    hint: `${option} ${example}`,
  }),
  twice: ({ option, name }: { option: string; name: string }) => ({
    message: `${option} says two things about ${name}`,
    hint: `Give ${option} ${name}=… once`,
  }),
  columns: ({ option, text }: Given) => ({
    message: `${option} ${text}: a name for every column, commas between them`,
    hint: `${option} customer,date,amount`,
  }),
  noInputs: () => ({ message: "No file was named", hint: "longworth run orders.csv" }),
  tooManyFiles: () => ({
    message: "The system lets this process open no more files",
    hint: "ulimit -n 1024 allows more, before the run",
  }),
  ratesWithoutCurrency: () => ({
    message: "--rates converts into one currency: which?",
    hint: "--currency EUR; without --only-currency, which leaves the others out",
  }),
  basisWithoutMargin: () => ({
    message: "--basis gross_margin needs a margin",
    hint: "--margin 35%, --margin column:NAME or --margin cost:NAME",
  }),
  unknownOption: ({ option, command, others, nearest }: Elsewhere & Near) => {
    const isElsewhere = others.length > 0 && command !== "";
    const where = isElsewhere ? ` of ${command}; ${list(others)} ${plural(others.length, { one: "has", other: "have" })} it` : ""; // prettier-ignore
    const meant =
      nearest === undefined ? "" : isElsewhere ? `; its nearest is ${nearest}` : `: did you mean ${nearest}?`;
    return {
      message: `${option} is no option${where}${meant}`,
      hint: isElsewhere
        ? `Leave ${option} out; longworth ${command} --help lists the options that act`
        : nearest === undefined
          ? "longworth --help lists the commands, longworth run --help its options"
          : `Write ${nearest}`,
    };
  },
  notHere: ({ option, what }: { option: string; what: "table" | "run" }) => ({
    message:
      what === "table"
        ? `${option} says nothing about a table of customers (--duration, --event)`
        : `${option} says nothing about the customers of a run`,
    hint: `Leave ${option} out`,
  }),
  unknownCommand: ({ name, nearest }: { name: string } & Near) => ({
    message: `${name} is no command${nearest === undefined ? "" : `: did you mean ${nearest}?`}`,
    hint:
      nearest === undefined ? "longworth --help lists them; longworth run FILE is the first" : `longworth ${nearest}`,
  }),
  missingValue: ({ option }: { option: string }) => ({
    message: `${option} needs a value`,
    hint: "longworth run --help shows it",
  }),
  usage: ({ text }: { text: string }) => ({ message: text, hint: "longworth --help" }),
  isFolder: ({ path }: { path: string }) => ({
    message: `${path} is a folder, and a file is to be written`,
    hint: "Name a file in it",
  }),
  noFolder: ({ path, folder }: { path: string; folder: string }) => ({
    message: `${path} cannot be written: there is no folder ${folder}`,
    hint: "Make it first, or name another place",
  }),
  fileInTheWay: ({ path }: { path: string }) => ({
    message: `${path} cannot be a folder: there is a file of that name, or one above it`,
    hint: "Name another place",
  }),
  noReport: ({ run }: { run: string }) => ({
    message: `${run} has no report: it was made with --report off`,
    hint: "longworth run FILE --report on makes one, of the same data the same numbers",
  }),
  exportSegment: ({ text, names }: { text: string; names: readonly string[] }) => ({
    message: `--segment ${text}: no segment, value tier or finding of this run`,
    hint: `One of ${names.join(", ")}`,
  }),
  exportNoFindings: ({ text }: { text: string }) => ({
    message: `--segment ${text}: this run has no findings, it was made with --report off`,
    hint: "longworth run FILE --report on finds them",
  }),
  exportColumn: ({ text, names }: { text: string; names: readonly string[] }) => ({
    message: `--columns ${text}: no column of this table`,
    hint: `One of ${names.join(", ")}`,
  }),
  exportTool: ({ target }: { target: string }) => ({
    message: `--for ${target} writes customers as CSV, in the columns that ${target} knows`,
    hint: `longworth export --for ${target}, without --table, --columns, --format and --mask-ids`,
  }),
  exportSpreadsheet: () => ({
    message: "--for spreadsheet writes CSV",
    hint: "longworth export --for spreadsheet --out customers.csv",
  }),
  exportTable: ({ table, names, isLeftOut }: { table: string; names: readonly string[]; isLeftOut: boolean }) => ({
    message: `This run has no table ${table}${isLeftOut ? ": it was made with --report off" : ""}`,
    hint: `--table ${names.join(", ")}${isLeftOut ? "; or longworth run FILE --report on" : ""}`,
  }),
  exportNoSegments: ({ table }: { table: string }) => ({
    message: `--segment chooses customers; ${table} has none`,
    hint: "longworth export --table customers --segment …",
  }),
  exportTerminal: () => ({
    message: "Parquet is not written to a terminal",
    hint: "--out customers.parquet, or > customers.parquet",
  }),
  configTooLong: ({ file, max }: { file: string; max: number }) => ({
    message: `${file} is longer than ${integer(max)} characters`,
    hint: "A configuration is options, one a line: horizon: 365d",
  }),
  configSyntax: ({ reason }: { reason: { kind: "duplicate" } | { kind: "tab" } | { kind: "other"; text: string } }) => {
    if (reason.kind === "duplicate") return { message: "This key is there twice", hint: "Keep one of them" };
    if (reason.kind === "tab") return { message: "A tab cannot indent YAML", hint: "Use spaces" };
    return { message: `This is not YAML: ${reason.text}`, hint: "Options stand one a line: horizon: 365d" };
  },
  configDocuments: () => ({ message: "There is a second document in the file", hint: "Take out the line ---" }),
  configShape: () => ({ message: "A configuration is options with values", hint: "horizon: 365d" }),
  configMagic: () => ({
    message: "Anchors, aliases and tags are not read",
    hint: "Write the value out: horizon: 365d",
  }),
  configKey: ({ name, nearest }: { name: string } & Near) => ({
    message: `${name} is no option${nearest === undefined ? "" : `: did you mean ${nearest}?`}`,
    hint: nearest === undefined ? "longworth run --help lists them; keys are the same without --" : `Write ${nearest}`,
  }),
  configSwitch: ({ name, text }: { name: string; text: string }) => ({
    message: `${name}: ${text} is neither true nor false`,
    hint: `${name}: true`,
  }),
  configValue: ({ name, example }: { name: string; example: string }) => ({
    message: `${name} takes ${example}`,
    hint: `${name}: ${example.split("|")[0] ?? example}`,
  }),
};
