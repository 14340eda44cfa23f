import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { problem } from "../core/problems.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route answers without a token; only for the page's own files. */
    public?: boolean;
  }
}

/** Refuses every request without the token, to unknown routes too, before anything of it is read. */
export function requireToken(app: FastifyInstance, token: string): void {
  const expected = digest(token);
  app.addHook("onRequest", (request, reply, done) => {
    if (request.routeOptions.config.public === true || timingSafeEqual(digest(bearerOf(request)), expected)) {
      done();
      return;
    }
    reply.header("www-authenticate", 'Bearer realm="foundry-lab"');
    done(problem("unauthorized", "The hub answers only with its token: send `Authorization: Bearer TOKEN`."));
  });
}

function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

/** Digests have one length, so that comparing them tells nothing of the token's. */
const digest = (text: string) => createHash("sha256").update(text).digest();
