import type { ColumnDrift, ColumnStatistics, Histogram, ValueCount } from "../contracts/types.js";

/** Different values up to which shares say something, however few rows there are. */
const FEW = 10;

/**
 * Drift of a column from what is known of it in two splits, without its values: between the distribution functions of
 * two histograms (Kolmogorov-Smirnov; values count as spread evenly within a bin), or between the shares of the most
 * frequent values (Jensen-Shannon; all other values count as one, so that the true distance is not less).
 *
 * Sources: N. V. Smirnov, Bull. Math. Univ. Moscou 2 (1939) 3-14; J. Lin, IEEE Trans. Inf. Theory 37 (1991) 145-151.
 */
export function driftOfStatistics(first: ColumnStatistics, second: ColumnStatistics): ColumnDrift {
  const { name } = first;
  if (first.histogram && second.histogram)
    return {
      name,
      measure: "Kolmogorov-Smirnov",
      value: greatestGap(first.histogram, second.histogram),
      approximate: true,
    };
  if (first.top && second.top && first.count > 0 && second.count > 0 && ![first, second].every(isNearlyUnique)) {
    const exact = [first, second].every(({ unique = Infinity, top = [] }) => unique <= top.length);
    const value = distance(shares(first.top, first.count), shares(second.top, second.count));
    return { name, measure: "Jensen-Shannon", value, ...(exact ? {} : { approximate: true }) };
  }
  return { name };
}

/** Shares of values say nothing where nearly every value is different, such as a name. */
function isNearlyUnique({ unique = 0, count }: ColumnStatistics): boolean {
  return unique > FEW && 2 * unique > count;
}

/** Shares of a histogram's values in each of other bins; what lies beyond them is left out. */
export function binnedShares({ edges, counts }: Histogram, bins: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  return bins.slice(1).map((right, i) => {
    const last = i === bins.length - 2;
    return counts.reduce(
      (sum, count, bin) => sum + (count * overlap(edges, bin, bins[i] ?? 0, right, last)) / total,
      0,
    );
  });
}

function overlap(edges: readonly number[], bin: number, left: number, right: number, last: boolean): number {
  const low = edges[bin] ?? 0;
  const high = edges[bin + 1] ?? low;
  if (high <= low) return low >= left && (low < right || (last && low === right)) ? 1 : 0;
  return Math.max(0, Math.min(high, right) - Math.max(low, left)) / (high - low);
}

function greatestGap(first: Histogram, second: Histogram): number {
  const edges = [...new Set([...first.edges, ...second.edges])].sort((a, b) => a - b);
  const [own, other] = [below(first), below(second)];
  return edges.reduce((gap, edge) => Math.max(gap, Math.abs(own(edge) - other(edge))), 0);
}

/** The share of values up to a number. */
function below({ edges, counts }: Histogram): (value: number) => number {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  return (value) =>
    counts.reduce((sum, count, bin) => {
      const low = edges[bin] ?? 0;
      const high = edges[bin + 1] ?? low;
      const part = value >= high ? 1 : value <= low ? 0 : (value - low) / (high - low);
      return sum + (count * part) / total;
    }, 0);
}

function shares(top: readonly ValueCount[], count: number): Map<string | undefined, number> {
  const found = new Map<string | undefined, number>(top.map((one) => [one.value, one.count / count]));
  const rest = 1 - top.reduce((sum, one) => sum + one.count, 0) / count;
  // What is not among the most frequent values is one class for both.
  if (rest > 1e-12) found.set(undefined, rest);
  return found;
}

function distance(
  first: ReadonlyMap<string | undefined, number>,
  second: ReadonlyMap<string | undefined, number>,
): number {
  const divergence = (own: ReadonlyMap<string | undefined, number>, other: ReadonlyMap<string | undefined, number>) =>
    [...own].reduce(
      (sum, [value, share]) => sum + share * Math.log2(share / ((share + (other.get(value) ?? 0)) / 2)),
      0,
    );
  const half = (divergence(first, second) + divergence(second, first)) / 2;
  return Math.sqrt(Math.min(1, Math.max(0, half)));
}
