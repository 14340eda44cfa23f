/* Generated from schema/ by `npm run generate`; edit the schemas instead. */

/**
 * A package's name: lower case letters, digits and hyphens.
 */
export type Name = string;
/**
 * A semantic version of three parts.
 */
export type Version = string;
/**
 * A class as it stands in the target's column.
 */
export type ClassLabel = string | number | boolean;
/**
 * A fold's name, such as 'fold_0'.
 */
export type FoldName = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath = string;
/**
 * A row's id, as text.
 */
export type RowId = string;
/**
 * A SHA-256 digest in lower case hexadecimal.
 */
export type Sha256 = string;
/**
 * What a package holds.
 */
export type Kind = "dataset" | "model" | "benchmark";
/**
 * What a column is for in learning.
 */
export type Role = "input" | "target" | "id" | "weight";
/**
 * A split's name, such as 'train' or 'fold_0.test'.
 */
export type SplitName = string;
/**
 * A value to compare with.
 */
export type Scalar = string | number | boolean | null;
/**
 * How a column is compared.
 */
export type ComparisonOperator =
  "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "between" | "contains" | "missing" | "present";
/**
 * A field that results can be narrowed by.
 */
export type FacetField = "kind" | "domain" | "task" | "licence" | "unit" | "keyword";
/**
 * A ULID: ids sort by time.
 */
export type SubmissionId = string;
/**
 * What an entry is called on the leaderboard; one of a kind in its benchmark.
 */
export type EntryName = string;
/**
 * Predictions as given, of a published model, computed with the benchmark, or taken from the literature.
 */
export type EntryKind = "predictions" | "model" | "baseline" | "published";

/**
 * The dataset that a benchmark is on.
 */
export interface BenchmarkDataset {
  name: Name;
  version: Version;
}
/**
 * Rows that are predicted together: `path` is a FoldRows document.
 */
export interface Fold {
  name: FoldName;
  path: FilePath;
  rows: number;
  trainRows?: number;
}
/**
 * A fold's test rows in order and, unless labels are hidden, what is true of them; `train` where not every other row is for training.
 */
export interface FoldRows {
  test: string[];
  truth?: ClassLabel[];
  train?: string[];
}
/**
 * How the folds were made.
 */
export interface Splitter {
  method: string;
  parameters?: {
    [k: string]: string | number | boolean;
  };
  source?: string;
}
/**
 * How predictions are scored: a metric of the list that every hub knows, or an expression of y (truth) and p (prediction).
 */
export interface BenchmarkMetric {
  name: string;
  expression?: string;
  higherIsBetter: boolean;
  unit?: string;
}
/**
 * Who may enter, until when and how often.
 */
export interface BenchmarkRules {
  deadline?: string;
  /**
   * For each entrant.
   */
  submissionsPerDay?: number;
  /**
   * Who may enter; anybody when absent.
   */
  entrants?: string[];
  /**
   * What may be used besides the dataset, in words.
   */
  extraData?: string;
}
/**
 * Whether the truth is in the package. Hidden labels are kept by the hub under their digest.
 */
export interface BenchmarkLabels {
  hidden: boolean;
  sha256?: Sha256;
}
/**
 * What a hub keeps of a benchmark with hidden labels; the salt keeps the digest from telling what it is of.
 */
export interface HiddenLabels {
  salt: string;
  folds: {
    [k: string]: FoldRows;
  };
}
/**
 * The digest under which a hub keeps labels.
 */
export interface KeptLabels {
  sha256: Sha256;
}
/**
 * The manifest of a published benchmark (`benchmark.json`): what is predicted, on which rows, and how it is scored. A version never changes once published.
 */
