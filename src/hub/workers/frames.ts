/** A message between the hub and a Python process: a JSON header, and bytes after it. */
export interface Frame {
  header: Record<string, unknown>;
  body: Buffer;
}

/** Bytes that are not a frame, after which nothing of the stream can be read. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

/** The bytes before a frame's header: both lengths, little-endian. */
const PREFIX = 12;

/** Bytes of a header at most: what is large belongs into the body. */
export const LARGEST_HEADER = 16 * 1024 ** 2;

/** Bytes of a body at most; Node's own buffers end at 4 GiB. */
const LARGEST_BODY = 1024 ** 3;

/** A message of fewer bytes goes as one: copying them is cheaper than another write. */
const SMALL = 64 * 1024;

/** Lays a message out: `u32` bytes of the header, `u64` bytes of the body, header, body. */
export function frameOf(header: Frame["header"], body: readonly Uint8Array[] = []): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(header), "utf8");
  const prefix = Buffer.alloc(PREFIX);
  const bytes = body.reduce((sum, part) => sum + part.length, 0);
  prefix.writeUInt32LE(text.length);
  prefix.writeBigUInt64LE(BigInt(bytes), 4);
  return bytes < SMALL ? [Buffer.concat([prefix, text, ...body])] : [Buffer.concat([prefix, text]), ...body];
}

/** Reads messages from a stream's parts, however it is cut. */
export class FrameReader {
  private parts: Buffer[] = [];
  private have = 0;
  private need = PREFIX;
  private headerBytes: number | undefined;

  /** Whether a message has begun and not ended. */
  get within(): boolean {
    return this.have > 0;
  }

  /**
   * The messages that a part completes.
   * @throws FrameError
   */
  push(part: Buffer): Frame[] {
    this.parts.push(part);
    this.have += part.length;
    const frames: Frame[] = [];
    while (this.have >= this.need) {
      const [only] = this.parts;
      const whole = only && this.parts.length === 1 ? only : Buffer.concat(this.parts, this.have);
      this.parts = [whole];
      this.headerBytes ??= this.readLengths(whole);
      if (this.have < this.need) break;
      frames.push(frameIn(whole.subarray(0, this.need), PREFIX + this.headerBytes));
      const rest = whole.subarray(this.need);
      [this.parts, this.have, this.need, this.headerBytes] = [
        rest.length > 0 ? [rest] : [],
        rest.length,
        PREFIX,
        undefined,
      ];
    }
    return frames;
  }

  private readLengths(whole: Buffer): number {
    const header = whole.readUInt32LE(0);
    const body = whole.readBigUInt64LE(4);
    if (header > LARGEST_HEADER)
      throw new FrameError(`a header has ${header} bytes, and at most ${LARGEST_HEADER} are read`);
    if (body > LARGEST_BODY) throw new FrameError(`a body has ${body} bytes, and at most ${LARGEST_BODY} are read`);
    this.need = PREFIX + header + Number(body);
    return header;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function frameIn(message: Buffer, start: number): Frame {
  let header: unknown;
  try {
    header = JSON.parse(utf8.decode(message.subarray(PREFIX, start)));
  } catch (error) {
    throw new FrameError("a header is not JSON", { cause: error });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw new FrameError("a header is not a JSON object");
  return { header: header as Frame["header"], body: message.subarray(start) };
}
