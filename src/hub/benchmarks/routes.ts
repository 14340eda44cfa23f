import type { FastifyInstance } from "fastify";
import type { Benchmark, EntryKind, KeptLabels, SubmissionCheckRequest } from "../../contracts/types.js";
import {
  validatePredictions,
  validateSubmissionCheckRequest,
  validateSubmissionRequest,
  validateWithdrawalRequest,
  type Validator,
} from "../../contracts/validators.js";
import { parse } from "../../core/contract.js";
import { KINDS as KINDS_OF_PACKAGES } from "../../core/manifests.js";
import type { FoldColumns } from "../../core/metrics/align.js";
import { metricDefinitions } from "../../core/metrics/metrics.js";
import { problem } from "../../core/problems.js";
import { checkName, versionOf } from "../../core/references.js";
import { LabelVault, labelsFolder } from "../../store/hidden-labels.js";
import { findManifest } from "../../store/library.js";
import type { Services } from "../services.js";
import { ARROW_STREAM, readArrowRequest } from "./arrow-predictions.js";
import { badge } from "./badge.js";
import { Benchmarks } from "./benchmarks.js";
import { ModelWorker } from "./model-worker.js";
import { Leaderboards } from "./leaderboard.js";
import { allBenchmarks, lineage } from "./lineage.js";

interface Params {
  name: string;
  version: string;
  id: string;
}

/** About a million predictions with long ids. */
const LARGEST = 256 * 1024 * 1024;
const KINDS: readonly EntryKind[] = ["predictions", "model", "baseline", "published"];
const MOST = 1000;

