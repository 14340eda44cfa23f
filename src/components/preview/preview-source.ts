import type { View } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";
import type { ColumnFormat } from "../table/column-format.js";
import type { CompareSplits } from "../comparison/comparison-source.js";

/** Where a preview draws from: a table whose other splits can be shown instead. */
export interface PreviewSource extends TableSource {
  /** The table of another split. */
  setSplit(split: string, signal?: AbortSignal): Promise<PreviewSource>;
  /** Compares two of its splits; a source without it has no comparison. */
  compare?: CompareSplits | undefined;
  /** Whether a view may ask for rows at random. */
  readonly samples?: boolean;
  /** Text of a cell that reads the selection, for a table that is not a split of a package. */
  cell?(selection: PreviewSelection): string;
  /** The table as it is now where it came from; absent where that cannot be read again. */
  again?(signal?: AbortSignal): Promise<PreviewSource>;
  /** Why no more rows can come, as a sentence; undefined while they can. */
  readonly stale?: string | undefined;
}

/** What a person chose of a table. */
export interface PreviewSelection {
  split?: string;
  /** Names of the columns shown; all when absent. */
  columns?: string[];
  view?: View;
  /** Columns that stay at the left. */
  pinned?: string[];
  /** What the headers say of their columns' values; distributions when absent. */
  summaries?: "counts" | "nothing";
  /** Widths in px of columns that were resized. */
  widths?: Record<string, number>;
  /** How numbers of columns are set, where that was chosen. */
  formats?: Record<string, ColumnFormat>;
  /** Lines of text that a row has room for; one when absent. */
  lines?: number;
}
