import { html, nothing, type TemplateResult } from "lit";
import type { SearchRequest, SearchResponse, SearchSort } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { leftOut } from "../../core/search/left-out.js";
import { isSameSearch, type SavedSearch } from "../../core/search/saved.js";
import { t } from "../../core/translation.js";
import { rich } from "../translated.js";

const SORTS: readonly [sort: SearchSort, label: string][] = [
  ["relevance", "best match"],
  ["date", "newest"],
  ["rows", "most rows"],
  ["size", "largest"],
  ["name", "name"],
];

/** What was searched for instead of what was typed. */
export function correctionNotice(
  corrected: SearchResponse["corrected"],
  take: (query: string) => void,
): TemplateResult | typeof nothing {
  if (!corrected) return nothing;
  return html`<div class="notice" role="status">
    ${rich(
      "Results for %1: nothing has %2.",
      html`<button class="link" title=${t("Use this search")} @click=${() => take(corrected.query)}>${corrected.query}</button>`,
      corrected.changes.map(({ from }) => `“${from}”`).join(t(" or ")),
    )}
  </div>`;
}

/** What of the query the results do not have. */
export function leftOutNotice(response: SearchResponse | undefined): TemplateResult | typeof nothing {
  const sentences = response ? leftOut(response) : [];
  return sentences.length === 0 ? nothing : html`<div class="notice" role="status">${sentences.join(" ")}</div>`;
}

/** How far the index of the store is, while it grows. */
export function indexingNotice(indexing: SearchResponse["indexing"]): TemplateResult | typeof nothing {
  if (!indexing) return nothing;
  const { done, total } = indexing;
  return html`<div class="notice">
    ${t("Indexing %1 of %2: these are the results so far.", formatNumber(done), formatNumber(total))}
    <progress max=${total} value=${done} aria-label=${t("Indexing")}></progress>
  </div>`;
}

/** What the order of the results goes by. */
export function sortMenu(sort: SearchSort, choose: (sort: SearchSort) => void): TemplateResult {
  const pick = (event: Event, value: SearchSort) => {
    (event.currentTarget as HTMLElement).closest("details")?.removeAttribute("open");
    choose(value);
  };
  return html`<details class="sort">
    <summary>${t("Sort: %1", t(SORTS.find(([value]) => value === sort)?.[1] ?? sort))}</summary>
    <div role="group" aria-label=${t("Sort by")}>
      ${SORTS.map(([value, label]) => html`<button class="plain" aria-pressed=${value === sort ? "true" : "false"} @click=${(event: Event) => pick(event, value)}>${t(label)}</button>`)}
    </div>
  </details>`;
}

/** Searches that were kept, to be made again. */
export function savedSearches(
  saved: readonly SavedSearch[],
  now: SearchRequest,
  { open, forget }: { open: (search: SavedSearch) => void; forget: (search: SavedSearch) => void },
): TemplateResult | typeof nothing {
  if (saved.length === 0) return nothing;
  return html`<div class="saved" role="group" aria-label=${t("Saved searches")}>
    ${saved.map(
      (search) => html`<span class="chip">
        <button aria-pressed=${isSameSearch(search.request, now) ? "true" : "false"} title=${t("Search again: %1", search.title)} @click=${() => open(search)}>
          <span aria-hidden="true">★</span> <span class="value">${search.title}</span>
        </button>
        <button aria-label=${t("Forget the search %1", search.title)} title=${t("Forget")} @click=${() => forget(search)}>✕</button>
      </span>`,
    )}
  </div>`;
}
