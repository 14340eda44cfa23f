import { parentPort } from "node:worker_threads";
import { FoundryProblem } from "../../core/problems.js";
import type { ThreadAnswer, ThreadQuestion } from "./body-reader.js";
import { readRequest } from "./request-body.js";

/** The thread that reads large bodies; `body-reader.ts` asks it. */
parentPort?.on("message", ({ id, body, headerLength }: ThreadQuestion) => {
  let answer: ThreadAnswer;
  try {
    answer = { id, request: readRequest(body, headerLength) };
  } catch (error) {
    if (!(error instanceof FoundryProblem)) throw error;
    answer = { id, problem: error.problem };
  }
  // Values that were read from JSON are handed over, not copied.
  const buffers = answer.request?.inputs.map(({ data }) => data.buffer).filter((buffer) => buffer instanceof ArrayBuffer) ?? [];
  parentPort?.postMessage(answer, [...new Set(buffers)].filter((buffer) => buffer !== body.buffer));
});
