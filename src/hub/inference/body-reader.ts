import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Problem } from "../../contracts/types.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import { readRequest, type ReadRequest } from "./request-body.js";

/** What the thread is asked, and answers. */
export interface ThreadQuestion {
  id: number;
  body: Uint8Array;
  headerLength: string | undefined;
}
export interface ThreadAnswer {
  id: number;
  request?: ReadRequest;
  problem?: Problem;
}

interface Waiting {
  resolve: (request: ReadRequest) => void;
  reject: (error: FoundryProblem) => void;
}

/** Bytes of JSON that are read in a few milliseconds; more would hold up everyone's requests. */
const SMALL = 256 * 1024;

/** Reads bodies: small ones at once, large ones in a thread, while the hub answers others. */
export class BodyReader {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** Reads a body as `readRequest` does. */
  async read(body: Uint8Array, headerLength: string | undefined): Promise<ReadRequest> {
    const json = headerLength === undefined ? body.length : Number(headerLength);
    const file = threadFile();
    if (!(json > SMALL) || file === undefined) return readRequest(body, headerLength);
    const thread = (this.thread ??= this.start(file));
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      this.waiting.set(id, { resolve, reject });
      // A body of this size has its memory for itself, which goes along.
      const whole = body.buffer instanceof ArrayBuffer && body.byteLength === body.buffer.byteLength ? [body.buffer] : [];
      thread.postMessage({ id, body, headerLength } satisfies ThreadQuestion, whole);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.thread?.terminate();
  }

  private start(file: string): Worker {
    const thread = new Worker(file);
    thread.on("message", ({ id, request, problem: found }: ThreadAnswer) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (request) waiting?.resolve(request);
      else if (found) waiting?.reject(new FoundryProblem(found));
    });
    // One that has died, of too little memory perhaps, is started again by the next large body.
    thread.on("error", (error: Error) => this.fail(error));
    thread.on("exit", () => this.fail(new Error("it ended")));
    thread.unref();
    return thread;
  }

  private fail(error: Error): void {
    this.thread = undefined;
    for (const { reject } of this.waiting.values())
      reject(problem("unavailable", `The request could not be read (${error.message}): send fewer rows at once.`, { cause: error }));
    this.waiting.clear();
  }
}

let found: string | undefined | null = null;

/** The thread's bundle, beside this one or above it; none where the sources run as they are. */
function threadFile(): string | undefined {
  if (found === null)
    found = ["body-thread.mjs", "../body-thread.mjs"].map((name) => fileURLToPath(new URL(name, import.meta.url))).find((file) => existsSync(file));
  return found;
}
