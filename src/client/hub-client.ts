import type {
  CatalogsRequest,
  CatalogsResponse,
  Changes,
  Benchmark,
  Dataset,
  DoiRecord,
  FoldRows,
  HubInfo,
  Kind,
  LifecycleRequest,
  LogEntry,
  LogNote,
  Leaderboard,
  Lineage,
  Model,
  PackageStatus,
  PackageSummary,
  Predictions,
  SearchRequest,
  SearchResponse,
  Statistics,
  MetricDefinition,
  PredictionScores,
  Submission,
  SubmissionCheck,
  SubmissionCheckRequest,
  SubmissionRequest,
  VerifyReport,
} from "../contracts/types.js";
import {
  validateCatalogsResponse,
  validateChanges,
  validateBenchmark,
  validateDataset,
  validateDoiRecord,
  validateFoldRows,
  validateHubInfo,
  validateLeaderboard,
  validateLogEntry,
  validateModel,
  validatePackageStatus,
  validatePackageSummary,
  validateRowDigests,
  validateLineage,
  validatePredictions,
  validateSearchResponse,
  validateStatistics,
  validateMetricDefinition,
  validatePredictionScores,
  validateSubmission,
  validateSubmissionCheck,
  validateVerifyReport,
  type Validator,
} from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import { parseManifest, type Manifest } from "../core/manifests.js";
import { FoundryProblem } from "../core/problems.js";
import type {
  CatalogSource,
  EntrySource,
  FileSource,
  LeaderboardRequest,
  LeaderboardSource,
  LineageSource,
} from "../core/sources.js";
import type { RowHashes } from "../core/shared-rows.js";
import { send, sendForJson, type Connection } from "./request.js";
import { readRowHashes } from "./row-hashes.js";
import { upload, type FileOpener, type UploadOptions } from "./upload.js";

/** Where a hub is and how to reach it. */
export interface HubClientOptions {
  /** The hub's URL: what stands before `/api/v1`. */
  url: string;
  /** Another `fetch`, such as one that carries Jupyter's login. */
  fetch?: typeof fetch;
  token?: string;
}

/** A hub over HTTP. Every failure is a FoundryProblem; `unavailable` when the hub is down. */
export class HubClient implements CatalogSource, LeaderboardSource, EntrySource, LineageSource {
  private readonly connection: Connection;

  constructor({ url, fetch: given, token }: HubClientOptions) {
    this.connection = {
      url: url.replace(/\/+$/, ""),
      // Looked up late and unbound: a browser's fetch refuses any other `this`.
      fetch: given ?? ((input, init) => fetch(input, init)),
      token,
    };
  }

  /** Which hub answers, and on what store. */
  health(signal?: AbortSignal): Promise<HubInfo> {
    return this.get(validateHubInfo, "/api/v1/health", signal);
  }

  async search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResponse> {
    const found = await sendForJson(this.connection, "/api/v1/search", { method: "POST", json: request, signal });
    return answer(validateSearchResponse, found);
  }

  /** What catalogs besides the store find. */
  async searchCatalogs(request: CatalogsRequest, signal?: AbortSignal): Promise<CatalogsResponse> {
    const found = await sendForJson(this.connection, "/api/v1/catalogs/search", {
      method: "POST",
      json: request,
      signal,
    });
    return answer(validateCatalogsResponse, found);
  }

  /** Every package of a kind, with its versions. */
  async list(kind: Kind, signal?: AbortSignal): Promise<PackageSummary[]> {
    return answers(validatePackageSummary, await sendForJson(this.connection, `/api/v1/${kind}s`, { signal }));
  }

  dataset(name: string, version = "latest", signal?: AbortSignal): Promise<Dataset> {
    return this.get(validateDataset, packagePath("dataset", name, version), signal);
  }

  model(name: string, version = "latest", signal?: AbortSignal): Promise<Model> {
    return this.get(validateModel, packagePath("model", name, version), signal);
  }

  benchmark(name: string, version = "latest", signal?: AbortSignal): Promise<Benchmark> {
    return this.get(validateBenchmark, packagePath("benchmark", name, version), signal);
  }

  leaderboard(
    name: string,
    version = "latest",
    request: LeaderboardRequest = {},
    signal?: AbortSignal,
  ): Promise<Leaderboard> {
    const words = new URLSearchParams(Object.entries(request).map(([key, value]) => [key, String(value)]));
    return this.get(
      validateLeaderboard,
      `${packagePath("benchmark", name, version)}/leaderboard?${words.toString()}`,
      signal,
    );
  }

