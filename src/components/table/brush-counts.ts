import type { Column, ColumnCounts, ColumnStatistics, Comparison, CrossCounts } from "../../contracts/types.js";
import { bound, isRangeable, position } from "./brush.js";

/** The places on a column's histogram where a brush can begin and end, as bounds of its comparison. */
export class BrushBounds {
  private constructor(
    readonly from: number[],
    readonly to: number[],
  ) {}

  /** Undefined where bins are so narrow that bounds with few digits do not tell them apart. */
  static of({ type }: Column, { histogram }: ColumnStatistics): BrushBounds | undefined {
    const edges = histogram?.edges ?? [];
    const low = edges[0];
    const high = edges.at(-1);
    if (low === undefined || high === undefined || high <= low || !isRangeable(type)) return undefined;
    const bins = edges.length - 1;
    const all = (round: (value: number) => number) =>
      edges.map((_, i) => position(bound(type, low + ((high - low) * i) / bins, high - low, round)) ?? NaN);
    const from = all(Math.floor);
    const to = all(Math.ceil);
    const apart = from.every((value, i) => value <= (to[i] ?? NaN) && (i === 0 || (to[i - 1] ?? NaN) < value));
    return apart ? new BrushBounds(from, to) : undefined;
  }

  /** The first and the last part of {@link CrossCounts} in a column's filter; undefined where that is no such range. */
  partsOf(comparisons: readonly Comparison[]): [number, number] | undefined {
    const [only, ...more] = comparisons;
    if (only?.op !== "between" || more.length > 0) return undefined;
    const [low, high] = (only.values ?? []).map(position);
    const first = this.from.indexOf(low ?? NaN);
    const last = this.to.indexOf(high ?? NaN);
    return first < 0 || last < first ? undefined : [2 * first + 1, 2 * last + 1];
  }
}

/** A column's counts in all the parts from `first` to `last`. */
export function sumParts({ name, rows, missing, counts }: CrossCounts, [first, last]: [number, number]): ColumnCounts {
  const bins = counts.length / rows.length;
  const found: ColumnCounts = { name, rows: 0, missing: 0, counts: Array.from({ length: bins }, () => 0) };
  for (let part = first; part <= last; part++) {
    found.rows += rows[part] ?? 0;
    found.missing += missing[part] ?? 0;
    for (let bin = 0; bin < bins; bin++)
      found.counts[bin] = (found.counts[bin] ?? 0) + (counts[part * bins + bin] ?? 0);
  }
  return found;
}
