import type { Sort, View } from "../../contracts/types.js";
import { viewWith } from "../../core/conditions.js";

/** Which way a view sorts by a column, and as which of its keys (from 1; 0 where the column is the only key). */
export interface SortState {
  direction: "ascending" | "descending" | "none";
  rank: number;
}

/** How a view sorts by a column. */
export function sortOf(view: View | undefined, column: string): SortState {
  const keys = view?.sort ?? [];
  const index = keys.findIndex((sort) => sort.column === column);
  const key = keys[index];
  if (!key) return { direction: "none", rank: 0 };
  return { direction: key.descending ? "descending" : "ascending", rank: keys.length > 1 ? index + 1 : 0 };
}

/**
 * The view after a column's sort button: up, down, as stored. The filter stays.
 * @param add - whether the other keys stay: a new key comes after them, so that keys stand in click order
 */
export function nextSort(view: View | undefined, column: string, add = false): View | undefined {
  const { direction } = sortOf(view, column);
  const next = direction === "none" ? "ascending" : direction === "ascending" ? "descending" : "none";
  return sortBy(view, column, next, add);
}

/** The view sorted by a column in a direction, alone or together with the keys that are there. */
export function sortBy(
  view: View | undefined,
  column: string,
  direction: SortState["direction"],
  add = false,
): View | undefined {
  const key: Sort = direction === "descending" ? { column, descending: true } : { column };
  const keys = add ? (view?.sort ?? []) : [];
  const known = keys.some((sort) => sort.column === column);
  const kept = direction === "none" ? keys.filter((sort) => sort.column !== column) : keys;
  const sort =
    direction === "none" ? kept : known ? kept.map((one) => (one.column === column ? key : one)) : [...kept, key];
  return viewWith(view, { sort });
}
