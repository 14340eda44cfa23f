import MiniSearch, { type Options } from "minisearch";
import type {
  FacetChoice,
  FacetCount,
  FacetField,
  SearchHit,
  SearchRequest,
  SearchResponse,
} from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { FACET_FIELDS, mostValues } from "../core/search/fields.js";

/** A package as it is searched in the browser. */
export interface SiteRecord {
  hit: Omit<SearchHit, "score">;
  /** Text that is searched, from the most to the least telling. */
  words: [title: string, name: string, columns: string, description: string];
  facets: [FacetField, string][];
}

/** What a site's `search.json` holds. */
export interface SiteIndex {
  hits: SiteRecord["hit"][];
  facets: SiteRecord["facets"][];
  index: unknown;
}

const OPTIONS: Options<{ id: number; title: string; name: string; columns: string; description: string }> = {
  fields: ["title", "name", "columns", "description"],
  searchOptions: { boost: { title: 10, name: 6, columns: 3 }, combineWith: "AND", fuzzy: 0.2, maxFuzzy: 2 },
};

/** The index of a site, newest package first. */
export function siteIndex(records: readonly SiteRecord[]): SiteIndex {
  const sorted = [...records].sort((a, b) => (a.hit.publishedAt < b.hit.publishedAt ? 1 : -1));
  const index = new MiniSearch(OPTIONS);
  index.addAll(
    sorted.map(({ words: [title, name, columns, description] }, id) => ({ id, title, name, columns, description })),
  );
  return { hits: sorted.map(({ hit }) => hit), facets: sorted.map(({ facets }) => facets), index: index.toJSON() };
}

/** Searches a site in the browser, as a hub does with its own index. */
export class SiteSearch {
  private readonly index: MiniSearch;
  private readonly facets: ReadonlySet<string>[];

  constructor(private readonly site: SiteIndex) {
    this.index = MiniSearch.loadJS(site.index as Parameters<typeof MiniSearch.loadJS>[0], OPTIONS as Options);
    this.facets = site.facets.map((values) => new Set(values.map(([field, value]) => keyOf({ field, value }))));
  }

  search({ query = "", kinds = [], facets = [], limit = 20, offset = 0 }: SearchRequest): SearchResponse {
    const text = query.trim();
    const last = /[\p{L}\p{N}]$/u.test(query);
    const found =
      text === ""
        ? this.site.hits.map((_, id) => ({ id, score: 0 }))
        : this.index
            .search(text, { prefix: (_, i, terms) => last && i === terms.length - 1 })
            .map(({ id, score }) => ({ id: Number(id), score }));
    const choices = [...facets, ...kinds.map((value): FacetChoice => ({ field: "kind", value }))];
    const passing = found.filter(({ id }) => this.failing(id, choices).length === 0);
    const counts = this.count(
      found.map(({ id }) => id),
      choices,
    );
    return {
      total: passing.length,
      hits: passing
        .slice(offset, offset + limit)
        .flatMap(({ id, score }) => (this.site.hits[id] ? [{ ...this.site.hits[id], score }] : [])),
      facets: counts,
      kinds: Object.fromEntries(
        KINDS.map((kind) => [kind, counts.find(({ field, value }) => field === "kind" && value === kind)?.count ?? 0]),
      ),
    };
  }

  /** Fields with a choice that a package does not meet. */
  private failing(id: number, choices: readonly FacetChoice[]): FacetField[] {
    const values = this.facets[id] ?? new Set();
    const fields = [...new Set(choices.map(({ field }) => field))];
    return fields.filter((field) => choices.every((choice) => choice.field !== field || !values.has(keyOf(choice))));
  }

  /** Values of one field are alternatives, so a field's own choice does not narrow its counts. */
  private count(ids: readonly number[], choices: readonly FacetChoice[]): FacetCount[] {
    const counts = new Map<string, FacetCount>();
    for (const id of ids) {
      const failing = this.failing(id, choices);
      if (failing.length > 1) continue;
      for (const [field, value] of this.site.facets[id] ?? []) {
        if (failing.length === 1 && failing[0] !== field) continue;
        const known = counts.get(keyOf({ field, value }));
        if (known) known.count += 1;
        else counts.set(keyOf({ field, value }), { field, value, count: 1 });
      }
    }
    return FACET_FIELDS.flatMap((field) =>
      [...counts.values()]
        .filter((each) => each.field === field)
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
        .slice(0, mostValues(field)),
    );
  }
}

const keyOf = ({ field, value }: FacetChoice): string => `${field}\n${value}`;
