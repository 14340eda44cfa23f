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
 * What values are beyond their type: 'formula', 'smiles', 'structure', 'spectrum', 'image' or 'file', or a field's own word.
 */
export type ColumnKind = string;
/**
 * The two-sample Kolmogorov-Smirnov statistic for numbers, the Jensen-Shannon distance to base 2 for text and booleans.
 */
export type DriftMeasure = "Kolmogorov-Smirnov" | "Jensen-Shannon";
/**
 * What both rows have in common.
 */
export type LeakKind = "identical" | "other-targets" | "same-inputs";
/**
 * A split's name, such as 'train' or 'fold_0.test'.
 */
export type SplitName = string;
/**
 * A datatype as the Open Inference Protocol names it.
 */
export type TensorDatatype =
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
 * A DOI, without https://doi.org/.
 */
export type MdfDoi = string;
/**
 * What the entry is: a single-file ONNX model, a skops file of a scikit-learn estimator, XGBoost's JSON, LightGBM's text, PyTorch's exported program, a Keras archive, Python source, a list of published steps, or a pickle.
 */
export type ModelFormat =
  "onnx" | "skops" | "xgboost" | "lightgbm" | "torch" | "keras" | "python" | "pipeline" | "pickle";
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath3 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath4 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath5 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath6 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath7 = string;
/**
 * A file's path inside its package: forward slashes, no empty, '.' or '..' part.
 */
export type FilePath8 = string;
/**
 * A value to compare with.
 */
export type Scalar = string | number | boolean | null;
/**
 * How a column is compared. `elements`: a chemical formula that names each of `values`, such as `Fe` and `O`.
 */
export type ComparisonOperator =
  "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "between" | "contains" | "elements" | "missing" | "present";
/**
 * What a plot compares: two columns, one by class, all with all, or many row by row.
 */
export type PlotKind = "scatter" | "box" | "correlation" | "parallel";
/**
 * What a condition is about. `input` and `output` are kinds of values that a model takes and gives (number, class, text, smiles, formula, array), `input_unit` and `output_unit` their units, `framework` what it was made with, `metric` the name of a figure of merit. `type` is the kind of data (tabular, hdf5, files) or a model's format; `similar` takes a dataset's name; `trained` finds models by the dataset they were trained on; `columns` is how many there are; `size` is in bytes.
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
  | "license"
  | "unit"
  | "keyword"
  | "type"
  | "organisation"
  | "element"
  | "year"
  | "rows"
  | "columns"
  | "size"
  | "input"
  | "output"
  | "input_unit"
  | "output_unit"
  | "framework"
  | "metric";
/**
 * A field that results can be narrowed by; the last seven are of models.
 */
export type FacetField =
  | "kind"
  | "domain"
  | "task"
  | "license"
  | "unit"
  | "keyword"
  | "type"
  | "organisation"
  | "year"
  | "size"
  | "element"
  | "author"
  | "input"
  | "output"
  | "input_unit"
  | "output_unit"
  | "trained"
  | "framework"
  | "metric";
/**
 * What the order of results goes by: by default relevance, or the date of publication where nothing is ranked. Equal ones go by date and name.
 */
export type SearchSort = "relevance" | "date" | "size" | "rows" | "name";
/**
 * A package's name: lower case letters, digits and hyphens.
 */
export type Name3 = string;
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
 * A SHA-256 digest in lower case hexadecimal.
 */
export type Sha2561 = string;

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
  /**
   * The column to predict, where a benchmark has several.
   */
  target?: string;
}
/**
 * A fold's test rows in order and, unless labels are hidden, what is true of them; `train` where not every other row is for training.
 */
