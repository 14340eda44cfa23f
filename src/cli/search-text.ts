import type { SearchHit, SearchResponse } from "../contracts/types.js";
import { formatBytes, formatCount, formatNumber } from "../core/quantities.js";
import { leftOut } from "../core/search/left-out.js";
import { FACET_FIELDS, FIELDS } from "../core/search/fields.js";
import { EXAMPLES } from "../core/unknown-name.js";
import { table } from "./terminal.js";

/** Ranked hits as text. */
export function searchText(response: SearchResponse, query: string, isEmptyStore: boolean): string {
  const { total, hits, corrected, next } = response;
  if (hits.length === 0)
    return isEmptyStore
      ? `The store is empty: ${EXAMPLES}.`
      : `Nothing matches '${query}'; try fewer or shorter words.`;
  const rows = hits.map((hit) => [`${hit.name}@${hit.version}`, hit.kind, size(hit), hit.license ?? "", titleOf(hit)]);
  const shown = `${formatNumber(hits.length)} of ${formatCount(total, "package")}`;
  return [
    ...(corrected ? [`Nothing matches '${query}'; these match '${corrected.query}'.`] : []),
    ...leftOut(response),
    table([["reference", "kind", "size", "license", "title"], ...rows]),
    next === undefined ? shown : `${shown}; --cursor ${next} shows the next ones`,
  ].join("\n\n");
}

/** What all that match have, a line for each facet. */
export function facetsText({ facets }: SearchResponse): string {
  const lines = FACET_FIELDS.flatMap((field) => {
    const counts = facets.filter((facet) => facet.field === field);
    return counts.length === 0
      ? []
      : [[FIELDS[field].label, counts.map(({ value, count }) => `${value} (${formatNumber(count)})`).join(", ")]];
  });
  return lines.length === 0 ? "Nothing to narrow by." : table([["facet", "values, and how many have them"], ...lines]);
}

function titleOf({ title, matched = [], shared = [] }: SearchHit): string {
  const columns = matched.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`));
  const notes = [...columns, ...shared];
  return notes.length === 0 ? title : `${title} [${notes.join(", ")}]`;
}

function size({ rows, bytes }: SearchHit): string {
  return rows === undefined ? formatBytes(bytes) : `${formatCount(rows, "row")}, ${formatBytes(bytes)}`;
}
