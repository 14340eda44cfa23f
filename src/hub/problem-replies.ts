import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { FoundryProblem, problem } from "../core/problems.js";

/** What Fastify refuses by itself, in the hub's words. */
const SENTENCES: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "The request is larger than this route takes; send files by PUT, one by one.",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "The request must be JSON: send it with `Content-Type: application/json`.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The request must have a JSON body.",
  FST_ERR_CTP_INVALID_JSON_BODY: "The request's body is not JSON.",
  FST_ERR_BAD_URL: "The address cannot be read: a percent sign in it is not followed by two digits.",
};

/** Answers every failure with problem details. */
export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const found = asProblem(error);
    if (found.problem.status >= 500) request.log.error(error);
    return sendProblem(reply, found);
  });
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is no route ${request.method} ${request.url.slice(0, 200)} in this hub.`;
    return sendProblem(reply, problem("not-found", detail));
  });
}

/** Any failure as a problem with a sentence. */
export function asProblem(error: FastifyError): FoundryProblem {
  if (error instanceof FoundryProblem) return error;
  const status = error.statusCode ?? 500;
  const full = systemProblem(error);
  if (full) return full;
  if (status >= 500) return problem("internal", "The hub failed at this request; its log says why.", { cause: error });
  const sentence = SENTENCES[error.code] ?? `The request cannot be answered: ${error.message}.`;
  return problem("invalid-request", sentence, { status, cause: error });
}

function systemProblem(error: FastifyError): FoundryProblem | undefined {
  switch (error.code) {
    case "ENOSPC":
    case "EDQUOT":
      return problem("unavailable", "The store's disk is full; make room and try again.", {
        status: 507,
        cause: error,
      });
    case "EACCES":
    case "EROFS":
    case "EPERM":
      return problem("unavailable", "The hub may not write to its store; check the folder's permissions.", {
        cause: error,
      });
    default:
      return undefined;
  }
}

/** Answers with problem details (RFC 9457). */
export function sendProblem(reply: FastifyReply, { problem: found }: FoundryProblem): FastifyReply {
  return reply.code(found.status).type("application/problem+json").send(JSON.stringify(found));
}