  async check(
    name: string,
    version: string,
    request: SubmissionCheckRequest,
    signal?: AbortSignal,
  ): Promise<SubmissionCheck> {
    const found = await sendForJson(this.connection, `${packagePath("benchmark", name, version)}/check`, {
      method: "POST",
      json: request,
      signal,
    });
    return answer(validateSubmissionCheck, found);
  }

  /** Scores of predictions that do not enter. */
  async score(
    name: string,
    version: string,
    predictions: Predictions,
    signal?: AbortSignal,
  ): Promise<PredictionScores> {
    const scores = await sendForJson(this.connection, `${packagePath("benchmark", name, version)}/score`, {
      method: "POST",
      json: predictions,
      signal,
    });
    return answer(validatePredictionScores, scores);
  }

  /** The metrics that need no expression. */
  async metrics(signal?: AbortSignal): Promise<MetricDefinition[]> {
    return answers(
      validateMetricDefinition,
      await sendForJson(this.connection, "/api/v1/benchmark-metrics", { signal }),
    );
  }

  async submit(name: string, version: string, request: SubmissionRequest, signal?: AbortSignal): Promise<Submission> {
    const found = await sendForJson(this.connection, `${packagePath("benchmark", name, version)}/submissions`, {
      method: "POST",
      json: request,
      signal,
    });
    return answer(validateSubmission, found);
  }

  predictions(name: string, version: string, id: string, signal?: AbortSignal): Promise<Predictions> {
    return this.get(
      validatePredictions,
      `${packagePath("benchmark", name, version)}/submissions/${encodeURIComponent(id)}/predictions`,
      signal,
    );
  }

  async foldRows({ name, version, folds }: Benchmark, fold: string, signal?: AbortSignal): Promise<FoldRows> {
    const path = folds.find((one) => one.name === fold)?.path ?? `folds/${fold}.json`;
    return this.get(validateFoldRows, filePath("benchmark", name, version, path), signal);
  }

  lineage(kind: Kind, name: string, version: string, signal?: AbortSignal): Promise<Lineage> {
    return this.get(
      validateLineage,
      `/api/v1/lineage/${kind}s/${encodeURIComponent(name)}/${encodeURIComponent(version)}`,
      signal,
    );
  }

  /** The manifest of a package of any kind. */
  async manifest(kind: Kind, name: string, version = "latest", signal?: AbortSignal): Promise<Manifest> {
    return parseManifest(
      await sendForJson(this.connection, packagePath(kind, name, version), { signal }),
      "The hub's answer",
    );
  }

  async statistics(name: string, version: string, signal?: AbortSignal): Promise<Statistics | undefined> {
    try {
      return await this.get(validateStatistics, filePath("dataset", name, version, "statistics.json"), signal);
    } catch (error) {
      if (error instanceof FoundryProblem && error.type === "not-found") return undefined;
      throw error;
    }
  }

  /** Hashes of a split's rows; undefined where the package has none, or more than a browser wants. */
  async rowHashes(name: string, version: string, split: string, signal?: AbortSignal): Promise<RowHashes | undefined> {
    try {
      const digests = await this.get(validateRowDigests, filePath("dataset", name, version, "rows.json"), signal);
      return await readRowHashes(digests, split, (path) =>
        this.file("dataset", name, version, path, signal ? { signal } : {}),
      );
    } catch (error) {
      if (error instanceof FoundryProblem && error.type === "not-found") return undefined;
      throw error;
    }
  }

  versions(kind: Kind, name: string, signal?: AbortSignal): Promise<PackageSummary> {
    return this.get(validatePackageSummary, `/api/v1/${kind}s/${encodeURIComponent(name)}`, signal);
  }

  async modelsTrainedOn(dataset: string, signal?: AbortSignal): Promise<Model[]> {
    const path = `/api/v1/datasets/${encodeURIComponent(dataset)}/models`;
    return answers(validateModel, await sendForJson(this.connection, path, { signal }));
  }

  /** Where a version stands. */
  status(kind: Kind, name: string, version: string, signal?: AbortSignal): Promise<PackageStatus> {
    return this.get(validatePackageStatus, `${packagePath(kind, name, version)}/status`, signal);
  }

