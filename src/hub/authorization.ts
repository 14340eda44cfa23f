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

/** What a hub answers to anyone where it is told so: what is in the store, and nothing that changes it or costs much. */
const READABLE = new Set([
  ...["/", "/authors", "/authors/", "/authors/:slug", "/authors/:slug/"].map((path) => `GET ${path}`),
  ...["dataset", "model"].flatMap((kind) => [
    ...["", "/", "/:name", "/:name/", "/:name/:version", "/:name/:version/"].map((path) => `GET /${kind}s${path}`),
    ...["", "/:name", "/:name/:version", "/:name/:version/status", "/:name/:version/files/*"].map((path) => `GET /api/v1/${kind}s${path}`),
  ]),
  "GET /api/v1/health",
  "GET /api/v1/datasets/:name/models",
  "POST /api/v1/search",
  "POST /api/v1/changes",
  ...["/", "/health/live", "/health/ready", "/models/:name", "/models/:name/versions/:version"].map((path) => `GET /v2${path}`),
]);

/**
 * Refuses every request without the token, to unknown routes too, before anything of it is read.
 * @param publicRead - whether reading needs no token
 */
export function requireToken(app: FastifyInstance, refusal: Refusal, publicRead: boolean): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { config, url = "" } = request.routeOptions;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const open = config.public === true || (publicRead && READABLE.has(`${method} ${url}`));
    done(open ? undefined : refusal(request, reply));
  });
}

function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
}

/** Digests have one length, so that comparing them tells nothing of the token's. */
const digest = (text: string) => createHash("sha256").update(text).digest();