export interface Benchmark {
  schemaVersion: 1;
  kind: "benchmark";
  name: Name;
  version: Version;
  title: string;
  description?: string;
  /**
   * An SPDX identifier, or the licence's name.
   */
  licence?: string;
  authors?: Author[];
  citations?: Citation[];
  doi?: string;
  url?: string;
  /**
   * Where the content comes from, in words.
   */
  source?: string;
  keywords?: string[];
  domains?: string[];
  tasks?: string[];
  publishedAt: string;
  dataset: BenchmarkDataset;
  /**
   * Numbers, or classes.
   */
  task: "regression" | "classification";
  /**
   * The dataset's column that names its rows.
   */
  id: string;
  inputs?: string[];
  target: string;
  /**
   * The target's unit.
   */
  unit?: string;
  /**
   * What can be predicted, where it is classes; of two classes the last is the positive one.
   *
   * @maxItems 10000
   */
  classes?: ClassLabel[];
  /**
   * @maxItems 1000
   */
  folds: Fold[];
  splitter?: Splitter;
  /**
   * The first one orders the leaderboard.
   *
   * @maxItems 50
   */
  metrics: BenchmarkMetric[];
  rules?: BenchmarkRules;
  labels: BenchmarkLabels;
  files: FileEntry[];
}
/**
 * A person or organisation that made a package.
 */
export interface Author {
  name: string;
  orcid?: string;
  affiliation?: string;
}
/**
 * A work to cite.
 */
export interface Citation {
  text: string;
  doi?: string;
}
/**
 * One file of a package.
 */
export interface FileEntry {
  path: FilePath;
  bytes: number;
  sha256: Sha256;
  mediaType?: string;
}
/**
 * A column's meaning. `type` is the Arrow type as pyarrow prints it; `unit` is absent for a quantity without one.
 */
export interface Column {
  name: string;
  type: string;
  unit?: string;
  role?: Role;
  description?: string;
  classes?: string[];
}
/**
 * A column's meaning as its publisher gives it; the type is read from the data.
 */
export interface ColumnDraft {
  name: string;
  unit?: string;
  role?: Role;
  description?: string;
  classes?: string[];
}
/**
 * Problem details (RFC 9457): what is wrong, where, and what to do. `detail` is one sentence for a person.
 */
export interface Problem {
  /**
   * A stable word such as 'not-found'.
   */
  type: string;
  title: string;
  status: number;
  detail: string;
  /**
   * JSON pointer to the wrong value, where there is one.
   */
  pointer?: string;
  suggestions?: string[];
}
/**
 * A named part of a dataset and the file that holds it: CSV, JSON lines, Excel, Parquet or Arrow.
 */
export interface SplitDraft {
  name: SplitName;
  path: FilePath;
  description?: string;
}
/**
 * `dataset.json` in a folder that is to be published: what its author writes. Types, counts and hashes are read from the files.
 */
export interface DatasetDraft {
  name: Name;
  version?: Version;
  title?: string;
  description?: string;
  /**
   * An SPDX identifier, or the licence's name.
   */
  licence?: string;
  authors?: Author[];
  citations?: Citation[];
  doi?: string;
  url?: string;
  /**
   * Where the content comes from, in words.
   */
  source?: string;
  keywords?: string[];
  domains?: string[];
  tasks?: string[];
  columns?: ColumnDraft[];
  /**
   * @minItems 1
   */
  splits?: [SplitDraft, ...SplitDraft[]];
}
/**
 * A named part of a dataset: one Parquet file.
 */
export interface Split {
  name: SplitName;
  path: FilePath;
  rows: number;
  description?: string;
}
/**
 * The manifest of a published dataset (`dataset.json`). A version never changes once published.
 */
export interface Dataset {
  schemaVersion: 1;
  kind: "dataset";
  name: Name;
  version: Version;
  title: string;
  description?: string;
  /**
   * An SPDX identifier, or the licence's name.
   */
  licence?: string;
  authors?: Author[];
  citations?: Citation[];
  doi?: string;
  url?: string;
  /**
   * Where the content comes from, in words.
   */
  source?: string;
  keywords?: string[];
  domains?: string[];
  tasks?: string[];
  publishedAt: string;
  columns: Column[];
  /**
   * @minItems 1
   */
  splits: [Split, ...Split[]];
  files: FileEntry[];
}
/**
 * `model.json` in a folder that is to be published: what its author writes.
 */
