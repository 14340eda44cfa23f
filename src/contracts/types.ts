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
 * A SHA-256 digest in lower case hexadecimal.
 */
export type Sha256 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath = string;
/**
 * What a package holds.
 */
export type Kind = "dataset" | "model";
/**
 * What a column is for in learning.
 */
export type Role = "input" | "target" | "id" | "weight";
/**
 * A split's name, such as 'train' or 'fold_0.test'.
 */
export type SplitName = string;
/**
 * Where a version stands. `submitted`, `in review` and `returned` versions are found by their whole reference only.
 */
export type State =
  "published" | "submitted" | "in review" | "accepted" | "returned" | "deprecated" | "withdrawn";
/**
 * A package's name: lower case letters, digits and hyphens.
 */
export type Name1 = string;
/**
 * What can be done to a version that is in the store.
 */
export type LifecycleAction =
  "deprecate" | "withdraw" | "restore" | "rename" | "submit" | "review" | "accept" | "return";
/**
 * A package's name: lower case letters, digits and hyphens.
 */
export type Name2 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath1 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath2 = string;
/**
 * The part of the version that a change raises: patch for the same data, minor where the old rows are still there, major where rows or splits changed; unknown where the rows cannot be compared.
 */
export type Bump = "patch" | "minor" | "major" | "unknown";
export type Difference = "added" | "removed" | "changed" | "same";
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
 * Where a version stands, and how it came there.
 */
export interface PackageStatus {
  kind: Kind;
  name: Name;
  version: Version;
  state: State;
  /**
   * Why it is deprecated or withdrawn; a curator's comments where it was returned.
   */
  reason?: string;
  by?: string;
  at?: string;
  /**
   * Whether search and references without a whole version find it.
   */
  visible: boolean;
  /**
   * Names that mean this package too.
   */
  formerNames?: Name[];
  /**
   * Its entries in the store's log, oldest first.
   */
  history: LogEntry[];
}
/**
 * Something that happened to a package. Entries are never changed.
 */
export interface LogEntry {
  id: string;
  action:
    | "published"
    | "submitted"
    | "in review"
    | "accepted"
    | "returned"
    | "deprecated"
    | "withdrawn"
    | "restored"
    | "renamed";
  kind: Kind;
  name: Name;
  version: Version;
  at: string;
  by?: string;
  /**
   * Why; a curator's comments where it was returned.
   */
  reason?: string;
  to?: Name1;
}
/**
 * An action on a package. `reason` is required by `deprecate`, `withdraw` and `return`, `to` by `rename`.
 */
export interface LifecycleRequest {
  action: LifecycleAction;
  kind?: Kind;
  /**
   * `name` or `name@1.2.0`.
   */
  reference: string;
  reason?: string;
  by?: string;
  to?: Name;
}
/**
 * `lifecycle.json` beside a package's versions: derived from the log, for readers that do not read all of it.
 */
export interface PackageLifecycle {
  renamedTo?: Name2;
  /**
   * Folders that hold more of its versions.
   */
  formerNames?: Name[];
  versions: VersionStatus[];
}
/**
 * Where a version stands.
 */
export interface VersionStatus {
  version: Version;
  state: State;
  reason?: string;
  by?: string;
  at?: string;
  visible: boolean;
}
/**
 * `rows.json` of a dataset: what its rows are, whatever their order, so that versions can be compared without reading them.
 */
export interface RowDigests {
  formatVersion: 1;
  splits: SplitDigests[];
}
/**
 * The rows of a split: over all of its columns first, then over the columns of the version before it where those differ.
 */
export interface SplitDigests {
  split: SplitName;
  /**
   * @minItems 1
   */
  digests: [RowDigest, ...RowDigest[]];
}
/**
 * The rows of a split over some of its columns.
 */
export interface RowDigest {
  columns: string[];
  rows: number;
  /**
   * Of the rows as a multiset.
   */
  digest: string;
  path: FilePath1;
  ids?: FilePath2;
}
/**
 * Two versions to compare.
 */
export interface ChangesRequest {
  from: string;
  to: string;
}
/**
 * What changed between two versions.
 */
export interface Changes {
  from: string;
  to: string;
  bump: Bump;
  /**
   * Why no smaller part of the version could be raised.
   */
  reasons: string[];
  metadata: ValueChange[];
  columns: ColumnChange[];
  splits: SplitChange[];
  statistics: StatisticChange[];
  /**
   * Data files beside the splits' own that are not as they were.
   */
  files: FileChange[];
}
/**
 * A field before and after; absent where there was or is none.
 */
export interface ValueChange {
  field: string;
  before?: unknown;
  after?: unknown;
}
/**
 * A column that is not as it was.
 */
export interface ColumnChange {
  name: string;
  change: Difference;
  fields: ValueChange[];
}
/**
 * A split's rows. `changedRows` are those with the same id and other values, where there is an id column; counts are absent where rows cannot be compared.
 */
export interface SplitChange {
  name: string;
  change: Difference;
  rowsBefore?: number;
  rowsAfter?: number;
  addedRows?: number;
  removedRows?: number;
  changedRows?: number;
}
/**
 * A statistic of a column before and after.
 */
export interface StatisticChange {
  split: string;
  column: string;
  field: string;
  before?: number | null;
  after?: number | null;
}
/**
 * A file that is not as it was.
 */
export interface FileChange {
  path: string;
  change: Difference;
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
  state?: State;
  /**
   * Why it is deprecated.
   */
  reason?: string;
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
  /**
   * Whether a curator must accept a version before it is found; `false` by default.
   */
  curation?: boolean;
}
