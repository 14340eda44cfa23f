import type { Box, Density, PlotRequest, PlotResponse } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import type { Question } from "../core/sources.js";

/** Points of a scatter plot up to which each is drawn; above, their density is. */
export const MOST_POINTS = 50_000;
const MOST_LINES = 1_000;
const BINS = 80;
const MOST_BOXES = 24;
const MOST_CORRELATED = 30;

/** What a plot draws, and the rows whose points it draws. */
export interface Plot {
  response: Omit<PlotResponse, "id">;
  points?: number[];
}

/**
 * What a plot draws of rows: what the kernel draws of a table.
 * @param numbers - the values of each column of the request, NaN where one is missing; all of one length
 * @param classes - the class of each row, where the request has `by`
 */
export function plotOf(
  { kind, columns }: Question<PlotRequest>,
  numbers: readonly Float64Array[],
  classes?: readonly string[],
): Plot {
  const [first = new Float64Array(), second] = numbers;
  const of = first.length;
  switch (kind) {
    case "correlation":
      return { response: { rows: of, of, correlation: correlations(numbers.slice(0, MOST_CORRELATED)) } };
    case "box": {
      const boxes = boxesOf(first, classes);
      return { response: { rows: boxes.reduce((sum, { count }) => sum + count, 0), of, boxes } };
    }
    case "parallel":
      return pointsOf(evenly(of, MOST_LINES), of);
    case "scatter":
      if (columns.length !== 2 || !second) throw problem("invalid-request", "A scatter plot takes two columns.");
      return of > MOST_POINTS ? { response: { of, ...densityOf(first, second) } } : pointsOf(evenly(of, of), of);
  }
}

const pointsOf = (points: number[], of: number): Plot => ({ response: { rows: points.length, of }, points });

function evenly(rows: number, most: number): number[] {
  const length = Math.min(rows, most);
  return Array.from({ length }, (_, i) => (length < rows ? Math.floor((i * (rows - 1)) / Math.max(1, length - 1)) : i));
}

function densityOf(across: Float64Array, up: Float64Array): { rows: number; density: Density } {
  const there = Array.from(across.keys()).filter((i) => Number.isFinite(across[i]) && Number.isFinite(up[i]));
  const [x, y] = [axis(there.map((i) => across[i] ?? 0)), axis(there.map((i) => up[i] ?? 0))];
  const counts = Array.from({ length: BINS }, () => new Array<number>(BINS).fill(0));
  for (const i of there) {
    const row = counts[y.bin(up[i] ?? 0)];
    const column = x.bin(across[i] ?? 0);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return { rows: there.length, density: { x: x.edges, y: y.edges, counts } };
}

function axis(values: readonly number[]): { edges: number[]; bin: (value: number) => number } {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  // All values alike lie in the middle, as where there are none.
  const [start, end] = low < high ? [low, high] : Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
  const step = (end - start) / BINS;
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => start + i * step),
    bin: (value) => Math.max(0, Math.min(BINS - 1, Math.floor((value - start) / step))),
  };
}

/** Pearson's coefficients over the rows where both columns are finite: K. Pearson, Proc. R. Soc. Lond. 58, 240 (1895). */
function correlations(columns: readonly Float64Array[]): (number | null)[][] {
  return columns.map((one) => columns.map((other) => pearson(one, other)));
}

function pearson(one: Float64Array, other: Float64Array): number | null {
  const both = Array.from(one.keys()).filter((i) => Number.isFinite(one[i]) && Number.isFinite(other[i]));
  if (both.length < 2) return null;
  const centred = (values: Float64Array) => {
    const mean = both.reduce((sum, i) => sum + (values[i] ?? 0), 0) / both.length;
    return both.map((i) => (values[i] ?? 0) - mean);
  };
  const [a, b] = [centred(one), centred(other)];
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const norm = Math.sqrt(product(a, a) * product(b, b));
  return norm > 0 && Number.isFinite(norm) ? Math.max(-1, Math.min(1, product(a, b) / norm)) : null;
}

/**
 * A box for each of the most frequent classes. Whiskers reach to the outermost values within 1.5 times the
 * interquartile range of the quartiles: J. W. Tukey, Exploratory Data Analysis, Addison-Wesley (1977).
 */
function boxesOf(values: Float64Array, classes?: readonly string[]): Box[] {
  const groups = new Map<string, { rows: number; values: number[] }>();
  values.forEach((value, i) => {
    const name = classes ? (classes[i] ?? "missing") : "all";
    const group = groups.get(name) ?? { rows: 0, values: [] };
    groups.set(name, group);
    group.rows++;
    if (Number.isFinite(value)) group.values.push(value);
  });
  const frequent = [...groups]
    .sort(([a, one], [b, other]) => other.rows - one.rows || (a < b ? -1 : 1))
    .slice(0, MOST_BOXES);
  return frequent.flatMap(([name, group]) =>
    group.values.length > 0 ? [box(name, Float64Array.from(group.values).sort())] : [],
  );
}

function box(name: string, sorted: Float64Array): Box {
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return { name, count: sorted.length, low: inside[0] ?? q1, q1, median, q3, high: inside.at(-1) ?? q3 };
}

/** Between its two neighbours by share. */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
