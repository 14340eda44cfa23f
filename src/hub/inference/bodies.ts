import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { InferenceResponse } from "../../contracts/types.js";
import { BodyThread } from "./body-threads.js";
import { readRequest, type ReadRequest } from "./request-body.js";
import { writeResponse, type ResponseBody } from "./response-body.js";
import type { InferTensor } from "./tensors.js";

/** Bytes of JSON that are read in a few milliseconds; more would hold up everyone's requests. */
const SMALL = 256 * 1024;
/** Bytes of values that are written as JSON in a few milliseconds. */
const SMALL_ANSWER = 64 * 1024;
const MOST_THREADS = Math.min(4, availableParallelism());

/** Reads and writes bodies: small ones at once, large ones in threads, while the hub answers others. */
export class Bodies {
  private readonly threads: BodyThread[] = [];

  /** Reads a body as `readRequest` does; its memory may be handed over. */
  async read(body: Uint8Array, headerLength: string | undefined): Promise<ReadRequest> {
    const json = headerLength === undefined ? body.length : Number(headerLength);
    const thread = json > SMALL ? this.thread() : undefined;
    return thread ? thread.read(body, headerLength) : readRequest(body, headerLength);
  }

  /** Writes an answer as `writeResponse` does. */
  async write(
    answer: Omit<InferenceResponse, "outputs">,
    outputs: readonly InferTensor[],
    isBinary: (name: string) => boolean,
  ): Promise<ResponseBody> {
    const json = outputs.reduce((sum, { name, data }) => sum + (isBinary(name) ? 0 : data.length), 0);
    const thread = json > SMALL_ANSWER ? this.thread() : undefined;
    if (!thread) return writeResponse(answer, outputs, isBinary);
    return thread.write(answer, outputs, outputs.map(({ name }) => name).filter(isBinary));
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  /** The thread with the least to do, or another where all have something; none where the sources run as they are. */
  private thread(): BodyThread | undefined {
    const file = threadFile();
    if (file === undefined) return undefined;
    const [first = new BodyThread(file)] = this.threads.toSorted((a, b) => a.waits - b.waits);
    const found = first.waits > 0 && this.threads.length < MOST_THREADS ? new BodyThread(file) : first;
    if (!this.threads.includes(found)) this.threads.push(found);
    return found;
  }
}

let found: string | undefined | null = null;

/** The thread's bundle, beside this one or above it; none where the sources run as they are. */
function threadFile(): string | undefined {
  if (found === null)
    found = ["body-thread.mjs", "../body-thread.mjs"]
      .map((name) => fileURLToPath(new URL(name, import.meta.url)))
      .find((file) => existsSync(file));
  return found;
}
