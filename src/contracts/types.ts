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
 * A value to compare with.
 */
export type Scalar = string | number | boolean | null;
/**
 * How a column is compared.
 */
export type ComparisonOperator =
  "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "between" | "contains" | "missing" | "present";
/**
 * What a plot compares: two columns, one by class, all with all, or many row by row.
 */
export type PlotKind = "scatter" | "box" | "correlation" | "parallel";
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
  /**
   * Whether long values come whole; without it, a page that would be large has them cut.
   */
  full?: boolean;
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
  /**
   * Columns whose long values are cut in this page.
   */
  cut?: string[];
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
 * How often a column's values fall into given bins, or are given values, among the rows of a view.
 */
export interface CountsRequest {
  id: number;
  column: string;
  /**
   * Bounds of equally wide bins, ascending.
   *
   * @maxItems 501
   */
  edges?: number[];
  /**
   * @maxItems 100
   */
  values?: string[];
  view?: View;
}
/**
 * A column among the rows of a view: one count for each bin or value that was asked for.
 */
export interface ColumnCounts {
  name: string;
  /**
   * Rows of the view.
   */
  rows: number;
  /**
   * Nulls and NaN among them.
   */
  missing: number;
  counts: number[];
}
/**
 * A column's counts.
 */
export interface CountsResponse {
  id: number;
  counts: ColumnCounts;
}
/**
 * The next row of a view in which a cell's text holds a text, upper and lower case alike.
 */
export interface FindRequest {
  id: number;
  text: string;
  /**
   * Row of the view at which to start; that row counts.
   */
  from: number;
  backwards?: boolean;
  columns?: string[];
  view?: View;
}
/**
 * Where the text is. `row` and `columns` are absent where no row holds it.
 */
export interface FindResponse {
  id: number;
  row?: number;
  columns?: string[];
  /**
   * Which of the matching rows this is, from 0.
   */
  place?: number;
  /**
   * Rows that match.
   */
  matches: number;
}
/**
 * What is drawn of a view. `scatter` takes two columns, `box` one and `by`, the others several.
 */
export interface PlotRequest {
  id: number;
  kind: PlotKind;
  /**
   * @minItems 1
   * @maxItems 40
   */
  columns: [string, ...string[]];
  by?: string;
  view?: View;
}
/**
 * Rows in the cells of a grid: `counts` holds a row of cells for each bin of y, from the lowest.
 */
export interface Density {
  x: number[];
  y: number[];
  counts: number[][];
}
/**
 * A class: quartiles, and the outermost values within 1.5 times the interquartile range of them.
 */
export interface Box {
  name: string;
  count: number;
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
}
/**
 * What a plot draws. Points travel beside it as one Arrow IPC stream.
 */
export interface PlotResponse {
  id: number;
  /**
   * Rows that are drawn or counted.
   */
  rows: number;
  /**
   * Rows of the view.
   */
  of: number;
  density?: Density;
  boxes?: Box[];
  /**
   * Pearson's coefficients, a row for each column; null where one does not vary.
   */
  correlation?: (number | null)[][];
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
