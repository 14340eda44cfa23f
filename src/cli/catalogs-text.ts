import type { CatalogAnswer, CatalogHit, CatalogsResponse } from "../contracts/types.js";
import { formatBytes, formatCount } from "../core/quantities.js";
import { table } from "./terminal.js";

/** What other catalogs answered, one after another. */
export const catalogsText = ({ catalogs }: CatalogsResponse): string => catalogs.map(answerText).join("\n\n");

function answerText({ title, state, total, hits, problem }: CatalogAnswer): string {
  if (state === "offline") return `${title}: offline\n  ${problem?.detail ?? "It does not answer."}`;
  const count = formatCount(total ?? hits.length, "dataset");
  if (hits.length === 0) return `${title}: ${count}`;
  return `${title}: ${count}\n${table(
    hits.map((hit) => [hit.id, factsOf(hit), hit.title, hit.url ?? ""]),
    "  ",
  )}`;
}

function factsOf({ year, rows, bytes, license }: CatalogHit): string {
  const size = rows === undefined ? (bytes === undefined ? "" : formatBytes(bytes)) : formatCount(rows, "row");
  return [year === undefined ? "" : String(year), size, license ?? ""].filter(Boolean).join(", ");
}
