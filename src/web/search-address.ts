import type { FacetChoice, SearchRequest } from "../contracts/types.js";
import { validateSearchRequest } from "../contracts/validators.js";
import { KINDS } from "../core/manifests.js";

const [QUERY, KIND, FACET, SORT] = ["q", "kind", "facet", "sort"];

/** An address with what is searched for in it; other parameters stay. */
export function addressOf({ query = "", kinds = [], facets = [], sort }: SearchRequest, address: string): string {
  const url = new URL(address);
  for (const name of [QUERY, KIND, FACET, SORT]) url.searchParams.delete(name);
  if (query.trim() !== "") url.searchParams.set(QUERY, query);
  if (kinds[0] !== undefined && kinds[0] !== "dataset") url.searchParams.set(KIND, kinds[0]);
  for (const { field, value } of facets) url.searchParams.append(FACET, `${field}:${value}`);
  if (sort !== undefined) url.searchParams.set(SORT, sort);
  return url.href;
}

/** What an address asks for; undefined where it asks for nothing that can be read. */
export function requestOf(address: string): SearchRequest | undefined {
  const { searchParams } = new URL(address);
  const kind = KINDS.find((one) => one === searchParams.get(KIND));
  const sort = searchParams.get(SORT);
  const facets = searchParams.getAll(FACET).map((text) => {
    const [field = "", ...value] = text.split(":");
    return { field, value: value.join(":") };
  });
  const request: unknown = {
    query: searchParams.get(QUERY) ?? "",
    ...(kind && { kinds: [kind] }),
    ...(facets.length > 0 && { facets: facets as FacetChoice[] }),
    ...(sort !== null && { sort }),
  };
  return validateSearchRequest(request) ? request : undefined;
}

/**
 * Keeps the page's address in step with what is searched for: back and forward lead through the searches.
 * @param show - searches anew
 */
export function followAddress(
  show: (request: SearchRequest) => void,
  signal: AbortSignal,
): (now: SearchRequest) => void {
  const { history, location } = globalThis;
  globalThis.addEventListener("popstate", () => show(requestOf(location.href) ?? {}), { signal });
  return (now) => {
    const next = addressOf(now, location.href);
    if (next === location.href) return;
    // What is typed on is one search, whatever the pauses in it.
    const [before = "", after = ""] = [location.href, next].map((url) => new URL(url).searchParams.get(QUERY) ?? "");
    const isTyping = before !== "" && after !== "" && (before.startsWith(after) || after.startsWith(before));
    history[isTyping ? "replaceState" : "pushState"](undefined, "", next);
  };
}
