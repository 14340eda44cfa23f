import { binOf } from "../core/count-values.js";
import { textOf } from "./arrow-columns.js";
import type { Turns } from "./turns.js";

/** Bins or values that a column is counted in. */
export interface Bins {
  /** Bounds of equally wide bins, ascending; the last bin holds its upper bound. */
  edges?: readonly number[];
  /** Texts, where there are no edges. */
  values?: readonly string[];
}

/** How many bins or values there are. */
export const binsIn = ({ edges, values }: Bins): number =>
  edges && edges.length > 1 ? edges.length - 1 : (values?.length ?? 0);

/** The bin or value of each row: of n, n for what is in none of them, n + 1 for what is missing. */
export async function placesOf(
  column: readonly unknown[],
  bins: Bins,
  turns: Turns,
): Promise<Uint8Array | Uint16Array> {
  const many = binsIn(bins);
  const places = many < 254 ? new Uint8Array(column.length) : new Uint16Array(column.length);
  const place = bins.edges && bins.edges.length > 1 ? inBins(bins.edges) : amongValues(bins.values ?? []);
  await turns.each(column.length, (row) => {
    const value = column[row];
    places[row] = isMissing(value) ? many + 1 : place(value);
  });
  return places;
}

/**
 * Which part each row lies in: with n bounds, 0 is below all of them and 2n above; a range from `from[i]` to `to[j]`
 * holds the parts 2i + 1 to 2j + 1. What is missing lies above.
 */
export async function partsOf(
  column: readonly unknown[],
  from: readonly number[],
  to: readonly number[],
  turns: Turns,
): Promise<Uint16Array> {
  const parts = new Uint16Array(column.length);
  await turns.each(column.length, (row) => {
    const value = column[row];
    const number = isMissing(value) ? Infinity : Number(value);
    parts[row] = countUntil(from, (bound) => bound <= number) + countUntil(to, (bound) => bound < number);
  });
  return parts;
}

/** Which rows a filter leaves, as ones. */
export async function maskOf(rows: number, matches: (row: number) => boolean, turns: Turns): Promise<Uint8Array> {
  const mask = new Uint8Array(rows);
  await turns.each(rows, (row) => {
    if (matches(row)) mask[row] = 1;
  });
  return mask;
}

function inBins(edges: readonly number[]): (value: unknown) => number {
  const bins = edges.length - 1;
  const low = edges[0] ?? 0;
  const high = edges.at(-1) ?? low;
  return (value) => {
    const number = Number(value);
    return number >= low && number <= high ? binOf(number, low, high, bins) : bins;
  };
}

function amongValues(values: readonly string[]): (value: unknown) => number {
  const known = new Map(values.map((value, i) => [value, i]));
  return (value) => known.get(textOf(value)) ?? values.length;
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;

/** How many of ascending bounds pass, from the first on. */
function countUntil(bounds: readonly number[], passes: (bound: number) => boolean): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(bounds[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}
