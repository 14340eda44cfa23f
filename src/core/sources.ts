import type { Table } from "apache-arrow";
import type {
  Benchmark,
  CatalogsRequest,
  CatalogsResponse,
  Changes,
  Column,
  ColumnCounts,
  ColumnStatistics,
  CountsRequest,
  CrossCounts,
  CrossCountsRequest,
  Dataset,
  EntryKind,
  FindRequest,
  FindResponse,
  FoldRows,
  GroupsRequest,
  GroupsResponse,
  Kind,
  Leaderboard,
  Lineage,
  Model,
  PackageStatus,
  PackageSummary,
  PlotRequest,
  PlotResponse,
  Predictions,
  SaveRequest,
  SearchRequest,
  SearchResponse,
  Statistics,
  Submission,
  SubmissionCheck,
  SubmissionRequest,
  View,
} from "../contracts/types.js";
import type { RowHashes } from "./shared-rows.js";

/** Bytes of packages, and the worker that runs models in a browser. */
export interface FileSource {
  /** The address of the folder with the worker, with a slash at its end. */
  readonly runtime: string;
  /** @param range - the first byte and the one after the last; the whole file when absent */
  bytes(
    kind: Kind,
    name: string,
    version: string,
    path: string,
    range?: readonly [start: number, end: number],
    signal?: AbortSignal,
  ): Promise<ArrayBuffer>;
}

/** Where components find packages: a hub over HTTP, or a kernel over a comm. */
export interface CatalogSource {
  /** Absent where no file can be had, and so no model can run in the browser. */
  readonly files?: FileSource;
  search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResponse>;
  /** What catalogs besides the store find; absent where they cannot be asked. */
  searchCatalogs?(request: CatalogsRequest, signal?: AbortSignal): Promise<CatalogsResponse>;
  /** Puts the example packages into the store; absent where that is not the page's to do. */
  addExamples?(): Promise<void>;
  /** @param version - a whole or partial version; the newest when absent */
  dataset(name: string, version?: string, signal?: AbortSignal): Promise<Dataset>;
  model(name: string, version?: string, signal?: AbortSignal): Promise<Model>;
  /** Undefined when the package holds none. */
  statistics(name: string, version: string, signal?: AbortSignal): Promise<Statistics | undefined>;
  versions(kind: "dataset" | "model", name: string, signal?: AbortSignal): Promise<PackageSummary>;
  /** Where a version stands; not every source knows. */
  status?(kind: "dataset" | "model", name: string, version: string, signal?: AbortSignal): Promise<PackageStatus>;
  /** Hashes of a split's rows, where the package has them; not every source can read them. */
  rowHashes?(name: string, version: string, split: string, signal?: AbortSignal): Promise<RowHashes | undefined>;
  /** What changed between two versions, each `name@version`; not every source can compare. */
  changes?(from: string, to: string, signal?: AbortSignal): Promise<Changes>;
  /** What waits for a curator, or was sent back by one; not every source knows. */
  statuses?(reference?: string, kind?: Kind, signal?: AbortSignal): Promise<PackageStatus[]>;
  /** Newest version of each model that names this dataset as training data. */
  modelsTrainedOn(dataset: string, signal?: AbortSignal): Promise<Model[]>;
}

/** Which part of a leaderboard, and in which order. */
export interface LeaderboardRequest {
  /** A column; the benchmark's first one when absent. */
  sort?: string;
  kind?: EntryKind;
  /** Whether only the best entry of each entrant is there. */
  perEntrant?: boolean;
  limit?: number;
  offset?: number;
}

/** Where components find benchmarks and their entries. */
export interface LeaderboardSource {
  benchmark(name: string, version?: string, signal?: AbortSignal): Promise<Benchmark>;
  leaderboard(name: string, version?: string, request?: LeaderboardRequest, signal?: AbortSignal): Promise<Leaderboard>;
}