export interface ModelDraft {
  name: Name;
  version?: Version;
  title?: string;
  description?: string;
  /**
   * An SPDX identifier, or the licence's name.
   */
  licence?: string;
  authors?: Author[];
  citations?: Citation[];
  doi?: string;
  url?: string;
  /**
   * Where the content comes from, in words.
   */
  source?: string;
  keywords?: string[];
  domains?: string[];
  tasks?: string[];
  format: "onnx";
  entry: FilePath;
  signature: Signature;
  trainedOn?: TrainedOn[];
  metrics?: Metric[];
  /**
   * Package name to version, as trained.
   */
  environment?: {
    [k: string]: string;
  };
  /**
   * The model card, in Markdown.
   */
  card?: string;
}
/**
 * What a model takes and gives.
 */
export interface Signature {
  /**
   * @minItems 1
   */
  inputs: [Tensor, ...Tensor[]];
  /**
   * @minItems 1
   */
  outputs: [Tensor, ...Tensor[]];
}
/**
 * A tensor of the model and the table columns that it holds, in order. `shape` counts rows first; -1 is any.
 */
export interface Tensor {
  name: string;
  /**
   * As the Open Inference Protocol v2 names it.
   */
  datatype:
    | "BOOL"
    | "UINT8"
    | "UINT16"
    | "UINT32"
    | "UINT64"
    | "INT8"
    | "INT16"
    | "INT32"
    | "INT64"
    | "FP16"
    | "FP32"
    | "FP64"
    | "BYTES";
  shape: number[];
  /**
   * @minItems 1
   */
  columns: [ColumnDraft, ...ColumnDraft[]];
}
/**
 * What a model was trained on.
 */
export interface TrainedOn {
  dataset: Name;
  version: Version;
  split: SplitName;
  columns?: string[];
}
/**
 * A figure of merit on a split of a dataset.
 */
export interface Metric {
  name: string;
  value: number;
  unit?: string;
  dataset?: string;
  split?: SplitName;
}
/**
 * The manifest of a published model (`model.json`).
 */
export interface Model {
  schemaVersion: 1;
  kind: "model";
  name: Name;
  version: Version;
  title: string;
  description?: string;
  /**
   * An SPDX identifier, or the licence's name.
   */
  licence?: string;
  authors?: Author[];
  citations?: Citation[];
  doi?: string;
  url?: string;
  /**
   * Where the content comes from, in words.
   */
  source?: string;
  keywords?: string[];
  domains?: string[];
  tasks?: string[];
  publishedAt: string;
  format: "onnx";
  entry: FilePath;
  signature: Signature;
  trainedOn?: TrainedOn[];
  metrics?: Metric[];
  /**
   * Package name to version, as trained.
   */
  environment?: {
    [k: string]: string;
  };
  /**
   * The model card, in Markdown.
   */
  card?: string;
  files: FileEntry[];
}
/**
 * A column against a value. `in` and `between` take `values`; `missing` and `present` take neither.
 */
export interface Comparison {
  column: string;
  op: ComparisonOperator;
  value?: Scalar;
  values?: Scalar[];
}
/**
 * A tree of conditions: exactly one of the properties is given.
 */
export interface Filter {
  all?: Filter[];
  any?: Filter[];
  not?: Filter;
  compare?: Comparison;
}
/**
 * One sort key; missing values come last.
 */
export interface Sort {
  column: string;
  descending?: boolean;
}
/**
 * Which rows of a table and in which order.
 */
export interface View {
  filter?: Filter;
  sort?: Sort[];
}
/**
 * Rows `offset` to `offset + limit` of a view. A newer request supersedes an older one of the same widget.
 */
export interface PageRequest {
  id: number;
  columns?: string[];
  offset: number;
  limit: number;
  view?: View;
}
/**
 * Head of a page; its rows travel beside it as one Arrow IPC stream. `total` counts the view's rows, `of` the table's.
 */
export interface PageResponse {
  id: number;
  offset: number;
  rows: number;
  total: number;
  of: number;
}
/**
 * The distribution of one column in a view.
 */
export interface HistogramRequest {
  id: number;
  column: string;
  bins?: number;
  view?: View;
}
/**
 * A column's distribution.
 */
