import { KINDS } from "../core/manifests.js";

/** What a route of the API takes and answers, by the names of the contract's schemas. */
export interface RouteDescription {
  summary: string;
  /** Schema of the JSON body. */
  body?: string;
  /** Schema of the JSON answer, `Name[]` for a list; a media type where it is not JSON of the contract; none for no body. */
  answer?: string;
  /** Status where all went well; 200 by default. */
  status?: number;
  /** Parameters of the query, each optional. */
  query?: Record<string, string>;
}

const MANIFEST = { dataset: "Dataset", model: "Model", benchmark: "Benchmark" } as const;
const BENCHMARK = "/api/v1/benchmarks/:name/:version";
const UPLOAD = "/api/v1/uploads/:id";
const JSON_ANSWER = "application/json";
const CROISSANT = "application/ld+json";
const BYTES = "application/octet-stream";

const packageRoutes = KINDS.flatMap((kind): [string, RouteDescription][] => {
  const all = `/api/v1/${kind}s`;
  const one = `${all}/:name/:version`;
  return [
    [`GET ${all}`, { summary: `List the ${kind}s`, answer: "PackageSummary[]" }],
    [`GET ${all}/:name`, { summary: `The versions of a ${kind}`, answer: "PackageSummary" }],
    [`GET ${one}`, { summary: `The manifest of a version of a ${kind}`, answer: MANIFEST[kind] }],
    [`GET ${one}/verify`, { summary: "Compare the files with their hashes", answer: "VerifyReport" }],
    [`GET ${one}/status`, { summary: "Where a version stands", answer: "PackageStatus" }],
    [`GET ${one}/files/*`, { summary: "A file, whole or a range", answer: BYTES }],
    [
      `GET ${one}/citation`,
      {
        summary: "How to cite a version",
        answer: "text/plain",
        query: { format: "bibtex, ris, csl, apa or datacite-xml" },
      },
    ],
    [`GET ${one}/datacite`, { summary: "The record for DataCite", answer: "application/vnd.datacite.datacite+json" }],
    [`POST ${one}/doi`, { summary: "Register a DOI for a version", answer: "DoiRecord" }],
  ];
});

const inferenceRoutes = ["/v2/models/:name", "/v2/models/:name/versions/:version"].flatMap(
  (path): [string, RouteDescription][] => [
    [`GET ${path}`, { summary: "The metadata of a served model", answer: "ServedModel" }],
    [`GET ${path}/config`, { summary: "The configuration of a served model", answer: "ModelConfiguration" }],
    [`GET ${path}/ready`, { summary: "Whether a model can be asked", answer: JSON_ANSWER }],
    [`POST ${path}/infer`, { summary: "Predict", body: "InferenceRequest", answer: "InferenceResponse" }],
  ],
);