/** Where components enter benchmarks. */
export interface EntrySource {
  /** What keeps an entry from being taken; nothing is submitted. */
  check(name: string, version: string, request: SubmissionRequest, signal?: AbortSignal): Promise<SubmissionCheck>;
  submit(name: string, version: string, request: SubmissionRequest, signal?: AbortSignal): Promise<Submission>;
  /** Predictions of an entry, where labels are not hidden. */
  predictions(name: string, version: string, id: string, signal?: AbortSignal): Promise<Predictions>;
  /** A fold's rows, with what is true of them unless that is hidden. */
  foldRows(benchmark: Benchmark, fold: string, signal?: AbortSignal): Promise<FoldRows>;
}

/** Where components find what came of what. */
export interface LineageSource {
  lineage(kind: Kind, name: string, version: string, signal?: AbortSignal): Promise<Lineage>;
}

/** What a table is, before any of its rows. */
export interface TableDescription {
  title: string;
  /** `name@version` of the dataset, where the table is one of its splits. */
  reference?: string;
  split?: string;
  /** The other splits that can be shown instead. */
  splits?: { name: string; rows: number }[];
  columns: Column[];
  rows: number;
  /** What a person should know of the table, as a sentence: how it is shown, or that more rows are coming. */
  note?: string;
  /** Whether more rows are coming; false at the end of a table that grew. */
  growing?: boolean;
  /** Precomputed statistics, where the package has them. */
  statistics?: ColumnStatistics[];
  /** Python text that gives the table in the kernel, where it is not a split of a dataset. */
  expression?: string;
  /** Whether it can be read again from where it came. */
  again?: boolean;
}

export interface TablePage {
  rows: Table;
  offset: number;
  /** Rows of the view. */
  total: number;
  /** Rows of the table. */
  of: number;
  /** Columns whose long values are cut. */
  cut?: readonly string[];
  /** The number of each row in the table, where the view leaves rows out or sorts them. */
  numbers?: ArrayLike<number>;
}

export interface PageQuery {
  columns?: string[];
  offset: number;
  limit: number;
  view?: View;
  /** Whether long values come whole. */
  full?: boolean;
  /** Whether it is no page of what is looked at: it takes no such page's place, and gives its own to none. */
  aside?: boolean;
}

/** A question without the id that matches it with its answer. */
export type Question<T extends { id: number }> = Omit<T, "id">;

/** What a plot draws, and its points where it draws points. */
export interface PlotData extends PlotResponse {
  points?: Table;
}

/** How many groups there are, and the largest of them: `value`, `count`, and `mean i`, `min i`, `max i` of each column. */
export interface Groups extends GroupsResponse {
  table: Table;
}

/** Where a file that is being written is followed and given up. */
export interface Following {
  signal: AbortSignal;
  /** @param rows - how many of `of` are written */
  progress: (rows: number, of: number) => void;
}

/** All rows of a view as the bytes of a file. */
export interface WrittenRows {
  parts: BlobPart[];
  rows: number;
  /** What the file does not hold as the table does, as a sentence. */
  note?: string | undefined;
}

/** Where the table component draws rows from: a kernel over a comm, or a Parquet file. */
export interface TableSource {
  readonly description: TableDescription;
  page(query: PageQuery, signal?: AbortSignal): Promise<TablePage>;
  histogram(column: string, view?: View, signal?: AbortSignal): Promise<ColumnStatistics>;
  /** Counts under a filter; a source without them has headers that no filter changes. */
  counts?(request: Question<CountsRequest>, signal?: AbortSignal): Promise<ColumnCounts>;
  /** Counts columns in each part of another, so that a brush over that one asks once; not every source can. */
  crossCounts?(request: Question<CrossCountsRequest>, signal?: AbortSignal): Promise<CrossCounts[]>;
  /** Searches cells; a source without it has no search. */
  find?(request: Question<FindRequest>, signal?: AbortSignal): Promise<FindResponse>;
  /** Draws; a source without it has no plots but histograms. */
  plot?(request: Question<PlotRequest>, signal?: AbortSignal): Promise<PlotData>;
  /** Counts the rows of each value of a column; a source without it has no groups. */
  groups?(request: Question<GroupsRequest>, signal?: AbortSignal): Promise<Groups>;
  /** Columns whose pages hold text in place of their values. */
  readonly asText?: readonly string[];
  /** Writes a file that keeps every type; from a source without it, pages are all there is. */
  write?(question: Omit<SaveRequest, "id" | "key" | "begins">, following: Following): Promise<WrittenRows>;
}
