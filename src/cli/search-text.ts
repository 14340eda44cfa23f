import type { SearchHit, SearchResponse } from "../contracts/types.js";
import { formatBytes, formatCount, formatNumber } from "../core/quantities.js";
import { table } from "./terminal.js";

/** Ranked hits as text. */
export function searchText({ total, hits }: SearchResponse, query: string): string {
  if (hits.length === 0) return query === "" ? "The store is empty." : `Nothing matches '${query}'; try fewer or shorter words.`;
  const rows = hits.map((hit) => [`${hit.name}@${hit.version}`, hit.kind, size(hit), hit.licence ?? "", hit.title]);
  const shown = `${formatNumber(hits.length)} of ${formatCount(total, "package")}`;
  return `${table([["reference", "kind", "size", "licence", "title"], ...rows])}\n\n${shown}`;
}

function size({ rows, bytes }: SearchHit): string {
  return rows === undefined ? formatBytes(bytes) : `${formatCount(rows, "row")}, ${formatBytes(bytes)}`;
}
