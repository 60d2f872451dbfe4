import fc from "fast-check";
import { expect, test } from "vitest";
import { decoded, encodingOf, legacyEncoding, utf8Checker } from "../../src/intake/encoding.js";
import { languagesOfHeader } from "../../src/intake/header-words.js";

const bytes = fc.uint8Array({ maxLength: 30 });
const utf8 = fc.string({ unit: "binary", maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(text)));

/** Index of the first bad byte in the whole, through pieces of some size; -1 when all is well. */
function firstBad(all: Uint8Array, size: number): number {
  const checker = utf8Checker();
  for (let at = 0; at < all.length; at += size) {
    const bad = checker.check(Buffer.from(all.subarray(at, at + size)));
    if (bad >= 0) return at + bad;
  }
  return checker.end() ? -1 : all.length;
}

const isValid = (all: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(all);
    return true;
  } catch {
    return false;
  }
};

test("utf8Checker agrees with TextDecoder, however the bytes are cut", () =>
  fc.assert(
    fc.property(fc.oneof(bytes, utf8), fc.integer({ min: 1, max: 5 }), (all, size) => {
      expect(firstBad(all, size) < 0).toBe(isValid(all));
    }),
  ));

test("utf8Checker finds the byte", () => {
  expect(firstBad(Buffer.from("abc\xFCdef", "latin1"), 100)).toBe(3);
  expect(firstBad(Buffer.concat([Buffer.from("é漢"), Buffer.from([0xfc, 0x41])]), 100)).toBe(5);
});

test.each([
  { head: [0xef, 0xbb, 0xbf, 0x61], encoding: { name: "utf-8", markBytes: 3 } },
  { head: [0xff, 0xfe, 0x61, 0], encoding: { name: "utf-16le", markBytes: 2 } },
  { head: [0xfe, 0xff, 0, 0x61], encoding: { name: "utf-16be", markBytes: 2 } },
  { head: [0x61, 0x2c], encoding: { name: "utf-8", markBytes: 0 } },
])("encodingOf: by its mark $head", ({ head, encoding }) =>
  expect(encodingOf(Buffer.from(head), undefined, "x")).toEqual(encoding),
);

test("encodingOf: a name, UTF-16 without mark, and what is refused", () => {
  expect(encodingOf(Buffer.from("a"), "Latin1", "x").name).toBe("windows-1252");
  expect(() => encodingOf(Buffer.from("a"), "klingon", "x")).toThrow(
    expect.objectContaining({ code: "bad_arguments", place: "--encoding" }),
  );
  expect(() => encodingOf(Buffer.from("customer,date", "utf16le"), undefined, "x")).toThrow(
    expect.objectContaining({
      code: "file_unreadable",
      facts: expect.objectContaining({ hint: "--encoding utf-16le" }),
    }),
  );
});

async function text(pieces: readonly Buffer[], name: string, markBytes = 0): Promise<string> {
  async function* chunks(): AsyncGenerator<Buffer> {
    yield* pieces;
  }
  const all: Buffer[] = [];
  for await (const chunk of decoded(chunks(), { name, markBytes }, "x")) all.push(chunk);
  return Buffer.concat(all).toString("utf8");
}

test("decoded: marks go, characters cut in two come back, bad bytes are refused", async () => {
  const utf16 = Buffer.from("aü漢", "utf16le");
  expect(
    await text([Buffer.from([0xff]), Buffer.from([0xfe]), utf16.subarray(0, 3), utf16.subarray(3)], "utf-16le", 2),
  ).toBe("aü漢");
  expect(await text([Buffer.from([0x8a, 0xbf])], "shift_jis")).toBe("漢");
  await expect(text([Buffer.from([0x81])], "shift_jis")).rejects.toMatchObject({ code: "file_unreadable" });
});

test.each([
  { header: Buffer.from("Kundennummer;Bestelldatum;Betrag"), encoding: "windows-1252" },
  { header: Buffer.from("Kundennummer;Gr\xF6\xDFe;Betrag", "latin1"), encoding: "windows-1252" },
  { header: Buffer.from("klient;data;kwota;ilo\x9C\xE6", "latin1"), encoding: "windows-1250" },
  { header: Buffer.from("b6a9b5a5bac52cc8d5c6da2cbdf0b6ee", "hex"), encoding: "gbk" }, // 订单号,日期,金额
  { header: Buffer.from("customer;date;amount"), encoding: undefined }, // English says nothing about the bytes below
])("legacyEncoding: $encoding by its header", ({ header, encoding }) => {
  expect(legacyEncoding(header, (line) => line.split(/[;,]/), languagesOfHeader)).toBe(encoding);
});
