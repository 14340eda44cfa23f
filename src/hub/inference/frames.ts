import type { Readable } from "node:stream";

/** A message between the hub and a Python process: a JSON header, and bytes after it. */
export interface Frame {
  header: unknown;
  body: Buffer;
}

/** The bytes before a frame's header: both lengths, little-endian. */
const PREFIX = 12;

/** A message of fewer bytes goes as one: copying them is cheaper than another write. */
const SMALL = 64 * 1024;

/** Lays a message out: `u32` bytes of the header, `u64` bytes of the body, header, body. */
export function frameOf(header: unknown, body: readonly Uint8Array[] = []): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(header), "utf8");
  const prefix = Buffer.alloc(PREFIX);
  const bytes = body.reduce((sum, part) => sum + part.length, 0);
  prefix.writeUInt32LE(text.length);
  prefix.writeBigUInt64LE(BigInt(bytes), 4);
  return bytes < SMALL ? [Buffer.concat([prefix, text, ...body])] : [Buffer.concat([prefix, text]), ...body];
}

/** Calls `heed` with each message of a stream. */
export function readFrames(stream: Readable, heed: (frame: Frame) => void): void {
  let parts: Buffer[] = [];
  let have = 0;
  let need = PREFIX;
  let headerLength: number | undefined;
  stream.on("data", (part: Buffer) => {
    parts.push(part);
    have += part.length;
    while (have >= need) {
      const whole = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, have);
      if (headerLength === undefined) {
        headerLength = whole.readUInt32LE(0);
        need = PREFIX + headerLength + Number(whole.readBigUInt64LE(4));
        parts = [whole];
        if (have < need) break;
      }
      const message = whole.subarray(0, need);
      const header = JSON.parse(message.toString("utf8", PREFIX, PREFIX + headerLength)) as unknown;
      const rest = whole.subarray(need);
      const body = message.subarray(PREFIX + headerLength);
      [parts, have, need, headerLength] = [rest.length > 0 ? [rest] : [], rest.length, PREFIX, undefined];
      heed({ header, body });
    }
  });
}
