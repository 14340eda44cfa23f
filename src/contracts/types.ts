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
 * What a condition is about. `type` is the kind of data (tabular, hdf5, files) or a model's format; `similar` takes a dataset's name; `trained` finds models by the dataset they were trained on; `columns` is how many there are; `size` is in bytes.
 */
export type SearchField =
  | "title"
  | "name"
  | "author"
  | "column"
  | "doi"
  | "similar"
  | "trained"
  | "kind"
  | "domain"
  | "task"
  | "licence"
  | "unit"
  | "keyword"
  | "type"
  | "organisation"
  | "element"
  | "year"
  | "rows"
  | "columns"
  | "size";
/**
 * A field that results can be narrowed by.
 */
export type FacetField =
  | "kind"
  | "domain"
  | "task"
  | "licence"
  | "unit"
  | "keyword"
  | "type"
  | "organisation"
  | "year"
  | "size"
  | "element";
/**
 * What the order of results goes by: by default relevance, or the date of publication where nothing is ranked. Equal ones go by date and name.
 */
export type SearchSort = "relevance" | "date" | "size" | "rows" | "name";

/**
 * What to look for elsewhere. `query` is plain words; `catalogs` are names of catalogs, or the address of a croissant.json; every catalog that is named in the hub's configuration when absent.
 */
export interface CatalogsRequest {
  query?: string;
  /**
   * @maxItems 30
   */
  catalogs?: string[];
  limit?: number;
}
/**
 * A catalog that can be searched.
 */
export interface CatalogInfo {
  /**
   * Its name in requests.
   */
  catalog: string;
  title: string;
  /**
   * Where its interface is asked.
   */
  url: string;
}
/**
 * What each catalog answers, in the order in which they were asked for.
 */
export interface CatalogsResponse {
  catalogs: CatalogAnswer[];
}
/**
 * What one catalog answers. One that is `offline` has no hits, and `problem` says why; the others answer nevertheless.
 */
export interface CatalogAnswer {
  catalog: string;
  title: string;
  state: "answered" | "offline";
  /**
   * How many match, where the catalog says so.
   */
  total?: number;
  hits: CatalogHit[];
  problem?: Problem;
}
/**
 * A dataset of another catalog.
 */
export interface CatalogHit {
  catalog: string;
  /**
   * Its name or number in that catalog.
   */
  id: string;
  title: string;
  description?: string;
  authors?: string[];
  year?: number;
  doi?: string;
  /**
   * Its page.
   */
  url?: string;
  licence?: string;
  keywords?: string[];
  version?: string;
  rows?: number;
  bytes?: number;
  /**
   * Where its Croissant description is.
   */
  croissant?: string;
  /**
   * Python that loads it.
   */
  load?: string;
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
  /**
   * Where in a text that cannot be read: characters before the place.
   */
  position?: number;
  /**
   * What could stand there.
   */
  expected?: string;
  suggestions?: string[];
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
 * The version that a DOI names.
 */
export interface DoiRecord {
  doi: string;
  kind: Kind;
  name: Name;
  version: Version;
  /**
   * What the registration agency says of it, where it was asked.
   */
  state?: "draft" | "registered" | "findable";
  /**
   * The page that the DOI leads to.
   */
  url?: string;
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
 * What to look for. `query` is what a person types: words (the last one may be the beginning of a word), phrases in quotes, and fields such as `unit:eV`, `author:"Ada Lovelace"`, `rows>1000` or `-domain:physics`. `terms` are the same as data; all of them must hold. An empty search finds everything, newest first. Facet values of one field are alternatives; fields are joined by 'and'.
 */
export interface SearchRequest {
  query?: string;
  /**
   * Conditions beside those of `query`.
   *
   * @maxItems 64
   */
  terms?: SearchTerm[];
  kinds?: Kind[];
  facets?: FacetChoice[];
  limit?: number;
  offset?: number;
  sort?: SearchSort;
  /**
   * Names ascend and everything else descends unless this says otherwise.
   */
  order?: "ascending" | "descending";
  /**
   * The `next` of a response: goes on after its last hit, whatever was published meanwhile. `offset` is not read then.
   */
  cursor?: string;
}
/**
 * One condition. Without `field` its words stand anywhere. `values` are alternatives, but of `element` all must be there. `number` is for year, rows, columns and size.
 */
export interface SearchTerm {
  field?: SearchField;
  /**
   * @maxItems 50
   */
  values?: string[];
  /**
   * Whether the words stand one after another in any record (words, phrase), and whether the last may be the beginning of a longer one.
   */
  form?: "words" | "beginning" | "phrase";
  /**
   * How the record's number compares with `number`; equal where absent.
   */
  op?: "=" | "<" | "<=" | ">" | ">=";
  number?: number;
  /**
   * True finds what does not fit.
   */
  not?: boolean;
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
  /**
   * How the query was read, after correction.
   */
  terms?: SearchTerm[];
  corrected?: Correction;
  /**
   * The cursor of the next page; absent on the last one.
   */
  next?: string;
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
  authors?: string[];
  doi?: string;
  /**
   * Columns that a condition on `column` or `unit` found.
   */
  matched?: MatchedColumn[];
  /**
   * What it has in common with the dataset that it is similar to, such as 'column gap' or 'unit eV'.
   */
  shared?: string[];
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
 * A column by name, with its unit.
 */
export interface MatchedColumn {
  name: string;
  unit?: string;
}
/**
 * Nothing has the words as they were given; these are the nearest that something has.
 */
export interface Correction {
  /**
   * The query that was searched for.
   */
  query: string;
  changes: CorrectedWord[];
}
/**
 * A word and what it was taken for.
 */
export interface CorrectedWord {
  from: string;
  to: string;
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
  action: "published" | "withdrawn" | "deprecated" | "minted";
  kind: Kind;
  name: Name;
  version: Version;
  at: string;
  by?: string;
  reason?: string;
  /**
   * The DOI that a version was given.
   */
  doi?: string;
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
 * How much of a file has arrived.
 */
export interface ReceivedPart {
  path: FilePath;
  bytes: number;
}
/**
 * A publication under way: the files that the hub still needs.
 */
export interface Upload {
  id: string;
  missing: string[];
  /**
   * Missing files of which a part has arrived: they go on at `bytes`.
   */
  received: ReceivedPart[];
  /**
   * When the hub forgets the upload if nothing more arrives.
   */
  expires: string;
}
/**
 * `foundry-store.json` and the entries of `log/`.
 */
export interface StoreDescription {
  formatVersion: 1;
  name: string;
}
