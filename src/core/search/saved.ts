import type { SearchRequest } from "../../contracts/types.js";
import { validateSearchRequest } from "../../contracts/validators.js";

/** A search that a person keeps. */
export interface SavedSearch {
  /** What it is called: by default what was typed and chosen. */
  title: string;
  request: SearchRequest;
}

const MOST = 100;

/** Saved searches as they were kept somewhere; what is none, or of another contract, is left out. */
export function readSaved(value: unknown): SavedSearch[] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).filter(isSaved).slice(0, MOST);
}

/** What a search is called when nobody names it. */
export function titleOf({ query = "", facets = [] }: SearchRequest): string {
  const chosen = facets.map((facet) => facet.value);
  return [query.trim(), ...chosen].filter(Boolean).join(" · ") || "everything";
}

/** Whether two searches ask the same. */
export const isSameSearch = (a: SearchRequest, b: SearchRequest): boolean => asked(a) === asked(b);

function asked({ query = "", kinds = [], facets = [], sort = "relevance" }: SearchRequest): string {
  const chosen = facets.map(({ field, value }) => `${field}=${value}`).sort();
  return JSON.stringify([query.trim(), kinds, chosen, sort]);
}

function isSaved(value: unknown): value is SavedSearch {
  if (typeof value !== "object" || value === null || !("title" in value) || !("request" in value)) return false;
  return typeof value.title === "string" && validateSearchRequest(value.request);
}