/** Every route of `/api/v1` and `/v2`, as `METHOD /path` in Fastify's spelling. */
export const ROUTES: Readonly<Record<string, RouteDescription>> = Object.fromEntries<RouteDescription>([
  ["GET /api/v1/openapi.json", { summary: "This document", answer: JSON_ANSWER }],
  ["GET /api/v1/health", { summary: "What the hub is, and what it holds", answer: "HubInfo" }],
  ["POST /api/v1/search", { summary: "Search the store", body: "SearchRequest", answer: "SearchResponse" }],
  ...packageRoutes,
  ["GET /api/v1/datasets/:name/models", { summary: "The models trained on a dataset", answer: "Model[]" }],
  ["GET /api/v1/datasets/:name/:version/croissant", { summary: "Croissant of a dataset", answer: CROISSANT }],
  [
    `GET ${BENCHMARK}/croissant`,
    { summary: "Croissant of a benchmark", answer: CROISSANT, query: { files: "relative, as in the package" } },
  ],
  ["GET /api/v1/dois/*", { summary: "The version that a DOI names", answer: "DoiRecord" }],
  ["GET /api/v1/catalogs", { summary: "The other catalogs", answer: "CatalogInfo[]" }],
  [
    "POST /api/v1/catalogs/search",
    { summary: "Search other catalogs", body: "CatalogsRequest", answer: "CatalogsResponse" },
  ],
  ["POST /api/v1/uploads", { summary: "Begin to publish a version", answer: "Upload", status: 201 }],
  [`GET ${UPLOAD}`, { summary: "Which files of an upload are missing", answer: "Upload" }],
  [`DELETE ${UPLOAD}`, { summary: "Give an upload up", status: 204 }],
  [`POST ${UPLOAD}/commit`, { summary: "Publish", body: "UploadCommit", answer: JSON_ANSWER, status: 201 }],
  [
    "POST /api/v1/staged/:id/commit",
    { summary: "Publish what a kernel of this machine has staged", answer: JSON_ANSWER, status: 201 },
  ],
  [`HEAD ${UPLOAD}/files/*`, { summary: "How much of a file has arrived", status: 204 }],
  [`PUT ${UPLOAD}/files/*`, { summary: "Send a file", answer: JSON_ANSWER }],
  [`PATCH ${UPLOAD}/files/*`, { summary: "Send the rest of a file", status: 204 }],
  [
    "GET /api/v1/status",
    {
      summary: "Where versions stand; without a reference, those that wait for a review",
      answer: "PackageStatus[]",
      query: { reference: "NAME or NAME@VERSION", kind: KINDS.join(", ") },
    },
  ],
  [
    "POST /api/v1/lifecycle",
    { summary: "Withdraw, deprecate, rename, accept ...", body: "LifecycleRequest", answer: "PackageStatus[]" },
  ],
  ["GET /api/v1/log", { summary: "What was done, in order", answer: "LogEntry[]" }],
  ["POST /api/v1/log", { summary: "Add a note", body: "LogNote", answer: "LogEntry", status: 201 }],
  ["POST /api/v1/changes", { summary: "Compare two versions", body: "ChangesRequest", answer: "Changes" }],
  ["GET /api/v1/lineage/:kind/:name/:version", { summary: "What a package comes from", answer: "Lineage" }],
  ["GET /api/v1/benchmark-metrics", { summary: "The metrics", answer: "MetricDefinition[]" }],
  [
    "POST /api/v1/benchmark-labels",
    { summary: "Hide labels", body: "BenchmarkLabels", answer: "KeptLabels", status: 201 },
  ],
  ["GET /api/v1/submissions/:id", { summary: "An entry of any benchmark", answer: "Submission" }],
  [
    `POST ${BENCHMARK}/submissions`,
    { summary: "Enter a benchmark", body: "SubmissionRequest", answer: "Submission", status: 201 },
  ],
  [
    `POST ${BENCHMARK}/check`,
    { summary: "Check an entry without entering", body: "SubmissionCheckRequest", answer: "SubmissionCheck" },
  ],
  [
    `POST ${BENCHMARK}/score`,
    { summary: "Score predictions without entering", body: "Predictions", answer: "PredictionScores" },
  ],
  [
    `GET ${BENCHMARK}/leaderboard`,
    {
      summary: "The leaderboard",
      answer: "Leaderboard",
      query: {
        sort: "a column's name",
        kind: "predictions, model, baseline or published",
        perEntrant: "true for the best entry of each entrant only",
        limit: "how many, up to 1000",
        offset: "how many to leave out",
      },
    },
  ],
  [`GET ${BENCHMARK}/badge.svg`, { summary: "An entry's rank as a picture", answer: "image/svg+xml" }],
  [`GET ${BENCHMARK}/submissions/:id`, { summary: "An entry", answer: "Submission" }],
  [`GET ${BENCHMARK}/submissions/:id/predictions`, { summary: "Its predictions", answer: "Predictions" }],
  [`GET ${BENCHMARK}/submissions/:id/rescore`, { summary: "Score an entry once more", answer: JSON_ANSWER }],
  [
    `POST ${BENCHMARK}/submissions/:id/withdraw`,
    { summary: "Withdraw an entry", body: "WithdrawalRequest", answer: "Submission" },
  ],
  ["GET /v2", { summary: "The metadata of the inference server", answer: "ServerMetadata" }],
  [
    "POST /v2/repository/index",
    { summary: "The models that are served", body: "RepositoryIndexRequest", answer: "RepositoryModel[]" },
  ],
  ["GET /v2/health/live", { summary: "Whether the server runs", answer: JSON_ANSWER }],
  ["GET /v2/health/ready", { summary: "Whether the server takes requests", answer: JSON_ANSWER }],
  ...inferenceRoutes,
]);
