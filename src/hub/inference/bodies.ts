import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import workerpool, { type Pool } from "workerpool";
import type { InferenceResponse, Problem } from "../../contracts/types.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import type { WrittenBody } from "./body-thread.js";
import { readRequest, type ReadRequest } from "./request-body.js";
import { writeResponse, type ResponseBody } from "./response-body.js";
import type { InferTensor } from "./tensors.js";

/** Bytes of JSON that are read in a few milliseconds; more would hold up everyone's requests. */
const SMALL = 256 * 1024;
/** Bytes of values that are written as JSON in a few milliseconds. */
const SMALL_ANSWER = 64 * 1024;
const MOST_THREADS = Math.min(4, availableParallelism());
/** Milliseconds, and megabytes, for one body: nested a million deep, or of a million objects, JSON takes a hub's all. */
const PATIENCE = 20_000;
const MEMORY = 1024;

/** Reads and writes bodies: small ones at once, large ones in threads, while the hub answers others. */
export class Bodies {
  private pool: Pool | undefined;

  /** Reads a body as `readRequest` does; its memory may be handed over. */
  async read(body: Uint8Array, headerLength: string | undefined): Promise<ReadRequest> {
    const json = headerLength === undefined ? body.length : Number(headerLength);
    const file = json > SMALL ? threadFile() : undefined;
    if (file === undefined) return readRequest(body, headerLength);
    // A body of this size has its memory for itself.
    const whole = body.buffer instanceof ArrayBuffer && body.byteLength === body.buffer.byteLength ? [body.buffer] : [];
    return this.run<ReadRequest>(file, "read", [body, headerLength], whole);
  }

  /** Writes an answer as `writeResponse` does. */
  async write(
    answer: Omit<InferenceResponse, "outputs">,
    outputs: readonly InferTensor[],
    isBinary: (name: string) => boolean,
  ): Promise<ResponseBody> {
    const json = outputs.reduce((sum, { name, data }) => sum + (isBinary(name) ? 0 : data.length), 0);
    const file = json > SMALL_ANSWER ? threadFile() : undefined;
    if (file === undefined) return writeResponse(answer, outputs, isBinary);
    const binary = outputs.map(({ name }) => name).filter(isBinary);
    const { headers, body } = await this.run<WrittenBody>(file, "write", [answer, outputs, binary], []);
    return { headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.pool?.terminate(true);
  }

  private async run<T>(
    file: string,
    method: "read" | "write",
    parameters: unknown[],
    memory: ArrayBuffer[],
  ): Promise<T> {
    this.pool ??= workerpool.pool(file, {
      maxWorkers: MOST_THREADS,
      workerType: "thread",
      workerThreadOpts: { resourceLimits: { maxOldGenerationSizeMb: MEMORY } },
    });
    const answer: unknown = await this.pool
      .exec(method, parameters, { transfer: memory })
      .timeout(PATIENCE)
      .catch((error: unknown) => {
        throw problem(
          "invalid-request",
          `The body takes more than ${PATIENCE / 1000} s or ${MEMORY} MB of memory to ${method}: send fewer rows at once, or binary tensors.`,
          { status: 413, cause: error },
        );
      });
    const { value, refusal } = answer as { value: T; refusal?: Problem };
    if (refusal) throw new FoundryProblem(refusal);
    return value;
  }
}

let file: string | undefined | null = null;

/** The thread's bundle beside this one; none where the sources run as they are. */
function threadFile(): string | undefined {
  if (file === null) {
    const path = fileURLToPath(new URL("body-thread.mjs", import.meta.url));
    file = existsSync(path) ? path : undefined;
  }
  return file;
}
