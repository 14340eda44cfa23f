import { crc32, deflateRawSync } from "node:zlib";

/** An entry as no archiver would write it. */
export interface RawEntry {
  name: string | Buffer;
  content?: Buffer;
  /** Unix mode, type included. */
  mode?: number;
  compress?: boolean;
  /** What the directory says, in place of the truth. */
  claims?: { bytes?: number; compressed?: number; crc?: number; offset?: number; flags?: number };
  extra?: Buffer;
}

/** Writes a zip file entry by entry, with whatever its directory is to claim. */
export function rawZip(entries: RawEntry[], entryCount = entries.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {
    name,
    content = Buffer.alloc(0),
    mode = 0o100644,
    compress = false,
    claims = {},
    extra = Buffer.alloc(0),
  } of entries) {
    const raw = Buffer.isBuffer(name) ? name : Buffer.from(name);
    const data = compress ? deflateRawSync(content, { level: 9 }) : content;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(claims.flags ?? 0x800, 2);
    head.writeUInt16LE(compress ? 8 : 0, 4);
    head.writeUInt32LE(claims.crc ?? crc32(content), 10);
    head.writeUInt32LE(claims.compressed ?? data.length, 14);
    head.writeUInt32LE(claims.bytes ?? content.length, 18);
    head.writeUInt16LE(raw.length, 22);
    head.writeUInt16LE(0, 24);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), head, raw, data]);
    const central = Buffer.from(head);
    central.writeUInt16LE(extra.length, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(claims.offset ?? offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 3]), central, tail, raw, extra]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entryCount, 4);
  end.writeUInt16LE(entryCount, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from("PK\u0005\u0006"), end]);
}
