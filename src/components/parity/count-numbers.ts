import type { ColumnStatistics } from "../../contracts/types.js";

const BINS = 40;

/** Statistics of finite numbers: range, mean, sample standard deviation and a histogram. */
export function countNumbers(name: string, numbers: readonly number[]): ColumnStatistics | undefined {
  const count = numbers.length;
  if (count === 0) return undefined;
  const min = numbers.reduce((a, b) => Math.min(a, b));
  const max = numbers.reduce((a, b) => Math.max(a, b));
  const mean = numbers.reduce((sum, value) => sum + value, 0) / count;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const counts = new Array<number>(BINS).fill(0);
  for (const value of numbers) {
    const bin = max > min ? Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS)) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: BINS + 1 }, (_, i) => min + ((max - min || 1) * i) / BINS);
  return { name, count, missing: 0, min, max, mean, ...(count > 1 && { std: Math.sqrt(squares / (count - 1)) }), histogram: { edges, counts } };
}
