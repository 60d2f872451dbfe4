/** ZIP archives for tests, with the faults that a test wants. */
import { crc32, deflateRawSync } from "node:zlib";

export type Packed = Readonly<{
  name: string;
  text: string | Uint8Array;
  stored?: boolean;
  encrypted?: boolean;
  link?: boolean;
  announced?: number; // unpacked size in the directory, when it lies
  crc?: number; // when it lies
  sharesWithFirst?: boolean; // its bytes are those of the first file
}>;

/** The archive of these files. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const data = Buffer.from(file.text);
    const body = file.stored === true ? data : deflateRawSync(data);
    const name = Buffer.from(file.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((file.encrypted === true ? 1 : 0) | 0x800, 2);
    fields.writeUInt16LE(file.stored === true ? 0 : 8, 4);
    fields.writeUInt32LE(file.crc ?? crc32(data), 10);
    fields.writeUInt32LE(body.length, 14);
    fields.writeUInt32LE(file.announced ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, name, body]);
    const head = Buffer.alloc(14);
    head.writeUInt32LE(file.link === true ? 0o120777 * 65536 : 0, 6);
    head.writeUInt32LE(file.sharesWithFirst === true ? 0 : offset, 10);
    const madeBy = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), madeBy, fields, head, name]));
    if (file.sharesWithFirst === true) continue;
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
