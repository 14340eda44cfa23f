import type { Rows } from "./metric.js";

type Column = Float64Array | Int32Array;

/** What both entries have in common. */
const SHARED = new Set(["truth", "weights"]);

/** The rows at these places; one may be taken several times. */
export const takeRows = (rows: Rows, places: Uint32Array): Rows =>
  mapColumns(rows, (column, width) => {
    const found = emptyLike(column, places.length * width);
    if (width === 1) for (let i = 0; i < places.length; i++) found[i] = column[places[i] ?? 0] ?? NaN;
    else
      for (let i = 0; i < places.length; i++)
        found.set(column.subarray((places[i] ?? 0) * width, ((places[i] ?? 0) + 1) * width), i * width);
    return found;
  });

/** Two entries on the same rows, with their predictions exchanged where `exchanged` is 1. */
export function exchange(first: Rows, second: Rows, exchanged: Uint8Array): [Rows, Rows] {
  const columns: Record<string, unknown> = { ...second };
  const mixed = { ...second };
  const own = mapColumns(first, (column, width, name) => {
    const theirs = columns[name];
    if (SHARED.has(name) || !isColumn(theirs)) return column;
    const [here, there] = [column.slice(), theirs.slice()];
    for (let i = 0; i < exchanged.length; i++)
      if (exchanged[i] === 1)
        for (let k = i * width; k < (i + 1) * width; k++) {
          here[k] = theirs[k] ?? NaN;
          there[k] = column[k] ?? NaN;
        }
    Object.assign(mixed, { [name]: there });
    return here;
  });
  return [own, mixed];
}

const isColumn = (value: unknown): value is Column => value instanceof Float64Array || value instanceof Int32Array;

function mapColumns(rows: Rows, map: (column: Column, width: number, name: string) => Column): Rows {
  const mapped = Object.entries(rows).map(([name, value]: [string, unknown]) =>
    isColumn(value)
      ? [name, map(value, Math.max(1, value.length / Math.max(1, rows.truth.length)), name)]
      : [name, value],
  );
  return Object.fromEntries(mapped) as Rows;
}

const emptyLike = (column: Column, length: number): Column =>
  column instanceof Float64Array ? new Float64Array(length) : new Int32Array(length);
