import { expect, test } from "vitest";
import { withoutComments } from "../../src/intake/comments.js";
import { fileWith, intakeOf } from "../support/intake-of.js";

/** The text without its comments, whatever the size of the pieces in which it comes. */
async function blanked(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* pieces;
  }
  const out: Buffer[] = [];
  for await (const chunk of withoutComments(chunks(), "#")) out.push(chunk);
  return Buffer.concat(out).toString();
}

test.each([
  ["lines that start with the mark", "# one\na,b\n#two\nc,#d\n", "     \na,b\n    \nc,#d\n"],
  ["not a line inside a quoted field", 'a,"x\n# no\n#y"\n# yes\n', 'a,"x\n# no\n#y"\n     \n'],
  ["a field that opens a line", '"x\n# no",1\n#\n', '"x\n# no",1\n \n'],
  ["doubled quotes inside a field", 'a;"x ""\n# no"" ";1\n# yes\n', 'a;"x ""\n# no"" ";1\n     \n'],
  ["a quote that opens nothing", '5" disk,1\n# yes\n', '5" disk,1\n     \n'],
  ["an empty quoted field", 'a,""\n# yes\n', 'a,""\n     \n'],
  ["quotes inside a comment", '# say "hi\na,b\n# yes\n', "         \na,b\n     \n"],
  ["carriage returns", "#x\r\na\r#y\rb\n", "  \r\na\r  \rb\n"],
] as const)("comments are blanked: %s", async (_what, text, expected) => {
  for (const size of [1, 2, 3, 5, 100]) expect(await blanked(text, size)).toBe(expected);
});

test("an address of several lines keeps the one that starts with the mark", async () => {
  const text =
    '# made by the till\ncustomer,date,amount,note\na,2024-01-01,1.00,"Road 1\n#12 left"\nb,2024-01-02,2.00,\n';
  const { intake, engine } = await intakeOf([fileWith(text)], { comment: "#" });
  engine.close();
  expect(intake).toMatchObject({ records: 2, orders: 2, total: "3.00" });
});
