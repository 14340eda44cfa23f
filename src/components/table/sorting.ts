import type { View } from "../../contracts/types.js";

/** Which way a view sorts by a column. */
export function sortOf(view: View | undefined, column: string): "ascending" | "descending" | "none" {
  const key = view?.sort?.find((sort) => sort.column === column);
  if (!key) return "none";
  return key.descending ? "descending" : "ascending";
}

/** The view after a column's sort button: up, down, as stored. The filter stays. */
export function nextSort(view: View | undefined, column: string): View | undefined {
  const rest: View = view?.filter ? { filter: view.filter } : {};
  switch (sortOf(view, column)) {
    case "none":
      return { ...rest, sort: [{ column }] };
    case "ascending":
      return { ...rest, sort: [{ column, descending: true }] };
    case "descending":
      return rest.filter && rest;
  }
}
