import { expect, test } from "vitest";
import { readConfig } from "../../../src/cli/options/config.js";

const FILE = "longworth.config.yaml";
const read = (text: string) => readConfig(text, FILE);

function refusal(text: string): Readonly<{ place: unknown; message: unknown; hint: unknown }> {
  try {
    read(text);
  } catch (thrown) {
    if (thrown instanceof Error && "place" in thrown && "facts" in thrown) {
      return { place: thrown.place, ...(thrown.facts as { message: string; hint: string }) }; // cast: facts of a UserError
    }
    throw thrown;
  }
  throw new Error("nothing was refused");
}

test("options under their own names, values as they are written", () => {
  const text = `# our shop
horizon: [90d, 12m]
discount-rate: 0.10
as-of: 2025-01-31
margin: "35%"
status: {on hold: count, "no": unpaid}
map:
  customer: E-mail
columns: [customer, date]
decimal: ","
backtest: no
report: off
again: true
`;
  expect(read(text)).toEqual({
    horizon: ["90d", "12m"],
    "discount-rate": ["0.10"],
    "as-of": ["2025-01-31"],
    margin: ["35%"],
    status: ["on hold=count", "no=unpaid"],
    map: ["customer=E-mail"],
    columns: ["customer,date"],
    decimal: [","],
    backtest: ["no"],
    report: ["off"],
    again: ["true"],
  });
});

test.each(["", "\n", "# nothing yet\n", "---\n"])("a file that says nothing (%j) changes nothing", (text) =>
  expect(read(text)).toEqual({}),
);

test.each([
  ["horzion: 365d", `${FILE}:1:1`, "horzion is no option: did you mean horizon?", "Write horizon"],
  ["seed: 1\nas_of: 2025-01-01", `${FILE}:2:1`, "as_of is no option: did you mean as-of?", "Write as-of"],
  ["config: other.yaml", `${FILE}:1:1`, "config is no option", undefined],
  ["seed: 1\nhorizon: 90d\nseed: 2", `${FILE}:3:1`, "This key is there twice", "Keep one of them"],
  ["map:\n\tcustomer: Email", `${FILE}:2:1`, "A tab cannot indent YAML", "Use spaces"],
  ["again: no", `${FILE}:1:1`, "again: no is neither true nor false", "again: true"],
  ["seed: &a 1\nthreads: *a", `${FILE}:1:10`, "Anchors, aliases and tags are not read", undefined],
  ["seed: !!js/function 'x'", `${FILE}:1:21`, "Anchors, aliases and tags are not read", undefined],
  ["seed: !!int 1", `${FILE}:1:13`, "Anchors, aliases and tags are not read", undefined],
  ["<<: {seed: 1}", `${FILE}:1:1`, "<< is no option", undefined],
  ["- seed", `${FILE}:1:1`, "A configuration is options with values", "horizon: 365d"],
  ["seed:", `${FILE}:1:1`, "seed takes number", undefined],
  ["seed: [1, 2]", `${FILE}:1:1`, "seed takes number", undefined],
  ["seed: {a: 1}", `${FILE}:1:1`, "seed takes number", undefined],
  ["seed: 1\n---\nseed: 2", `${FILE}:2:1`, "There is a second document in the file", undefined],
  ["horizon: [90d", `${FILE}:1:14`, "This is not YAML", undefined],
])("%j is refused at its line and column", (text, place, message, hint) => {
  const refused = refusal(text);
  expect(refused.place).toBe(place);
  expect(refused.message).toContain(message);
  if (hint !== undefined) expect(refused.hint).toBe(hint);
});

test("a bomb of aliases is refused before it is expanded", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[i]}`).join(",")}]`),
  ];
  expect(refusal(bomb.join("\n")).message).toBe("Anchors, aliases and tags are not read");
});

test("a file that is far too long is not parsed", () => {
  expect(refusal(`seed: 1 #${"x".repeat(100_001)}`).message).toContain("longer than 100,000 characters");
});