export interface HistogramResponse {
  id: number;
  summary: ColumnStatistics;
}
/**
 * Numbers have min to histogram; text and booleans have `unique` and `top`.
 */
export interface ColumnStatistics {
  name: string;
  /**
   * Values present.
   */
  count: number;
  /**
   * Nulls and NaN.
   */
  missing: number;
  unique?: number;
  min?: number;
  max?: number;
  mean?: number;
  std?: number;
  histogram?: Histogram;
  top?: ValueCount[];
}
/**
 * `edges` has one more item than `counts`; the last bin includes its upper edge.
 */
export interface Histogram {
  edges: number[];
  counts: number[];
}
/**
 * A value and how often it occurs.
 */
export interface ValueCount {
  value: string;
  count: number;
}
/**
 * What to look for. The last word of `query` matches as a prefix; an empty query matches everything, newest first. Facet values of one field are alternatives; fields are joined by 'and'.
 */
export interface SearchRequest {
  query?: string;
  kinds?: Kind[];
  facets?: FacetChoice[];
  limit?: number;
  offset?: number;
}
/**
 * One chosen facet value.
 */
export interface FacetChoice {
  field: FacetField;
  value: string;
}
/**
 * How many results have this value.
 */
export interface FacetCount {
  field: FacetField;
  value: string;
  count: number;
}
/**
 * One page of results, best first, of the newest version of each package.
 */
export interface SearchResponse {
  total: number;
  hits: SearchHit[];
  facets: FacetCount[];
  /**
   * Matches of each kind, whatever kinds were asked for.
   */
  kinds: {
    [k: string]: number;
  };
}
/**
 * A package that matches. `highlights` mark the matched words of title and description between U+0002 and U+0003.
 */
export interface SearchHit {
  kind: Kind;
  name: Name;
  version: Version;
  title: string;
  description?: string;
  licence?: string;
  rows?: number;
  columns?: number;
  bytes: number;
  publishedAt: string;
  keywords?: string[];
  highlights?: Highlights;
  /**
   * Higher is better; comparable within one response.
   */
  score: number;
}
/**
 * Title and an excerpt of the description with marked words.
 */
export interface Highlights {
  title?: string;
  description?: string;
}
/**
 * One split's columns.
 */
export interface SplitStatistics {
  split: SplitName;
  rows: number;
  columns: ColumnStatistics[];
}
/**
 * `statistics.json`: what the columns of each split hold, counted once at publication.
 */
export interface Statistics {
  splits: SplitStatistics[];
}
/**
 * Something that happened to a package. Entries are never changed.
 */
export interface LogEntry {
  id: string;
  action: "published" | "withdrawn" | "deprecated";
  kind: Kind;
  name: Name;
  version: Version;
  at: string;
  by?: string;
  reason?: string;
}
/**
 * A package and its versions, newest first.
 */
export interface PackageSummary {
  kind: Kind;
  name: Name;
  title: string;
  versions: Version[];
}
/**
 * A package's files against its manifest.
 */
export interface VerifyReport {
  kind: Kind;
  name: string;
  version: string;
  ok: boolean;
  files: number;
  bytes: number;
  wrong: WrongFile[];
}
/**
 * A file that is not as published.
 */
export interface WrongFile {
  path: string;
  reason: "missing" | "changed" | "unexpected";
  expected?: string;
  found?: string;
}
/**
 * Which hub answers, and on what store.
 */
export interface HubInfo {
  product: "foundry-lab";
  version: string;
  store: string;
  storeName: string;
  datasets: number;
  models: number;
  benchmarks?: number;
}
/**
 * A publication under way: the files that the hub still needs.
 */
export interface Upload {
  id: string;
  missing: string[];
}
/**
 * `foundry-store.json` and the entries of `log/`.
 */
export interface StoreDescription {
  formatVersion: 1;
  name: string;
}
/**
 * By metric; null where a metric is not defined on these rows.
 */
export interface FoldScores {
  [k: string]: number | null;
}
/**
 * A metric over all folds: mean and standard deviation (population) of the folds' scores, and the bootstrap confidence interval of the mean.
 */