/** Entering benchmarks, and what entered them. */
export function benchmarkRoutes(
  app: FastifyInstance,
  { store, labels = labelsFolder(store.location), models, workerVariables, onSubmitStep }: Services,
): void {
  const vault = new LabelVault(labels, store);
  const worker = new ModelWorker(models, workerVariables);
  app.addHook("onClose", () => worker.close());
  const benchmarks = new Benchmarks(store, vault, worker, onSubmitStep);
  const leaderboards = new Leaderboards(benchmarks);
  const base = "/benchmarks/:name/:version";

  const find = async ({ name, version }: Params): Promise<Benchmark> => {
    checkName(name);
    const manifest = await findManifest(store, "benchmark", { name, ...versionOf(version) });
    if (manifest.kind !== "benchmark") throw problem("not-found", `${name} is not a benchmark.`);
    return manifest;
  };

  // Taken, and never given: there is no route that reads them.
  app.post("/benchmark-labels", { bodyLimit: LARGEST }, async ({ body }, reply): Promise<KeptLabels> => {
    const sha256 = await vault.put(body);
    reply.code(201);
    return { sha256 };
  });

  app.get("/benchmark-metrics", () => metricDefinitions());

  // Predictions come as JSON or, as a million of them is megabytes, as Arrow.
  app.register((arrow, _options, done) => {
    arrow.addContentTypeParser(ARROW_STREAM, { parseAs: "buffer" }, (_request, body, parsed) => parsed(null, body));

    arrow.post<{ Params: Params }>(`${base}/submissions`, { bodyLimit: LARGEST }, async ({ params, body }, reply) => {
      const benchmark = await find(params);
      const request = requestOf(() => validateSubmissionRequest, body, "The submission");
      const same = await benchmarks.sameEntry(benchmark, request);
      reply.code(same ? 200 : 201);
      return same ?? benchmarks.submit(benchmark, request);
    });

    type Check = { Params: Params; Querystring: { open?: string } };
    arrow.post<Check>(`${base}/check`, { bodyLimit: LARGEST }, async ({ params, query, body }) => {
      const benchmark = await find(params);
      // With a name it is what could be submitted, and is held to all of that.
      const validator = (request: object) =>
        "name" in request
          ? (validateSubmissionRequest as Validator<SubmissionCheckRequest>)
          : validateSubmissionCheckRequest;
      return benchmarks.check(benchmark, requestOf(validator, body, "The submission"), query.open === "true");
    });

    arrow.post<{ Params: Params }>(`${base}/score`, { bodyLimit: LARGEST }, async ({ params, body }) => {
      const benchmark = await find(params);
      return benchmarks.score(benchmark, requestOf(() => validatePredictions, body, "The request").folds);
    });
    done();
  });

  app.get<{ Params: Params }>(`${base}/submissions/:id`, async ({ params }) =>
    benchmarks.submission(await find(params), params.id),
  );
  app.get<{ Params: Params }>(`${base}/submissions/:id/predictions`, async ({ params }) =>
    benchmarks.predictions(await find(params), params.id),
  );
  app.get<{ Params: Params }>(`${base}/submissions/:id/rescore`, async ({ params }) =>
    benchmarks.rescore(await find(params), params.id),
  );
  app.get<{ Params: Pick<Params, "id"> }>("/submissions/:id", async ({ params: { id } }) => {
    for (const benchmark of await allBenchmarks(store)) {
      const entry = (await benchmarks.entries(benchmark).all()).get(id);
      if (entry) return entry;
    }
    throw problem(
      "not-found",
      `No benchmark of this store has an entry '${shown(id)}'; write it as BENCHMARK/NAME, or copy its id from the leaderboard.`,
    );
  });
  app.get<{ Params: Params & { kind: string } }>("/lineage/:kind/:name/:version", async ({ params }) => {
    checkName(params.name);
    const kind = KINDS_OF_PACKAGES.find((each) => `${each}s` === params.kind);
    if (!kind)
      throw problem(
        "invalid-request",
        `There is no lineage of '${shown(params.kind)}'; ask for ${KINDS_OF_PACKAGES.map((each) => `${each}s`).join(", ")}.`,
      );
    const { name, version } = await findManifest(store, kind, { name: params.name, ...versionOf(params.version) });
    return lineage(store, benchmarks, { kind, name, version });
  });
  app.post<{ Params: Params }>(`${base}/submissions/:id/withdraw`, async ({ params, body }) => {
    const { reason } = parse(validateWithdrawalRequest, body ?? {}, "The withdrawal");
    return benchmarks.withdraw(await find(params), params.id, reason);
  });

  app.get<{ Params: Params; Querystring: Record<string, unknown> }>(
    `${base}/leaderboard`,
    async ({ params, query }) => {
      const { sort, kind, perEntrant, limit, offset } = query;
      const wanted = KINDS.find((known) => known === kind);
      if (kind !== undefined && !wanted)
        throw problem("invalid-request", `There is no kind of entry '${shown(kind)}'; there are ${KINDS.join(", ")}.`);
      if (perEntrant !== undefined && perEntrant !== "true" && perEntrant !== "false")
        throw problem("invalid-request", `\`perEntrant\` must be true or false, not '${shown(perEntrant)}'.`);
      return leaderboards.page(await find(params), {
        perEntrant: perEntrant === "true",
        ...{ sort: typeof sort === "string" ? sort : undefined, kind: wanted },
        ...{ limit: count(limit, "limit", 25), offset: count(offset, "offset", 0, Number.MAX_SAFE_INTEGER) },
      });
    },
  );

  app.get<{ Params: Params }>(`${base}/badge.svg`, async ({ params }, reply) => {
    const { entries, columns } = await leaderboards.page(await find(params), { limit: 1, offset: 0 });
    return reply
      .type("image/svg+xml")
      .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
      .header("cache-control", "no-cache")
      .send(badge(columns[0], entries[0]));
  });
}

/** A request with its predictions, however these came. */
function requestOf<T extends { folds?: unknown }>(
  validatorOf: (request: object) => Validator<T>,
  body: unknown,
  what: string,
): T | (T & { folds: Record<string, FoldColumns> }) {
  if (!Buffer.isBuffer(body)) return parse(validatorOf(Object(body) as object), body, what);
  const { request, folds } = readArrowRequest(body);
  return { ...parse(validatorOf(request), { ...request, folds: {} }, what), folds };
}

function count(value: unknown, name: string, usual: number, most = MOST): number {
  if (value === undefined) return usual;
  const found = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (found <= most) return found;
  throw problem("invalid-request", `\`${name}\` must be a whole number up to ${most}, not '${shown(value)}'.`);
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 50);
