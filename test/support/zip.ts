import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a ZIP, with what an honest one would not have. */
export type ZipEntry = {
  name: string;
  content: string | Buffer;
  isEncrypted?: boolean;
  /** 8 is deflate, the usual one. */
  method?: number;
  /** What the index says of its unpacked size. */
  claimedBytes?: number;
  /** Shares the packed bytes of the first entry. */
  overlaps?: boolean;
};

/** Makes a ZIP by hand (APPNOTE 4.3): local headers with their data, then the index. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isEncrypted = false, method = 8, claimedBytes, overlaps = false } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    // Bit 11: the name is UTF-8.
    fields.writeUInt16LE(0x800 | (isEncrypted ? 1 : 0), 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(overlaps ? 0 : offset, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, attributes, Buffer.from(name)]));
    if (overlaps) continue;
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}