export interface OverallScore {
  mean: number | null;
  std: number | null;
  low: number | null;
  high: number | null;
  confidence: number;
}
/**
 * What a score is a function of.
 */
export interface Scoring {
  /**
   * Version of the scoring code.
   */
  code: string;
  benchmarkSha256: Sha256;
  truthSha256: Sha256;
  predictionsSha256: Sha256;
}
export interface Withdrawal {
  at: string;
  reason?: string;
}
export interface WithdrawalRequest {
  reason?: string;
}
/**
 * Ids and, in the same order, predictions. Values are checked one by one, for a better sentence than a schema's.
 */
export interface FoldPredictions {
  ids: unknown[];
  values: unknown[];
}
/**
 * By fold; the file of a submission's predictions.
 */
export interface Predictions {
  folds: {
    [k: string]: FoldPredictions;
  };
}
/**
 * What enters a benchmark.
 */
export interface SubmissionRequest {
  name: EntryName;
  by?: string;
  kind?: EntryKind;
  model?: string;
  description?: string;
  url?: string;
  software?: {
    [k: string]: string;
  };
  seconds?: number;
  parameters?: number;
  folds: {
    [k: string]: FoldPredictions;
  };
}
export interface LeaderboardEntry {
  /**
   * From 1; entries with the same score share one. 0 for withdrawn entries.
   */
  rank: number;
  id: SubmissionId;
  name: string;
  by?: string;
  kind: EntryKind;
  model?: string;
  url?: string;
  submittedAt: string;
  seconds?: number;
  parameters?: number;
  overall: {
    [k: string]: OverallScore;
  };
  above?: EntryComparison;
  withdrawn?: Withdrawal;
}
/**
 * The difference to the entry above: a paired test on the scores of the folds, corrected for their shared training rows (Nadeau and Bengio 2003), or on the rows where there is one fold.
 */
export interface EntryComparison {
  against: SubmissionId;
  /**
   * Two-sided.
   */
  p: number | null;
  /**
   * p below 0.05.
   */
  significant: boolean;
  test: string;
}
/**
 * A page of a benchmark's entries.
 */
export interface Leaderboard {
  benchmark: string;
  version: string;
  title: string;
  dataset: string;
  metrics: BenchmarkMetric[];
  sort: string;
  total: number;
  offset: number;
  entries: LeaderboardEntry[];
}
export interface LineageNode {
  id: string;
  kind: "dataset" | "model" | "benchmark" | "entry";
  title: string;
  reference: string;
  withdrawn: boolean;
  /**
   * It, or something that it comes from, was withdrawn.
   */
  affected?: boolean;
  /**
   * It is named, but not in this store.
   */
  missing?: boolean;
}
/**
 * `to` came of `from`.
 */
export interface LineageEdge {
  from: string;
  to: string;
  relation: "trained" | "posed" | "entered" | "predicted";
}
/**
 * What a package comes from, and all that came of it.
 */
export interface Lineage {
  start: string;
  nodes: LineageNode[];
  edges: LineageEdge[];
}
/**
 * An accepted entry of a benchmark (`submissions/<id>.json`): who, what and its scores. It never changes.
 */
export interface Submission {
  schemaVersion: 1;
  id: SubmissionId;
  benchmark: Name;
  version: Version;
  name: EntryName;
  by?: string;
  kind: EntryKind;
  /**
   * Reference of the model that made the predictions.
   */
  model?: string;
  description?: string;
  url?: string;
  /**
   * Package name to version.
   */
  software?: {
    [k: string]: string;
  };
  /**
   * What fitting and predicting took.
   */
  seconds?: number;
  /**
   * How many the model has.
   */
  parameters?: number;
  submittedAt: string;
  rows: number;
  predictions: FileEntry;
  /**
   * By fold.
   */
  scores: {
    [k: string]: FoldScores;
  };
  /**
   * By metric.
   */
  overall: {
    [k: string]: OverallScore;
  };
  scoring: Scoring;
  withdrawn?: Withdrawal;
}
