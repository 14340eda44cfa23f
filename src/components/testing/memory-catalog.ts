import type {
  Dataset,
  HubInfo,
  Model,
  PackageStatus,
  PackageSummary,
  SearchHit,
  SearchRequest,
  SearchResponse,
  Statistics,
} from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import type { PanelSource } from "../panel/panel-element.js";

/** A dataset with two splits, whatever else it has. */
export function dataset(name: string, more: Partial<Dataset> = {}): Dataset {
  return {
    schemaVersion: 1,
    kind: "dataset",
    name,
    version: "1.0.0",
    title: `Title of ${name}`,
    publishedAt: "2026-01-01T00:00:00Z",
    columns: [
      { name: "formula", type: "string", role: "input" },
      { name: "band_gap", type: "double", unit: "eV", role: "target" },
    ],
    splits: [
      { name: "train", path: "data/train.parquet", rows: 3683 },
      { name: "test", path: "data/test.parquet", rows: 921 },
    ],
    files: [{ path: "data/train.parquet", bytes: 58_000, sha256: "0".repeat(64) }],
    ...more,
  };
}

/** A model trained on the train split of a dataset. */
export function model(name: string, trainedOn: string, more: Partial<Model> = {}): Model {
  return {
    schemaVersion: 1,
    kind: "model",
    name,
    version: "1.0.0",
    title: `Title of ${name}`,
    publishedAt: "2026-01-01T00:00:00Z",
    format: "onnx",
    entry: "model.onnx",
    signature: {
      inputs: [
        { name: "x", datatype: "FP32", shape: [-1, 1], columns: [{ name: "weight", unit: "g/mol", role: "input" }] },
      ],
      outputs: [
        { name: "y", datatype: "FP32", shape: [-1, 1], columns: [{ name: "gap", unit: "eV", role: "target" }] },
      ],
    },
    trainedOn: [{ dataset: trainedOn, version: "1.0.0", split: "train" }],
    metrics: [{ name: "MAE", value: 0.4567, unit: "eV", dataset: `${trainedOn}@1.0.0`, split: "test" }],
    files: [{ path: "model.onnx", bytes: 1000, sha256: "0".repeat(64) }],
    ...more,
  };
}

const hitOf = ({ kind, name, version, title, files, publishedAt }: Dataset | Model): SearchHit => ({
  ...{ kind, name, version, title, publishedAt, score: 1 },
  bytes: files.reduce((sum, file) => sum + file.bytes, 0),
});

/** Packages in memory; a search finds those whose title holds the text. */
export class MemoryCatalog implements PanelSource {
  readonly asked: SearchRequest[] = [];
  error: Error | undefined;
  /** Answers wait for this, where it is set. */
  gate: Promise<void> | undefined;
  /** What is known of a hit beside its package. */
  more: Partial<SearchHit> = {};
  /** What is known of an answer beside its hits. */
  also: Partial<SearchResponse> = {};

  /** Where every version stands. */
  standing: Partial<PackageStatus> = {};

  constructor(readonly packages: (Dataset | Model)[]) {}

  async status(kind: "dataset" | "model", name: string, version: string): Promise<PackageStatus> {
    await this.gate;
    return { kind, name, version, state: "published", visible: true, history: [], ...this.standing };
  }

  async search(request: SearchRequest): Promise<SearchResponse> {
    this.asked.push(request);
    const { query = "", kinds, facets = [], limit = 20, offset = 0 } = request;
    await this.gate;
    if (this.error) throw this.error;
    const found = this.packages.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
    const licensed = found.filter(({ license }) =>
      facets.every((facet) => facet.field !== "license" || facet.value === license),
    );
    const matching = licensed.filter(({ kind }) => kinds?.includes(kind) ?? true);
    const licenses = [...new Set(matching.flatMap(({ license }) => (license ? [license] : [])))];
    return {
      total: matching.length,
      hits: matching.slice(offset, offset + limit).map((found) => ({ ...hitOf(found), ...this.more })),
      facets: licenses.map((value) => ({
        field: "license",
        value,
        count: matching.filter(({ license }) => license === value).length,
      })),
      kinds: {
        dataset: licensed.filter(({ kind }) => kind === "dataset").length,
        model: licensed.filter(({ kind }) => kind === "model").length,
      },
      ...this.also,
    };
  }

  async dataset(name: string, version?: string): Promise<Dataset> {
    return (await this.#find("dataset", name, version)) as Dataset;
  }

  async model(name: string, version?: string): Promise<Model> {
    return (await this.#find("model", name, version)) as Model;
  }

  statistics(_name: string, version: string): Promise<Statistics | undefined> {
    const histogram = { edges: [0, 1, 2], counts: [3, 1] };
    const columns = [
      { name: "formula", count: 4, missing: 0, unique: 4 },
      { name: "band_gap", count: 4, missing: 0, min: 0, max: 2, histogram },
    ];
    return Promise.resolve(version === "1.0.0" ? { splits: [{ split: "train", rows: 4, columns }] } : undefined);
  }

  versions(kind: "dataset" | "model", name: string): Promise<PackageSummary> {
    const versions = this.packages
      .filter((one) => one.kind === kind && one.name === name)
      .map(({ version }) => version);
    return Promise.resolve({ kind, name, title: name, versions });
  }

  modelsTrainedOn(name: string): Promise<Model[]> {
    const models = this.packages.filter((one) => one.kind === "model");
    return Promise.resolve(models.filter(({ trainedOn }) => trainedOn?.some((item) => item.dataset === name)));
  }

  health(): Promise<HubInfo> {
    const datasets = this.packages.filter(({ kind }) => kind === "dataset").length;
    return Promise.resolve({
      ...{ product: "foundry-lab", version: "0.1.0", store: "/store", storeName: "team store", datasets },
      models: this.packages.length - datasets,
    });
  }

  async #find(kind: string, name: string, version = "latest"): Promise<Dataset | Model> {
    await this.gate;
    if (this.error) throw this.error;
    const found = this.packages.filter((one) => one.kind === kind && one.name === name);
    const [first] = version === "latest" ? found : found.filter((one) => one.version === version);
    if (!first) throw problem("not-found", `There is no ${kind} ${name}@${version}.`);
    return first;
  }
}
