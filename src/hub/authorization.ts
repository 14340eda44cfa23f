import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { problem, type FoundryProblem } from "../core/problems.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route answers without a token; only for the page's own files. */
    public?: boolean;
  }
}

/** What a request without the token is answered with; undefined for one that has it. */
export type Refusal = (request: FastifyRequest, reply: FastifyReply) => FoundryProblem | undefined;

export function refusalWithout(token: string): Refusal {
  const expected = digest(token);
  return (request, reply) => {
    if (timingSafeEqual(digest(bearerOf(request)), expected)) return undefined;
    reply.header("www-authenticate", 'Bearer realm="foundry-lab"');
    return problem("unauthorized", "The hub answers only with its token: send `Authorization: Bearer TOKEN`.");
  };
}

/** Refuses every request without the token, to unknown routes too, before anything of it is read. */
export function requireToken(app: FastifyInstance, refusal: Refusal): void {
  app.addHook("onRequest", (request, reply, done) => {
    done(request.routeOptions.config.public === true ? undefined : refusal(request, reply));
  });
}

function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

/** Digests have one length, so that comparing them tells nothing of the token's. */
const digest = (text: string) => createHash("sha256").update(text).digest();
