import type { ColumnStatistics } from "../contracts/types.js";

const BINS = 40;
const TOP = 10;

/** Which of equally wide bins from `low` to `high` holds a number between them; the last one holds its upper bound. */
export const binOf = (value: number, low: number, high: number, bins: number): number =>
  high > low ? Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)) : 0;

/** Statistics of numbers: range, mean, sample standard deviation and a histogram of the finite ones. */
export function countNumbers(name: string, all: readonly number[], missing = 0): ColumnStatistics | undefined {
  const numbers = all.filter(Number.isFinite);
  const count = numbers.length;
  if (count === 0) return undefined;
  const min = numbers.reduce((a, b) => Math.min(a, b));
  const max = numbers.reduce((a, b) => Math.max(a, b));
  const mean = numbers.reduce((sum, value) => sum + value, 0) / count;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const counts = new Array<number>(BINS).fill(0);
  for (const value of numbers) {
    const bin = binOf(value, min, max, BINS);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const edges = Array.from({ length: BINS + 1 }, (_, i) => min + ((max - min || 1) * i) / BINS);
  // Rounded, it could be below the largest value.
  if (max > min) edges[BINS] = max;
  return {
    name,
    count: all.length,
    missing,
    ...notFinite(all),
    min,
    max,
    mean,
    ...(count > 1 && { std: Math.sqrt(squares / (count - 1)) }),
    histogram: { edges, counts },
  };
}

/** Statistics of values of any type: of numbers where there are any, else the most frequent values as text. */
export function countValues(
  name: string,
  values: readonly unknown[],
  textOf: (value: unknown) => string,
): ColumnStatistics {
  const present = values.filter((value) => value !== null && value !== undefined);
  const missing = values.length - present.length;
  const numbers = present.flatMap((value) =>
    typeof value === "number" || typeof value === "bigint" ? [Number(value)] : [],
  );
  const counted = countNumbers(name, numbers, missing);
  if (counted) return counted;
  if (numbers.length > 0) return { name, count: present.length, missing, ...notFinite(numbers) };
  const counts = new Map<string, number>();
  for (const text of present.map(textOf)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const top = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP)
    .map(([value, count]) => ({ value, count }));
  const empty = present.filter((value) => value === "").length;
  return { name, count: present.length, missing, ...(empty > 0 && { empty }), unique: counts.size, top };
}

function notFinite(numbers: readonly number[]): { nan?: number; infinite?: number } {
  const nan = numbers.filter(Number.isNaN).length;
  const infinite = numbers.filter((value) => value === Infinity || value === -Infinity).length;
  return { ...(nan > 0 && { nan }), ...(infinite > 0 && { infinite }) };
}
