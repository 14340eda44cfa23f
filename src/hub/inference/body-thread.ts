import workerpool from "workerpool";
import type { InferenceResponse, Problem } from "../../contracts/types.js";
import { FoundryProblem } from "../../core/problems.js";
import { readRequest, type ReadRequest } from "./request-body.js";
import { writeResponse } from "./response-body.js";
import type { InferTensor } from "./tensors.js";

/** What a thread gives, or why it refuses: an error would lose its problem on the way. */
export type ThreadAnswer<T> = { value: T } | { refusal: Problem };

/** An answer as a thread writes it. */
export interface WrittenBody {
  headers: Record<string, string>;
  body: Uint8Array;
}

// What the threads of `bodies.ts` do; memory that is new here is handed over, not copied.
workerpool.worker({
  read: (body: Uint8Array, headerLength: string | undefined) =>
    answer(
      () => readRequest(body, headerLength),
      ({ inputs }: ReadRequest) => inputs.map(({ data }) => data),
    ),
  write: (head: Omit<InferenceResponse, "outputs">, outputs: readonly InferTensor[], binary: readonly string[]) =>
    answer(
      () => {
        const { headers, body } = writeResponse(head, outputs, (name) => binary.includes(name));
        return { headers, body: new Uint8Array(Buffer.from(body)) } satisfies WrittenBody;
      },
      ({ body }) => [body],
    ),
});

function answer<T>(work: () => T, parts: (value: T) => Uint8Array[]) {
  try {
    const value = work();
    const buffers = parts(value).map(({ buffer }) => buffer);
    const memory = buffers.filter((buffer) => buffer instanceof ArrayBuffer);
    return new workerpool.Transfer({ value } satisfies ThreadAnswer<T>, [...new Set(memory)]);
  } catch (error) {
    if (error instanceof FoundryProblem) return { refusal: error.problem } satisfies ThreadAnswer<T>;
    throw error;
  }
}
