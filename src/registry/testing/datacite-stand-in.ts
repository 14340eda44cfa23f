import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { atEnd } from "../../store/testing/packages.js";
import type { RegistrySettings } from "../settings.js";

/** A DOI as the stand-in keeps it. */
export interface KeptDoi {
  state: string;
  attributes: Record<string, unknown>;
}

const REQUIRED = ["titles", "creators", "publisher", "publicationYear", "types"];

/**
 * A server with the routes of DataCite's REST API that minting uses, as its documentation describes them: Basic
 * authentication, JSON:API bodies, 422 for a DOI that is taken or metadata that is not whole, and states by event.
 */
export async function startDataCite(
  change: Partial<RegistrySettings> = {},
): Promise<{ settings: RegistrySettings; dois: Map<string, KeptDoi> }> {
  const dois = new Map<string, KeptDoi>();
  const app = Fastify();
  const expected = `Basic ${Buffer.from("ACME.LAB:secret").toString("base64")}`;
  app.addContentTypeParser("application/vnd.api+json", { parseAs: "string" }, (_request, body, done) => {
    done(null, JSON.parse(String(body)));
  });
  app.addHook("onRequest", (request, reply, done) => {
    if (request.headers.authorization === expected) done();
    else reply.code(401).send({ errors: [{ status: "401", title: "Bad credentials." }] });
  });
  const keep = (body: unknown): { code: number; answer: unknown } => {
    const { attributes } = (body as { data: { attributes: Record<string, unknown> } }).data;
    const doi = String(attributes.doi);
    if (!doi.startsWith("10.5072/"))
      return {
        code: 403,
        answer: { errors: [{ status: "403", title: "You are not authorized to access this resource." }] },
      };
    const findable = attributes.event === "publish";
    const missing = findable ? [...REQUIRED, "url"].find((name) => attributes[name] === undefined) : undefined;
    if (missing) return { code: 422, answer: { errors: [{ source: missing, title: "Can't be blank" }] } };
    const state = findable ? "findable" : (dois.get(doi)?.state ?? "draft");
    dois.set(doi, { state, attributes });
    return { code: 201, answer: { data: { id: doi, type: "dois", attributes: { ...attributes, doi, state } } } };
  };
  app.post("/dois", (request, reply) => {
    const doi = String((request.body as { data: { attributes: { doi: unknown } } }).data.attributes.doi);
    if (dois.has(doi))
      return reply.code(422).send({ errors: [{ source: "doi", title: "This DOI has already been taken" }] });
    const { code, answer } = keep(request.body);
    return reply.code(code).type("application/vnd.api+json").send(JSON.stringify(answer));
  });
  app.put<{ Params: { id: string } }>("/dois/:id", (request, reply) => {
    if (!dois.has(request.params.id))
      return reply
        .code(404)
        .send({ errors: [{ status: "404", title: "The resource you are looking for doesn't exist." }] });
    return reply.type("application/vnd.api+json").send(JSON.stringify(keep(request.body).answer));
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  atEnd(() => app.close());
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    dois,
    settings: {
      url,
      prefix: "10.5072",
      user: "ACME.LAB",
      password: "secret",
      publisher: "Acme Laboratory",
      landing: undefined,
      ...change,
    },
  };
}