export interface FoldRows {
  test: string[];
  truth?: ClassLabel[];
  train?: string[];
  /**
   * Of the test rows by column, where the dataset lacks them: only the hub has them.
   */
  inputs?: {
    [k: string]: (string | number | boolean | null)[];
  };
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
  /**
   * Whether the hub alone has the test rows' inputs too, so that only published models can enter.
   */
  inputsHidden?: boolean;
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
   * An SPDX identifier, or the license's name.
   */
  license?: string;
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
   * The columns to predict, where there are several; each fold is of one of them, and `target` is the first.
   *
   * @minItems 2
   * @maxItems 1000
   */
  targets?: [string, string, ...string[]];
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
  license?: string;
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
 * One thing that is wrong (an error) or should be looked at (a warning), and where.
 */
export interface Finding {
  severity: "error" | "warning";
  detail: string;
  file?: string;
  /**
   * The first row is 1; names of columns are no row.
   */
  row?: number;
  column?: string;
  pointer?: string;
  suggestions?: string[];
}
/**
 * Everything that is wrong with a folder or submission before it is published.
 */
export interface CheckReport {
  where: string;
  /**
   * Whether nothing stands against publishing it.
   */
  ok: boolean;
  findings: Finding[];
}
/**
 * What stands for a value that is not there, and why it is not.
 */
export interface MissingValues {
  /**
   * As the source writes them, such as '-999'; they are null in the published table.
   *
   * @maxItems 100
   */
  values?: string[];
  meaning?: string;
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
  /**
   * The labels of the classes.
   */
  classes?: string[];
  /**
   * The values in the data, in the order of `classes`, where they are not the labels themselves.
   */
  classValues?: string[];
  missing?: MissingValues;
  kind?: ColumnKind;
  /**
   * The shape of each value, where it is an array.
   *
   * @maxItems 32
   */
  shape?: number[];
  /**
   * Whether the values are paths of files in the package.
   */
  path?: boolean;
}
/**
 * A column's meaning as its publisher gives it; the type is read from the data.
 */
export interface ColumnDraft {
  name: string;
  unit?: string;
  role?: Role;
  description?: string;
  /**
   * The labels of the classes.
   */
  classes?: string[];
  /**
   * The values in the data, in the order of `classes`, where they are not the labels themselves.
   */
  classValues?: string[];
  missing?: MissingValues;
  kind?: ColumnKind;
  /**
   * Whether the values are paths of files beside the table; they are published with it.
   */
  path?: boolean;
}
/**
 * The second split against the first.
 */
export interface SplitComparison {
  first: string;
  second: string;
  firstRows: number;
  secondRows: number;
  columns: ColumnDrift[];
  leakage?: Leakage;
}
/**
 * How far a column's distribution in the second split is from that in the first; without a measure where it has none.
 */
export interface ColumnDrift {
  name: string;
  measure?: DriftMeasure;
  /**
   * From 0, alike, to 1, nothing in common.
   */
  value?: number;
  /**
   * Probability of such a Kolmogorov-Smirnov statistic or a greater one if both splits were drawn from one distribution.
   */
  pValue?: number;
  /**
   * Whether it is of histograms or of the most frequent values, not of the values themselves.
   */
  approximate?: boolean;
  /**
   * Rows of the second split whose value the first does not have; for text and booleans.
   */
  unseen?: number;
}
/**
 * Rows of the second split that the first holds too.
 */
export interface Leakage {
  /**
   * Rows with the same values in every column that is no identifier.
   */
  identical: number;
  /**
   * Rows that are not identical but have the same inputs; absent where inputs are not told apart.
   */
  sameInputs?: number;
  /**
   * Those of the rows with the same inputs whose targets no row of the first split with these inputs has.
   */
  otherTargets?: number;
  /**
   * The columns that count as inputs.
   */
  inputs?: string[];
  /**
   * The columns that count as targets.
   */
  targets?: string[];
  /**
   * The first of these rows.
   */
  examples?: LeakedRow[];
}
/**
 * A row of the second split and one of the first that it repeats, by their places from 0.
 */
export interface LeakedRow {
  first: number;
  second: number;
  kind: LeakKind;
}
/**
 * A named part of a dataset and what holds it: a table (CSV, JSON, Excel, Parquet, Arrow), arrays (HDF5, Zarr), molecules (SDF), or a folder of files.
 */
export interface SplitDraft {
  name: SplitName;
  path: FilePath;
  description?: string;
  /**
   * Which arrays or groups of an HDF5 or Zarr file, as paths; all by default.
   */
  keys?: string[];
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
   * An SPDX identifier, or the license's name.
   */
  license?: string;
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
 * An array of a split in a file of its own, as NumPy writes it (.npy).
 */
export interface ArrayEntry {
  name: string;
  split: SplitName;
  path: FilePath;
  /**
   * NumPy's name of the type, such as 'float64'.
   */
  type: string;
  /**
   * @maxItems 32
   */
  shape: number[];
  unit?: string;
  role?: Role;
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
   * An SPDX identifier, or the license's name.
   */
  license?: string;
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
  /**
   * Arrays that are not one value a row, such as the axis that all spectra share.
   */
  arrays?: ArrayEntry[];
  /**
   * Symbols of the chemical elements in its formulas, molecules and structures, found at publication.
   *
   * @maxItems 118
   */
  elements?: string[];
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
 * Rows for a model. Values are in row-major order, flat or nested; an input with `binary_data_size` has them after the JSON instead.
 */
export interface InferenceRequest {
  /**
   * Comes back with the answer.
   */
  id?: string;
  parameters?: InferenceParameters;
  /**
   * @minItems 1
   * @maxItems 1000
   */
  inputs: [InferenceInput, ...InferenceInput[]];
  /**
   * Which outputs are wanted; all when absent or empty.
   *
   * @maxItems 1000
   */
  outputs?: RequestedOutput[];
}
/**
 * `binary_data_size` (of an input: bytes after the JSON), `binary_data` (of an output), `binary_data_output` (of a request: all outputs) and `cache` (of a request: false computes anew). Others are ignored.
 */
export interface InferenceParameters {
  binary_data_size?: number;
  binary_data?: boolean;
  binary_data_output?: boolean;
  cache?: boolean;
}
/**
 * One tensor that goes into a model.
 */
export interface InferenceInput {
  name: string;
  /**
   * @minItems 1
   * @maxItems 8
   */
  shape:
    | [number]
    | [number, number]
    | [number, number, number]
    | [number, number, number, number]
    | [number, number, number, number, number]
    | [number, number, number, number, number, number]
    | [number, number, number, number, number, number, number]
    | [number, number, number, number, number, number, number, number];
  datatype: TensorDatatype;
  parameters?: InferenceParameters;
  data?: unknown[];
}
/**
 * One output that is wanted, and whether as binary.
 */
export interface RequestedOutput {
  name: string;
  parameters?: InferenceParameters;
}
/**
 * What a model gave.
 */
export interface InferenceResponse {
  model_name: string;
  model_version?: string;
  id?: string;
  /**
   * `cached`: whether the result was known already.
   */
  parameters?: {
    [k: string]: unknown;
  };
  outputs: InferenceOutput[];
}
/**
 * One tensor that a model gave; with `binary_data_size`, its values follow the JSON.
 */
export interface InferenceOutput {
  name: string;
  shape: number[];
  datatype: string;
  parameters?: {
    [k: string]: unknown;
  };
  data?: unknown[];
}
/**
 * Which server answers under `/v2`.
 */
export interface ServerMetadata {
  name: string;
  version: string;
  extensions: string[];
}
/**
 * What a served model takes and gives.
 */
export interface ServedModel {
  name: string;
  versions?: string[];
  platform: string;
  inputs: ServedTensor[];
  outputs: ServedTensor[];
}
/**
 * A tensor of a served model; -1 in its shape is any. The hub names the table columns that it holds in `parameters.columns`.
 */
export interface ServedTensor {
  name: string;
  datatype: string;
  shape: number[];
  parameters?: {
    [k: string]: unknown;
  };
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
    | "renamed"
    | "minted";
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
  /**
   * The DOI that a version was given.
   */
  doi?: string;
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
export interface MdfNameIdentifier {
  nameIdentifier: string;
  nameIdentifierScheme: string;
  schemeURI?: string;
}
/**
 * Who made the data.
 */
export interface MdfCreator {
  /**
   * Family, Given.
   */
  creatorName: string;
  familyName?: string;
  givenName?: string;
  affiliations?: string[];
  nameIdentifiers?: MdfNameIdentifier[];
}
export interface MdfTitle {
  title: string;
  type?: "AlternativeTitle" | "Subtitle" | "TranslatedTitle" | "Other";
}
export interface MdfDescription {
  description: string;
  descriptionType:
    "Abstract" | "Methods" | "SeriesInformation" | "TableOfContents" | "TechnicalInfo" | "Other";
}
export interface MdfRelatedIdentifier {
  relatedIdentifier: string;
  relatedIdentifierType:
    | "ARK"
    | "arXiv"
    | "bibcode"
    | "DOI"
    | "EAN13"
    | "EISSN"
    | "Handle"
    | "IGSN"
    | "ISBN"
    | "ISSN"
    | "ISTC"
    | "LISSN"
    | "LSID"
    | "PMID"
    | "PURL"
    | "UPC"
    | "URL"
    | "URN";
  relationType:
    | "IsCitedBy"
    | "Cites"
    | "IsSupplementTo"
    | "IsSupplementedBy"
    | "IsContinuedBy"
    | "Continues"
    | "IsNewVersionOf"
    | "IsPreviousVersionOf"
    | "IsPartOf"
    | "HasPart"
    | "IsReferencedBy"
    | "References"
    | "IsDocumentedBy"
    | "Documents"
    | "IsCompiledBy"
    | "Compiles"
    | "IsVariantFormOf"
    | "IsOriginalFormOf"
    | "IsIdenticalTo"
    | "HasMetadata"
    | "IsMetadataFor"
    | "Reviews"
    | "IsReviewedBy"
    | "IsDerivedFrom"
    | "IsSourceOf";
  relatedMetadataScheme?: string;
  schemeURI?: string;
  schemeType?: string;
}
export interface MdfDate {
  date?: string;
  dateType:
    | "Accepted"
    | "Available"
    | "Collected"
    | "Copyrighted"
    | "Created"
    | "Issued"
    | "Submitted"
    | "Updated"
    | "Valid";
}
export interface MdfRights {
  rights?: string;
  rightsURI?: string;
  rightsIdentifier?: string;
  [k: string]: unknown;
}
export interface MdfSubject {
  subject?: string;
  subjectScheme?: string;
  schemeURI?: string;
  valueURI?: string;
  [k: string]: unknown;
}
/**
 * The block `dc`: what DataCite knows of the data.
 */
export interface MdfCitation {
  identifier?: {
    identifier: MdfDoi;
    identifierType: "DOI";
  };
  /**
   * @minItems 1
   */
  creators: [MdfCreator, ...MdfCreator[]];
  /**
   * @minItems 1
   */
  titles: [MdfTitle, ...MdfTitle[]];
  publisher: string;
  /**
   * Four digits, as text.
   */
  publicationYear: string;
  resourceType: {
    resourceType?: string;
    resourceTypeGeneral:
      | "Audiovisual"
      | "Collection"
      | "Dataset"
      | "Event"
      | "Image"
      | "InteractiveResource"
      | "Model"
      | "PhysicalObject"
      | "Service"
      | "Software"
      | "Sound"
      | "Text"
      | "Workflow"
      | "Other";
  };
  subjects?: MdfSubject[];
  contributors?: {
    [k: string]: unknown;
  }[];
  dates?: MdfDate[];
  language?: string;
  alternateIdentifiers?: {
    [k: string]: unknown;
  }[];
  relatedIdentifiers?: MdfRelatedIdentifier[];
  sizes?: string[];
  formats?: string[];
  version?: string;
  rightsList?: MdfRights[];
  descriptions?: MdfDescription[];
  fundingReferences?: {
    [k: string]: unknown;
  }[];
  geoLocations?: {
    [k: string]: unknown;
  }[];
}
export interface MdfLink {
  type?: string;
  doi?: string;
  url?: string;
  description?: string;
  bibtex?: string;
}
/**
 * The block `mdf`: who may see it, and what it is called.
 */
export interface MdfAdministration {
  source_name?: string;
  acl?: string[];
  organizations?: string[];
  links?: MdfLink[];
}
export interface FoundrySplitBlock {
  type?: string;
  path?: string;
  label?: string;
}
export interface FoundryKeyBlock {
  /**
   * Names of columns, or paths in an HDF5 file.
   *
   * @minItems 1
   */
  key?: [string, ...string[]];
  /**
   * 'input' or 'target'.
   */
  type?: string;
  filter?: string | null;
  description?: string | null;
  units?: string | null;
  classes?:
    | null
    | {
        [k: string]: unknown;
      }[];
}
/**
 * The block `projects.foundry`: how the data is split, and what its keys mean.
 */
export interface FoundryBlock {
  short_name?: string;
  data_type?: string;
  task_type?: string[];
  domain?: string[];
  n_items?: number;
  splits?: FoundrySplitBlock[];
  keys?: FoundryKeyBlock[];
}
export interface MdfIndex {
  mapping: {
    [k: string]: unknown;
  };
  delimiter?: string;
  /**
   * @minItems 1
   */
  na_values?: [string, ...string[]];
}
/**
 * A submission to MDF Connect: where the data lies, and the blocks that describe it.
 */
export interface MdfSubmission {
  dc: MdfCitation;
  mdf?: MdfAdministration;
  /**
   * @minItems 1
   *
   * Items: With its protocol, such as globus://, https:// or file://.
   */
  data_sources: [string, ...string[]];
  data_destinations?: string[];
  external_uri?: string;
  index?: {
    json?: MdfIndex;
    csv?: MdfIndex;
    yaml?: MdfIndex;
    xml?: MdfIndex;
    excel?: MdfIndex;
    filename?: MdfIndex;
  };
  extraction_config?: {
    group_by_dir?: boolean;
    known_formats?: {
      [k: string]: unknown;
    };
  };
  services?: {
    mdf_publish?:
      | boolean
      | {
          [k: string]: unknown;
        };
    citrine?:
      | boolean
      | {
          [k: string]: unknown;
        };
    mrr?: boolean;
  };
  mrr?: {
    [k: string]: unknown;
  };
  custom?: {
    [k: string]: string;
  };
  custom_desc?: {
    [k: string]: string;
  };
  projects?: {
    foundry?: FoundryBlock;
    [k: string]: unknown;
  };
  /**
   * @minItems 1
   */
  tags?: [string, ...string[]];
  update?: boolean;
  incremental_update?: string;
  curation?: boolean;
  dataset_acl?: string[];
  test?: boolean;
  no_extract?: boolean;
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
   * An SPDX identifier, or the license's name.
   */
  license?: string;
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
  format: ModelFormat;
  entry: FilePath;
  artifacts?: ModelArtifact[];
  call?: ModelCall;
  /**
   * @maxItems 100
   */
  steps?: ModelStep[];
  signature: Signature;
  trainedOn?: TrainedOn[];
  metrics?: Metric[];
  /**
   * Package name to version, as trained.
   */
  environment?: {
    [k: string]: string;
  };
  requirements?: FilePath3;
  example?: FilePath4;
  trainingStatistics?: FilePath5;
  intendedUse?: string;
  /**
   * Where the model must not be used, or is known to fail.
   */
  limits?: string;
  /**
   * The model card, in Markdown.
   */
  card?: string;
}
/**
 * Another file with the same model.
 */
export interface ModelArtifact {
  format: ModelFormat;
  entry: FilePath;
}
/**
 * How Python calls the model.
 */
export interface ModelCall {
  /**
   * `module:function`, or `module:Class` with a method.
   */
  entrypoint?: string;
  /**
   * The method of an object that is called with the rows.
   */
  method?: string;
  /**
   * Arrays by position for each tensor, arrays by column name, one array of rows and columns, a pandas frame, an Arrow table, or the values of one row at a time.
   */
  takes?: "arrays" | "columns" | "array" | "pandas" | "arrow" | "rows";
  /**
   * The estimator's methods whose results are the output tensors, in order.
   */
  gives?: string[];
}
/**
 * A published model whose outputs the next steps take.
 */
export interface ModelStep {
  /**
   * `name@version`.
   */
  model: string;
  sha256: Sha256;
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
   * An SPDX identifier, or the license's name.
   */
  license?: string;
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
  format: ModelFormat;
  entry: FilePath;
  artifacts?: ModelArtifact[];
  call?: ModelCall;
  /**
   * @maxItems 100
   */
  steps?: ModelStep[];
  signature: Signature;
  trainedOn?: TrainedOn[];
  metrics?: Metric[];
  /**
   * Package name to version, as trained.
   */
  environment?: {
    [k: string]: string;
  };
  requirements?: FilePath6;
  example?: FilePath7;
  trainingStatistics?: FilePath8;
  intendedUse?: string;
  /**
   * Where the model must not be used, or is known to fail.
   */
  limits?: string;
  /**
   * The model card, in Markdown.
   */
  card?: string;
  files: FileEntry[];
}
/**
 * A column against a value. `in`, `between` and `elements` take `values`; `missing` and `present` take neither.
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
 * So many rows drawn at random without replacement, in their stored order; the same for the same seed.
 */
export interface Sample {
  rows: number;
  seed?: number;
}
/**
 * Which rows of a table and in which order: filtered, then sampled, then sorted.
 */
export interface View {
  filter?: Filter;
  sample?: Sample;
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
 * A column whose counts are asked for, in equally wide bins or of given values, among the rows of a view.
 */
export interface CountedColumn {
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
 * How columns are counted in each part of another column, so that the counts of any of its ranges are sums of them. The ranges go from one of `from` to one of `to`, both included.
 */
export interface CrossCountsRequest {
  id: number;
  /**
   * The column that is cut into parts.
   */
  along: string;
  /**
   * Where ranges may begin, ascending.
   *
   * @maxItems 501
   */
  from: number[];
  /**
   * Where ranges may end: as many, each at or above the bound of the same place in `from` and below the next one there.
   *
   * @maxItems 501
   */
  to: number[];
  /**
   * @maxItems 200
   */
  columns: CountedColumn[];
}
/**
 * A column in each part of another. With n bounds in `from` and `to` there are 2n + 1 parts: below the first, then up to each bound in turn; a range from bound i to bound j holds the parts 2i + 1 to 2j + 1.
 */
export interface CrossCounts {
  name: string;
  /**
   * Rows of each part.
   */
  rows: number[];
  /**
   * Nulls and NaN among them.
   */
  missing: number[];
  /**
   * Counts of each part's bins or values, part after part.
   */
  counts: number[];
}
/**
 * Columns in each part of another, in the order in which they were asked for.
 */
export interface CrossCountsResponse {
  id: number;
  columns: CrossCounts[];
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
  /**
   * Rows of the table that were looked at, where those are the first of them and not all.
   */
  first?: number;
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
  /**
   * Rows of the table that were looked at, where those are the first of them and not all.
   */
  first?: number;
  density?: Density;
  boxes?: Box[];
  /**
   * Pearson's coefficients, a row for each column; null where one does not vary.
   */
  correlation?: (number | null)[][];
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
  license?: string;
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
  /**
   * Files that are there whole, and whose hashes the manifest did not give.
   */
  arrived: FileHash[];
}
/**
 * A file of a package and its SHA-256.
 */
export interface FileHash {
  path: FilePath;
  sha256: string;
}
/**
 * What a publisher found while sending: hashes of files whose manifest entries had none.
 */
export interface UploadCommit {
  files: FileHash[];
}
/**
 * A file that is published. One without a hash is hashed while it is sent.
 */
export interface UploadFile {
  path: FilePath;
  bytes: number;
  sha256?: string;
}
/**
 * What another store's log says of a version that is here too.
 */
export interface LogNote {
  action:
    | "submitted"
    | "in review"
    | "accepted"
    | "returned"
    | "deprecated"
    | "withdrawn"
    | "restored"
    | "renamed"
    | "minted";
  kind: Kind;
  name: Name;
  version: Version;
  at: string;
  by?: string;
  /**
   * Why; a curator's comments where it was returned.
   */
  reason?: string;
  to?: Name3;
  /**
   * The DOI that a version was given.
   */
  doi?: string;
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
 * What enters a benchmark: predictions by fold, or a published model alone, which the hub then runs.
 */
export interface SubmissionRequest {
  name: EntryName;
  by?: string;
  kind?: EntryKind;
  /**
   * The model that made the predictions or, where there are none, that the hub runs.
   */
  model?: string;
  description?: string;
  url?: string;
  software?: {
    [k: string]: string;
  };
  seconds?: number;
  parameters?: number;
  folds?: {
    [k: string]: FoldPredictions;
  };
}
/**
 * What keeps a submission from being taken, and what to know before: nothing was submitted.
 */
export interface SubmissionCheck {
  problems: string[];
  notes: string[];
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
  modelSha256?: Sha2561;
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
