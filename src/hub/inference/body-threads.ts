import { Worker } from "node:worker_threads";
import type { InferenceResponse, Problem } from "../../contracts/types.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import type { ReadRequest } from "./request-body.js";
import type { ResponseBody } from "./response-body.js";
import type { InferTensor } from "./tensors.js";

/** What a thread is asked, and answers. */
export type ThreadQuestion =
  | { id: number; type: "read"; body: Uint8Array; headerLength: string | undefined }
  | { id: number; type: "write"; answer: Omit<InferenceResponse, "outputs">; outputs: InferTensor[]; binary: string[] };
export type ThreadAnswer =
  | { id: number; type: "read"; request: ReadRequest }
  | { id: number; type: "written"; headers: Record<string, string>; body: Uint8Array }
  | { id: number; type: "failed"; problem: Problem };

type Question = ThreadQuestion extends infer Each ? (Each extends ThreadQuestion ? Omit<Each, "id"> : never) : never;

interface Waiting {
  resolve: (answer: ThreadAnswer) => void;
  reject: (error: FoundryProblem) => void;
}

/** A thread for large bodies, started when first needed and again when it has died. */
export class BodyThread {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** @param file - the bundle of `body-thread.ts` */
  constructor(private readonly file: string) {}

  /** How much it has to do. */
  get waits(): number {
    return this.waiting.size;
  }

  async read(body: Uint8Array, headerLength: string | undefined): Promise<ReadRequest> {
    // A body of this size has its memory for itself, which goes along.
    const whole = body.buffer instanceof ArrayBuffer && body.byteLength === body.buffer.byteLength ? [body.buffer] : [];
    const answer = await this.ask({ type: "read", body, headerLength }, whole);
    if (answer.type === "read") return answer.request;
    throw unread("it was not read");
  }

  /** @param binary - names of the outputs that are wanted as bytes */
  async write(
    given: Omit<InferenceResponse, "outputs">,
    outputs: readonly InferTensor[],
    binary: string[],
  ): Promise<ResponseBody> {
    // Values may be some of a batch's, or kept for others: a copy of them goes.
    const copies = outputs.map((tensor) => ({ ...tensor, data: new Uint8Array(tensor.data) }));
    const answer = await this.ask(
      { type: "write", answer: given, outputs: copies, binary },
      copies.map(({ data }) => data.buffer),
    );
    if (answer.type !== "written") throw unread("it was not written");
    const { headers, body } = answer;
    return { headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
  }

  async close(): Promise<void> {
    await this.thread?.terminate();
  }

  private ask(question: Question, memory: ArrayBuffer[]): Promise<ThreadAnswer> {
    const thread = (this.thread ??= this.start());
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      this.waiting.set(id, { resolve, reject });
      thread.postMessage({ ...question, id } satisfies ThreadQuestion, memory);
    });
  }

  private start(): Worker {
    const thread = new Worker(this.file);
    thread.on("message", (answer: ThreadAnswer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (answer.type === "failed") waiting?.reject(new FoundryProblem(answer.problem));
      else waiting?.resolve(answer);
    });
    // One that has died, of too little memory perhaps, is started again by the next large body.
    const ended = (error: Error) => {
      if (this.thread === thread) this.fail(error);
    };
    thread.on("error", ended);
    thread.on("exit", () => ended(new Error("its thread ended")));
    thread.unref();
    return thread;
  }

  private fail(error: Error): void {
    this.thread = undefined;
    for (const { reject } of this.waiting.values()) reject(unread(error.message, error));
    this.waiting.clear();
  }
}

const unread = (why: string, cause?: Error) =>
  problem("unavailable", `The request was not answered (${why}): send fewer rows at once.`, { cause });
