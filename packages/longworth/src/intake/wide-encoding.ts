/** East Asian encodings by what a text holds: bytes that are the common characters of one language under one encoding only. */
import { TextDecoder } from "node:util";

const ENOUGH = 20; // characters beyond ASCII from which their kind is no coincidence
const MOST = 0.9;
const KANA = 0.2; // of Japanese text; no other language uses them
const LOW = 0.1; // of Big5 text: pairs whose second byte is ASCII, which the others have none of
const SAMPLE = 65_536; // bytes

/** How characters of two bytes are shared out. */
type Pairs = Readonly<{ all: number; chinese: number; taiwanese: number; low: number; beyondKorean: number }>;

/** The one encoding under which the lines around `at` read as everyday text, or undefined. */
export function wideEncoding(bytes: Buffer, at: number): string | undefined {
  const start = bytes.lastIndexOf(0x0a, at) + 1;
  const limit = Math.min(bytes.length, start + SAMPLE);
  const end = limit === bytes.length ? limit : bytes.lastIndexOf(0x0a, limit - 1) + 1;
  const sample = bytes.subarray(start, Math.max(start, end));
  const pairs = pairsOf(sample);
  const found = [
    ...["shift_jis", "euc-jp"].filter((encoding) => isJapanese(textOf(encoding, sample))),
    ...(isKorean(textOf("euc-kr", sample)) && pairs.beyondKorean === 0 ? ["euc-kr"] : []),
    ...(isCommon(pairs.chinese, pairs) && pairs.beyondKorean > 0 && !hasKana(textOf("gbk", sample)) ? ["gbk"] : []),
    ...(isCommon(pairs.taiwanese, pairs) && pairs.low >= LOW * pairs.all && textOf("big5", sample) !== ""
      ? ["big5"]
      : []),
  ];
  return found.length === 1 ? found[0] : undefined;
}

const isCommon = (common: number, { all }: Pairs): boolean => all >= ENOUGH && common >= MOST * all;

/**
 * Pairs of bytes by the rows of the standards: GB 2312 and Big5 both have their everyday characters first, Korean ends
 * where GB 2312 has them still. Punctuation and full-width letters, in rows A1 to A3 everywhere, say nothing.
 */
function pairsOf(bytes: Buffer): Pairs {
  const counts = { all: 0, chinese: 0, taiwanese: 0, low: 0, beyondKorean: 0 };
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[++i] ?? 0;
    if (lead >= 0xa1 && lead <= 0xa3) continue;
    counts.all++;
    if (lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) counts.chinese++;
    if (lead >= 0xa4 && lead <= 0xc6 && trail >= 0x40) counts.taiwanese++;
    if (trail < 0x80) counts.low++;
    if (lead > 0xc8) counts.beyondKorean++;
  }
  return counts;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const foreign = (text: string): number => count(text, /[^\0-\u007f]/gu);
const hasKana = (text: string): boolean => count(text, /[\u3041-\u30fe]/gu) > 0;

function isJapanese(text: string): boolean {
  const all = foreign(text);
  const kana = count(text, /[\u3041-\u30fe]/gu);
  const read = kana + count(text, /[\u4e00-\u9fff\u3000-\u3040\uff01-\uff5e]/gu);
  return all >= ENOUGH && kana >= KANA * all && read >= MOST * all;
}

function isKorean(text: string): boolean {
  const all = foreign(text);
  return all >= ENOUGH && count(text, /[\uac00-\ud7a3]/gu) >= MOST * all;
}

/** "" where the bytes are not of that encoding. */
function textOf(encoding: string, bytes: Buffer): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}