  /** Where the versions stand that a reference names; what waits for a curator without one. */
  async statuses(reference?: string, kind?: Kind, signal?: AbortSignal): Promise<PackageStatus[]> {
    const query = new URLSearchParams({ ...(reference === undefined ? {} : { reference }), ...(kind ? { kind } : {}) });
    return answers(
      validatePackageStatus,
      await sendForJson(this.connection, `/api/v1/status?${query.toString()}`, { signal }),
    );
  }

  /** Deprecates, withdraws, renames, reviews; where the versions stand then. */
  async act(request: LifecycleRequest, signal?: AbortSignal): Promise<PackageStatus[]> {
    const found = await sendForJson(this.connection, "/api/v1/lifecycle", { method: "POST", json: request, signal });
    return answers(validatePackageStatus, found);
  }

  /** What happened to the packages of the hub's store, oldest first. */
  async log(signal?: AbortSignal): Promise<LogEntry[]> {
    const found = await sendForJson(this.connection, "/api/v1/log", { signal });
    return answers(validateLogEntry, found);
  }

  /** Adds to the log what another store's says of a version that both have. */
  async note(entry: LogNote): Promise<LogEntry> {
    return answer(validateLogEntry, await sendForJson(this.connection, "/api/v1/log", { method: "POST", json: entry }));
  }

  /** What changed between two versions, each `name@version`. */
  async changes(from: string, to: string, signal?: AbortSignal): Promise<Changes> {
    return answer(
      validateChanges,
      await sendForJson(this.connection, "/api/v1/changes", { method: "POST", json: { from, to }, signal }),
    );
  }

  /** Re-hashes a package where it is stored. */
  verify(kind: Kind, name: string, version: string, signal?: AbortSignal): Promise<VerifyReport> {
    return this.get(validateVerifyReport, `${packagePath(kind, name, version)}/verify`, signal);
  }

  /** The version that a DOI names. */
  findDoi(doi: string, signal?: AbortSignal): Promise<DoiRecord> {
    return this.get(validateDoiRecord, `/api/v1/dois/${doi.split("/").map(encodeURIComponent).join("/")}`, signal);
  }

  /** Gives a published version a DOI, with the hub's account at DataCite. */
  async mintDoi(kind: Kind, name: string, version: string): Promise<DoiRecord> {
    return answer(
      validateDoiRecord,
      await sendForJson(this.connection, `${packagePath(kind, name, version)}/doi`, { method: "POST" }),
    );
  }

  /** Where a file of a package is; it needs the token, or Jupyter's login, as every route does. */
  fileUrl(kind: Kind, name: string, version: string, path: string): string {
    return this.connection.url + filePath(kind, name, version, path);
  }

  /** A file of a package; `headers` may ask for a range. */
  file(
    kind: Kind,
    name: string,
    version: string,
    path: string,
    { headers, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    return send(this.connection, filePath(kind, name, version, path), {
      headers: { accept: "*/*", ...headers },
      signal,
    });
  }

  /** Bytes of files, and the worker that runs models in a browser. */
  get files(): FileSource {
    return {
      runtime: `${this.connection.url}/runtime/`,
      bytes: async (kind, name, version, path, range, signal) => {
        const headers = range ? { headers: { range: `bytes=${range[0]}-${range[1] - 1}` } } : {};
        const response = await this.file(kind, name, version, path, { ...headers, ...(signal ? { signal } : {}) });
        const bytes = await response.arrayBuffer();
        // What does not know ranges sends the whole file.
        return range && response.status === 200 ? bytes.slice(...range) : bytes;
      },
    };
  }

  /**
   * Publishes a prepared package: its manifest, then the files and parts of files that the hub does not have yet.
   * An upload that was broken off goes on when the same files are published again; one that is refused leaves nothing.
   */
  publish(manifest: unknown, open: FileOpener, options: UploadOptions = {}): Promise<Manifest> {
    return upload(this.connection, manifest, open, options);
  }

  private async get<T>(validator: Validator<T>, path: string, signal: AbortSignal | undefined): Promise<T> {
    return answer(validator, await sendForJson(this.connection, path, { signal }));
  }
}

const packagePath = (kind: Kind, name: string, version: string) =>
  `/api/v1/${kind}s/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;

const filePath = (kind: Kind, name: string, version: string, path: string) =>
  `${packagePath(kind, name, version)}/files/${path.split("/").map(encodeURIComponent).join("/")}`;

function answer<T>(validator: Validator<T>, value: unknown): T {
  return parse(validator, value, "The hub's answer", "unavailable");
}

function answers<T>(validator: Validator<T>, value: unknown): T[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => answer(validator, item));
}
