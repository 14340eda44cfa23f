import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { validateRepositoryIndexRequest } from "../../contracts/validators.js";
import { parse } from "../../core/contract.js";
import { problem, type FoundryProblem } from "../../core/problems.js";
import { visible } from "../../store/library.js";
import { asProblem } from "../problem-replies.js";
import type { Services } from "../services.js";
import { modelConfiguration, servedModel, serverMetadata } from "./metadata.js";
import { repositoryIndex } from "./repository.js";
import { decoderFor, decompressed } from "./compression.js";
import type { InferenceService } from "./service.js";

interface Params {
  name: string;
  version?: string;
}

/** The Open Inference Protocol, version 2: what serves, which models, and their predictions. */
export function inferenceRoutes(
  app: FastifyInstance,
  { store, version }: Services,
  service: InferenceService,
  bodyLimit: number,
): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const found = asProblem(error);
    if (found.problem.status >= 500) request.log.error(error);
    if (found.problem.status === 429) reply.header("retry-after", service.retryAfter);
    return sendError(reply, found);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(
      reply,
      problem(
        "not-found",
        `There is no route ${request.method} ${request.url.slice(0, 200)} in the inference protocol.`,
      ),
    ),
  );
  app.removeAllContentTypeParsers();
  // What a body holds is told by its header for binary tensors, whatever a client calls it.
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));

  app.get("/", () => serverMetadata(version));
  app.get("/health/live", () => ({ live: true }));
  app.get("/health/ready", () => ({ ready: true, live: true }));

  app.post("/repository/index", ({ body }) => {
    const text = Buffer.isBuffer(body) && body.length > 0 ? body.toString("utf8") : "{}";
    const { ready = false } = parse(validateRepositoryIndexRequest, jsonOf(text), "The request");
    return repositoryIndex(store, service, ready);
  });

  for (const path of ["/models/:name", "/models/:name/versions/:version"]) {
    app.get<{ Params: Params }>(path, async ({ params }) => {
      const model = await service.find(params.name, params.version);
      const versions = await visible(store, "model", model.name, await store.versions("model", model.name));
      return servedModel(model, params.version === undefined ? versions : [model.version]);
    });

    app.get<{ Params: Params }>(`${path}/config`, async ({ params }) =>
      modelConfiguration(await service.find(params.name, params.version)),
    );

    app.get<{ Params: Params }>(`${path}/ready`, async ({ params }, reply) => {
      const model = await service.find(params.name, params.version);
      try {
        await service.open(model);
        return { name: model.name, ready: true };
      } catch (error) {
        return sendError(reply, asProblem(error as FastifyError), { name: model.name, ready: false });
      }
    });

    app.post<{ Params: Params }>(
      `${path}/infer`,
      {
        bodyLimit,
        onRequest: (request, reply, done) => {
          const { "content-length": length } = request.headers;
          const compressed = decoderFor(request.headers) !== undefined;
          // An answer closes when it is sent, and when whom it is for is gone.
          reply.raw.once(
            "close",
            service.enter(length === undefined || compressed ? bodyLimit : Math.min(Number(length), bodyLimit)),
          );
          done();
        },
        preParsing: (request, _reply, payload, done) => {
          done(null, decompressed(request.headers, payload, bodyLimit));
        },
      },
      async ({ params, headers, body }, reply) => {
        const since = performance.now();
        const model = await service.find(params.name, params.version);
        const labels = { model: model.name, version: model.version };
        try {
          if (!Buffer.isBuffer(body)) throw problem("invalid-request", "The request has no body.");
          const header = headers["inference-header-content-length"];
          const request = await service.bodies.read(body, Array.isArray(header) ? header[0] : header);
          if (headers["cache-control"]?.includes("no-cache")) request.cache = false;
          const { outputs, cached } = await service.infer(model, request);
          const named = new Map(request.outputs.map(({ name, binary }) => [name, binary]));
          const answer = {
            model_name: model.name,
            model_version: model.version,
            ...(request.id === undefined ? {} : { id: request.id }),
            parameters: { cached },
          };
          const written = await service.bodies.write(answer, outputs, (name) => named.get(name) ?? request.binary);
          service.metrics.requests.inc({ ...labels, status: 200 });
          service.metrics.duration.observe(labels, (performance.now() - since) / 1000);
          return await reply.headers(written.headers).send(written.body);
        } catch (error) {
          service.metrics.requests.inc({ ...labels, status: asProblem(error as FastifyError).problem.status });
          throw error;
        }
      },
    );
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw problem("invalid-request", "The request's body is not JSON.", { cause: error });
  }
}

/** What is counted, for Prometheus. */
export function metricsRoute(app: FastifyInstance, { metrics }: InferenceService): void {
  app.get("/metrics", async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

/** The protocol's error object, which is problem details too. */
function sendError(reply: FastifyReply, { problem: found }: FoundryProblem, more: object = {}): FastifyReply {
  return reply
    .code(found.status)
    .type("application/problem+json")
    .send(JSON.stringify({ ...found, error: found.detail, ...more }));
}
