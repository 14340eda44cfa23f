import type { Table } from "apache-arrow";
import type { Column } from "../contracts/types.js";

/** Rows up to which a column is counted whole; beyond them, the first of them are. */
export const MOST_COUNTED = 1_000_000;

/** A table in a file. */
export interface TableFile {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** What a person should know, such as that the file goes on, as a sentence. */
  readonly note?: string | undefined;
  /** Columns that are read as text, in place of their values. */
  readonly asText?: readonly string[];
  /** The rows from `start` up to `end`. */
  read(names: readonly string[], start: number, end: number): Promise<Table>;
  /**
   * @param rows - so many of the first rows; all of them when absent
   * @throws FoundryProblem when these columns are too much to be read in a browser
   */
  requireSmall?(names: readonly string[], rows?: number): void;
  /** Rows by their places, in that order. */
  take(names: readonly string[], rows: Uint32Array): Promise<Table>;
}

/** The formats that are read here. */
export type FileFormat = "parquet" | "arrow" | "csv";

/** A file to open. */
export interface FileRequest {
  url: string;
  /** What a person calls it. */
  name: string;
  format: FileFormat;
  headers?: Record<string, string>;
}

/** A table file as its reader describes it. */
export interface FileDescription {
  columns: Column[];
  rows: number;
  note?: string;
  asText?: readonly string[];
}
