import { hash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { KINDS } from "../core/manifests.js";
import { problem, type FoundryProblem } from "../core/problems.js";

/** What who asks may do: a curator everything, a publisher all but let versions in, a reader what anyone may read. */
export type Role = "reader" | "publisher" | "curator";

declare module "fastify" {
  interface FastifyRequest {
    role: Role;
  }
  interface FastifyContextConfig {
    /** The route answers without a token; only for the page's own files. */
    public?: boolean;
  }
}

/** What a request without a token is answered with; undefined for one that has it, whose role is known then. */
export type Refusal = (request: FastifyRequest, reply: FastifyReply) => FoundryProblem | undefined;

/** @param curatorToken - with which versions are let in, where the store has a curator */
export function refusalWithout(token: string, curatorToken?: string): Refusal {
  const expected = digest(token);
  const curator = curatorToken === undefined ? undefined : digest(curatorToken);
  return (request, reply) => {
    const given = digest(bearerOf(request));
    request.role = "publisher";
    if (curator && timingSafeEqual(given, curator)) request.role = "curator";
    else if (!timingSafeEqual(given, expected)) request.role = "reader";
    if (request.role !== "reader") return undefined;
    reply.header("www-authenticate", 'Bearer realm="foundry-lab"');
    return problem("unauthorized", "The hub answers only with its token: send `Authorization: Bearer TOKEN`.");
  };
}

/** What a hub answers to anyone where it is told so: what is in the store, and nothing that changes it or costs much. */
const READABLE = new Set([
  ...["/", "/authors", "/authors/", "/authors/:slug", "/authors/:slug/"].map((path) => `GET ${path}`),
  ...KINDS.flatMap((kind) => [
    ...["", "/", "/:name", "/:name/", "/:name/:version", "/:name/:version/"].map((path) => `GET /${kind}s${path}`),
    ...["", "/:name", "/:name/:version", "/:name/:version/status", "/:name/:version/files/*"].map(
      (path) => `GET /api/v1/${kind}s${path}`,
    ),
  ]),
  "GET /api/v1/health",
  "GET /api/v1/datasets/:name/models",
  "POST /api/v1/search",
  "POST /api/v1/changes",
  ...["/", "/health/live", "/health/ready", "/models/:name", "/models/:name/versions/:version"].map(
    (path) => `GET /v2${path}`,
  ),
]);

/** What probes of a cluster ask, which have no token: nothing of the store is in it. */
const HEALTH = new Set(["GET /v2/health/live", "GET /v2/health/ready"]);

/**
 * Refuses every request without the token, to unknown routes too, before anything of it is read.
 * @param publicRead - whether reading needs no token
 * @param publicHealth - whether the inference server's health needs none
 */
export function requireToken(
  app: FastifyInstance,
  refusal: Refusal,
  { publicRead, publicHealth }: { publicRead: boolean; publicHealth: boolean },
): void {
  app.decorateRequest("role", "reader");
  app.addHook("onRequest", (request, reply, done) => {
    const { config, url = "" } = request.routeOptions;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const route = `${method} ${url}`;
    const open = config.public === true || (publicRead && READABLE.has(route)) || (publicHealth && HEALTH.has(route));
    const refused = refusal(request, reply);
    if (open) reply.removeHeader("www-authenticate");
    done(open ? undefined : refused);
  });
}

/** Refuses what only a curator may do; a hub without a token of theirs has none. */
export function requireCurator({ role }: FastifyRequest, what: string, hasCurator: boolean): void {
  if (role === "curator") return;
  const how = hasCurator
    ? "ask its curator, or use the curator's token"
    : "no curator's token is set here: start the hub with FOUNDRY_CURATOR_TOKEN, and use that one";
  throw problem("unauthorized", `Only a curator of this store may ${what}; ${how}.`, { status: 403 });
}

/** What programs fetch that know passwords only, such as mlcroissant. */
const FETCHED = /^\/api\/v1\/[a-z]+\/[^/]+\/[^/]+\/(?:files\/|croissant(?:$|\?))/;

/** The token; where files are fetched, also as the password of whatever user. */
function bearerOf(request: FastifyRequest): string {
  const [, scheme = "", given = ""] = /^(Bearer|Basic) +(\S+) *$/i.exec(request.headers.authorization ?? "") ?? [];
  if (scheme.toLowerCase() !== "basic") return given;
  if (!FETCHED.test(request.url) || !["GET", "HEAD"].includes(request.method)) return "";
  const pair = Buffer.from(given, "base64").toString("utf8");
  return pair.slice(pair.indexOf(":") + 1);
}

/** Digests have one length, so that comparing them tells nothing of the token's. */
const digest = (text: string) => hash("sha256", text, "buffer");
