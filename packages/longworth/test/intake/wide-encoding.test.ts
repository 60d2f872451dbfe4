/** Encodings by the content of a file with an English header. The bytes are made by iconv, here as hexadecimal. */
import { expect, test } from "vitest";
import { wideEncoding } from "../../src/intake/wide-encoding.js";
import { fileWith, intakeOf } from "../support/intake-of.js";

/** Names and addresses of a shop in each encoding. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  gbk: [
    "d5c5ceb02cb1b1bea9cad0b3afd1f4c7f8bda8b9fac2b7",
    "cdf5b7bc2cc9cfbaa3cad0c6d6b6abd0c2c7f8cac0bccdb4f3b5c0",
    "c0eec4c82cb9e3d6ddcad0ccecbad3c7f8cce5d3fdcef7c2b7",
    "c1f5c7bf2cc9eedbdacad0c4cfc9bdc7f8bfc6bcbcd4b0",
    "b3c2beb22cbabcd6ddcad0cef7bafec7f8cec4c8fdc2b7",
    "d1eed1f32cb1b1bea9cad0b3afd1f4c7f8bda8b9fac2b7",
    "d5d4c3f42cc9cfbaa3cad0c6d6b6abd0c2c7f8cac0bccdb4f3b5c0",
    "bbc6c0da2cb9e3d6ddcad0ccecbad3c7f8cce5d3fdcef7c2b7",
    "d6dcbddc2cc9eedbdacad0c4cfc9bdc7f8bfc6bcbcd4b0",
    "cee2d9bb2cbabcd6ddcad0cef7bafec7f8cec4c8fdc2b7",
  ],
  big5: [
    "b169b0b62ca578a55fa5abab48b871b0cfa5aba9b2b8f4",
    "a4fdaada2cb773a55fa5abaa4fbef4b0cfa4e5a4c6b8f4",
    "a7f5ae522ca578a4a4a5aba6e8a4d9b0cfa578c657a46ab944",
    "bc42b16a2cb0aab6afa5abab65c2edb0cfa4a4a473b8f4",
    "b3afc0522ca578a55fa5abab48b871b0cfa5aba9b2b8f4",
    "b7a8ac762cb773a55fa5abaa4fbef4b0cfa4e5a4c6b8f4",
    "bbafb1d32ca578a4a4a5aba6e8a4d9b0cfa578c657a46ab944",
    "b6c0bd552cb0aab6afa5abab65c2edb0cfa4a4a473b8f4",
    "a950b3c72ca578a55fa5abab48b871b0cfa5aba9b2b8f4",
    "a764adc52cb773a55fa5abaa4fbef4b0cfa4e5a4c6b8f4",
  ],
  shift_jis: [
    "8e52936382bd82eb82a42c82c682a482ab82e582a4937382dd82c882c68be6",
    "97e996d882cd82c882b12c82a882a882b382a98e7382ab82bd8be682a482df82be",
    "82b382c682a4835083932c82c882b282e28e7382c882a98be682b382a982a6",
    "835e8369834a8e9f98592c82c682a482ab82e582a4937382dd82c882c68be6",
    "82a282c682a4838183432c82a882a882b382a98e7382ab82bd8be682a482df82be",
  ],
  "euc-jp": [
    "bbb3c5c4a4bfa4eda4a62ca4c8a4a6a4ada4e7a4a6c5d4a4dfa4caa4c8b6e8",
    "ceebccdaa4cfa4caa4b32ca4aaa4aaa4b5a4abbbd4a4ada4bfb6e8a4a6a4e1a4c0",
    "a4b5a4c8a4a6a5b1a5f32ca4caa4b4a4e4bbd4a4caa4abb6e8a4b5a4aba4a8",
    "a5bfa5caa5abbca1cfba2ca4c8a4a6a4ada4e7a4a6c5d4a4dfa4caa4c8b6e8",
    "a4a4a4c8a4a6a5e1a5a42ca4aaa4aaa4b5a4abbbd4a4ada4bfb6e8a4a6a4e1a4c0",
  ],
  "euc-kr": [
    "b1e8b9cec1d82cbcadbfefc6afbab0bdc320b0adb3b2b1b820c5d7c7ecb6f5b7ce",
    "c0ccbcadbfac2cbacebbeab1a4bfaabdc320c7d8bfeeb4ebb1b820bcbec5d2",
    "b9dac1f6c8c62cb4ebb1b8b1a4bfaabdc320c1dfb1b820b5bfbcbab7ce",
    "c3d6bcf6baf32cbcadbfefc6afbab0bdc320b0adb3b2b1b820c5d7c7ecb6f5b7ce",
    "c1a4bfb9c0ba2cbacebbeab1a4bfaabdc320c7d8bfeeb4ebb1b820bcbec5d2",
  ],
};
const HEADER = "customer_id,order_date,amount,name,address\n";
const fileOf = (lines: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(HEADER),
    ...lines.flatMap((line, i) => [
      Buffer.from(`c${i % 3},2024-01-0${1 + (i % 9)},1.50,`),
      Buffer.from(line, "hex"),
      Buffer.from("\n"),
    ]),
  ]);

test.each(Object.entries(LINES))("%s is known by its everyday characters", async (encoding, lines) => {
  const bytes = fileOf(lines);
  const at = bytes.findIndex((byte) => byte >= 0x80);
  expect(wideEncoding(bytes, at)).toBe(encoding);
  const { intake, engine } = await intakeOf([fileWith(bytes)]);
  engine.close();
  expect(intake).toMatchObject({ encoding, records: lines.length, orders: lines.length });
});

test.each([
  ["German", "4dfc6c6c65722c5374726fdf652031320a47f6747a2c4bf6ec6e0a".repeat(12)],
  ["Polish", "4bb36f73792c9c77696572af0a".repeat(12)],
  ["a few characters only", LINES["gbk"]?.[0] ?? ""],
  ["two encodings in one file", `${LINES["gbk"]?.join("0a") ?? ""}0a${LINES["shift_jis"]?.join("0a") ?? ""}`],
  ["mostly UTF-8", `${Buffer.from("Müller, Köln, Straße\n".repeat(20)).toString("hex")}fc0a`],
])("%s says nothing", (_what, hex) => {
  const bytes = Buffer.from(hex, "hex");
  expect(
    wideEncoding(
      bytes,
      bytes.findIndex((byte) => byte >= 0x80),
    ),
  ).toBeUndefined();
});
