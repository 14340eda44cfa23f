import type { DatabaseSync } from "node:sqlite";
import type { SearchRequest, SearchSort } from "../contracts/types.js";
import type { RowSet } from "./row-set.js";

/** Rows up to which they are sorted; more are picked from an index that has all in order. */
const FEW = 5_000;
const NEWEST = "published DESC, kind, name";

/** How an order sorts packages; equal ones go by date, then kind and name, so that no two are equal. */
function ordersOf(sort: Exclude<SearchSort, "relevance">, order: SearchRequest["order"]): string[] {
  if (sort === "date") return [`ORDER BY ${order === "ascending" ? "published, kind DESC, name DESC" : NEWEST}`];
  if (sort === "name") return [`ORDER BY ${order === "descending" ? "name DESC, kind DESC" : "name, kind"}`];
  const way = order === "ascending" ? "" : " DESC";
  if (sort === "size") return [`ORDER BY bytes${way}, ${NEWEST}`];
  // What has no rows comes last in both orders.
  return [`AND rows IS NOT NULL ORDER BY rows${way}, ${NEWEST}`, `AND rows IS NULL ORDER BY ${NEWEST}`];
}

/** Rows of a set in an order, one after the other; undefined is all that there are. */
export function* ordered(
  database: DatabaseSync,
  set: RowSet | undefined,
  sort: Exclude<SearchSort, "relevance">,
  order: SearchRequest["order"],
): Generator<number> {
  const few = set !== undefined && set.size <= FEW;
  const rows = few ? [JSON.stringify(set.rows())] : [];
  const condition = few ? "id IN (SELECT value FROM json_each(?))" : "TRUE";
  for (const rest of ordersOf(sort, order))
    for (const { id } of database.prepare(`SELECT id FROM package WHERE ${condition} ${rest}`).iterate(...rows))
      if (few || set === undefined || set.has(Number(id))) yield Number(id);
}
