import type { Column, ColumnStatistics, SplitComparison } from "../../contracts/types.js";
import type { SplitChoice } from "../splits/split-options.js";

/** Gets the statistics of both splits as soon as they are known. */
export type StatisticsKnown = (first: readonly ColumnStatistics[], second: readonly ColumnStatistics[]) => void;

/** Compares splits of one dataset. */
export type CompareSplits = (
  first: string,
  second: string,
  known: StatisticsKnown,
  signal?: AbortSignal,
) => Promise<SplitComparison>;

/** A dataset whose splits can be compared. */
export interface ComparisonSource {
  readonly splits: readonly SplitChoice[];
  readonly columns: readonly Column[];
  compare: CompareSplits;
}
