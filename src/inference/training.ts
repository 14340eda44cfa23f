import type { ColumnStatistics, Model, Statistics } from "../contracts/types.js";

/** What is known of the values that a model was trained on, by column. */
export type Training = ReadonlyMap<string, ColumnStatistics>;

/** Statistics of the splits that a model was trained on: the first that has a column speaks for it. */
export function trainingOf(
  statistics: Statistics | undefined,
  splits: readonly string[],
): Map<string, ColumnStatistics> {
  const found = new Map<string, ColumnStatistics>();
  for (const part of statistics?.splits ?? [])
    if (splits.includes(part.split))
      for (const column of part.columns) if (!found.has(column.name)) found.set(column.name, column);
  return found;
}

/** Splits that a model names as its training data, whole versions of datasets first. */
export const trainedSplits = ({ trainedOn = [] }: Model): string[] => [...new Set(trainedOn.map(({ split }) => split))];

/** Where a value lies among those that a column had in training. */
export interface Place {
  /** Whether it is beyond all of them. */
  outside: "below" | "above" | undefined;
  /** The share of values below it, from 0 to 1; undefined without a histogram. */
  below: number | undefined;
}

/** Finds where a value lies; undefined for a column of which no range is known. */
export function placeOf(value: number, { min, max, histogram }: ColumnStatistics): Place | undefined {
  if (min === undefined || max === undefined || !Number.isFinite(value)) return undefined;
  // What is published in single precision comes back a rounding away from the value that it was.
  const slack = 1e-6 * Math.max(Math.abs(min), Math.abs(max));
  const outside = value < min - slack ? "below" : value > max + slack ? "above" : undefined;
  return { outside, below: histogram && shareBelow(value, histogram.edges, histogram.counts) };
}

/** The share of values below one, taken as even within each bin. */
function shareBelow(value: number, edges: readonly number[], counts: readonly number[]): number | undefined {
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return undefined;
  const below = counts.reduce((sum, count, bin) => {
    const low = edges[bin] ?? 0;
    const high = edges[bin + 1] ?? low;
    const share = high > low ? (value - low) / (high - low) : value > low ? 1 : 0;
    return sum + count * Math.min(1, Math.max(0, share));
  }, 0);
  return below / total;
}
