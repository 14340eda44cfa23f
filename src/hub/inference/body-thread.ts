import { parentPort } from "node:worker_threads";
import { FoundryProblem } from "../../core/problems.js";
import type { ThreadAnswer, ThreadQuestion } from "./body-threads.js";
import { readRequest } from "./request-body.js";
import { writeResponse } from "./response-body.js";

/** The thread that reads and writes large bodies; `body-threads.ts` asks it. */
parentPort?.on("message", (question: ThreadQuestion) => {
  const answer = answerTo(question);
  parentPort?.postMessage(answer, memoryOf(answer, question));
});

function answerTo(question: ThreadQuestion): ThreadAnswer {
  const { id } = question;
  try {
    if (question.type === "read")
      return { id, type: "read", request: readRequest(question.body, question.headerLength) };
    const { headers, body } = writeResponse(question.answer, question.outputs, (name) =>
      question.binary.includes(name),
    );
    return { id, type: "written", headers, body: new Uint8Array(Buffer.from(body)) };
  } catch (error) {
    if (error instanceof FoundryProblem) return { id, type: "failed", problem: error.problem };
    throw error;
  }
}

/** What is new here is handed over, not copied. */
function memoryOf(answer: ThreadAnswer, question: ThreadQuestion): ArrayBuffer[] {
  const made =
    answer.type === "read"
      ? answer.request.inputs.map(({ data }) => data)
      : answer.type === "written"
        ? [answer.body]
        : [];
  const buffers = made.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
  return [...new Set(buffers)].filter((buffer) => question.type !== "read" || buffer !== question.body.buffer);
}
