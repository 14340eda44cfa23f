import { problem } from "../core/problems.js";
import type { FileRequest } from "./table-file.js";

/** Bytes that are kept, so that scrolling to and fro asks for them once. */
const MOST_KEPT = 128 * 1024 * 1024;
/** Files up to this many bytes are fetched whole where the server sends no ranges, or the format needs it. */
export const LARGEST_WHOLE = 128 * 1024 * 1024;

/** A file on a server. */
export interface FileBytes {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** The first bytes of it, up to a limit. */
  head(limit: number): Promise<Uint8Array>;
}

/**
 * Asks how large a file is and whether it can be read by ranges.
 * @throws FoundryProblem in a sentence when it cannot be had
 */
export async function openBytes(request: FileRequest): Promise<FileBytes> {
  const answer = await ask(request, "bytes=0-0");
  const [, total] = /\/(\d+)$/.exec(answer.headers.get("content-range") ?? "") ?? [];
  if (answer.status === 206 && total !== undefined) {
    await answer.arrayBuffer();
    return new RangedBytes(request, Number(total));
  }
  // A server without ranges sends the file at once.
  const length = Number(answer.headers.get("content-length") ?? NaN);
  const bytes = await read(answer, LARGEST_WHOLE);
  return new WholeBytes(request, bytes, Number.isFinite(length) ? length : bytes.length);
}

class RangedBytes implements FileBytes {
  private readonly kept = new Map<string, Promise<ArrayBuffer>>();
  private bytesKept = 0;

  constructor(
    private readonly request: FileRequest,
    readonly byteLength: number,
  ) {}

  slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    const from = start < 0 ? this.byteLength + start : start;
    if (from >= end) return Promise.resolve(new ArrayBuffer(0));
    const key = `${from}-${end - 1}`;
    let found = this.kept.get(key);
    if (!found) {
      if (this.bytesKept > MOST_KEPT) this.kept.clear();
      this.bytesKept = (this.kept.size === 0 ? 0 : this.bytesKept) + end - from;
      found = this.fetch(key, end - from);
      this.kept.set(key, found);
      found.catch(() => this.kept.delete(key));
    }
    return found;
  }

  async head(limit: number): Promise<Uint8Array> {
    return new Uint8Array(
      await this.fetch(`0-${Math.min(limit, this.byteLength) - 1}`, Math.min(limit, this.byteLength)),
    );
  }

  private async fetch(range: string, length: number): Promise<ArrayBuffer> {
    if (length <= 0) return new ArrayBuffer(0);
    const answer = await ask(this.request, `bytes=${range}`);
    const bytes = await answer.arrayBuffer();
    // Jupyter answers a range that is the whole file as if it had been asked for the file.
    if (bytes.byteLength !== length)
      throw problem("unavailable", `'${this.request.name}' has changed on the server; open it again.`);
    return bytes;
  }
}

class WholeBytes implements FileBytes {
  constructor(
    private readonly request: FileRequest,
    private readonly bytes: Uint8Array,
    readonly byteLength: number,
  ) {}

  slice(start: number, end = this.byteLength): Promise<ArrayBuffer> {
    if (this.bytes.length < this.byteLength)
      return Promise.reject(
        problem(
          "invalid-request",
          `'${this.request.name}' is too large for a server that sends files only whole; open it in a notebook.`,
        ),
      );
    const found = this.bytes.slice(start, end);
    return Promise.resolve(found.buffer);
  }

  head(limit: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(0, limit));
  }
}

async function ask({ url, name, headers }: FileRequest, range: string): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { headers: { ...headers, range }, credentials: "same-origin" });
  } catch (error) {
    throw problem("unavailable", `'${name}' cannot be fetched: the server does not answer.`, { cause: error });
  }
  if (answer.ok) return answer;
  // An empty file has no range.
  if (answer.status === 416) return new Response(new ArrayBuffer(0), { headers: { "content-length": "0" } });
  if (answer.status === 404) throw problem("not-found", `'${name}' is not there any more, or is a hidden file.`);
  if (answer.status === 401 || answer.status === 403)
    throw problem("unauthorized", `'${name}' may not be read: Jupyter's login has ended, or the file is not readable.`);
  throw problem("unavailable", `'${name}' cannot be fetched: the server answers ${answer.status}.`);
}

/** A body up to a limit; what is beyond it is not fetched. */
async function read(answer: Response, limit: number): Promise<Uint8Array> {
  const reader = answer.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (reader && length < limit) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  await reader?.cancel();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
