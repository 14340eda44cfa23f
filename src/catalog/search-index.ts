import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FacetChoice, FacetField, Kind, SearchHit, SearchRequest, SearchResponse } from "../contracts/types.js";
import { transaction } from "./database.js";
import { FacetTable } from "./facet-table.js";
import { highlights } from "./highlights.js";
import { parseQuery, singularQuery, type Query } from "./query-text.js";

/** How much more a word tells in the title, the name or keywords, the columns, than in the description. */
const RANK = "bm25(words, 10, 6, 3, 1)";

/** How many results may be ranked to find the few that pass a choice of facets. */
const MOST_SPARE = 2_000;

interface Ranked {
  id: number;
  score: number;
}

/** Searches an index. Ranking every match of a common word is the cost of a search, so that it is done once. */
export class SearchIndex {
  private facets: FacetTable | undefined;
  private generation = -1;
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  search({ query: text = "", kinds = [], facets = [], limit = 20, offset = 0 }: SearchRequest): SearchResponse {
    return transaction(this.database, "read", () => {
      const table = this.facetTable();
      let query = parseQuery(text);
      let rows = query ? this.matches(query) : text.trim() === "" ? table.newestFirst : [];
      const singular = query && rows.length === 0 ? singularQuery(text) : undefined;
      if (singular) {
        query = singular;
        rows = this.matches(singular);
      }
      const tally = table.tally(rows, withKinds(facets, kinds));
      const ranked = this.ranked(query, rows, tally.passing, limit, offset);
      return {
        total: tally.passing.length,
        hits: ranked.map((row) => this.hit(row, query)),
        facets: tally.facets,
        kinds: tally.kinds,
      };
    });
  }

  /** Packages of each kind. */
  counts(): Record<Kind, number> {
    const count = (kind: Kind) =>
      Number(this.prepared("SELECT count(*) AS n FROM package WHERE kind = ?").get(kind)?.n ?? 0);
    return { dataset: count("dataset"), model: count("model"), benchmark: count("benchmark") };
  }

  /** Names of the models trained on a dataset. */
  modelsTrainedOn(dataset: string): string[] {
    const sql =
      "SELECT name FROM trained_on JOIN package ON package.id = trained_on.package WHERE dataset = ? AND kind = 'model' ORDER BY name";
    return this.prepared(sql).all(dataset).map((row) => String(row.name));
  }

  private matches({ match }: Query): readonly number[] {
    // One text for all of them: a JavaScript row for each would take three times as long.
    // FTS5 gives them in ascending order.
    const found = this.prepared("SELECT json_group_array(rowid) AS ids FROM words WHERE words MATCH ?").get(match);
    return JSON.parse(String(found?.ids ?? "[]")) as number[];
  }

  private ranked(
    query: Query | undefined,
    rows: readonly number[],
    passing: readonly number[],
    limit: number,
    offset: number,
  ): Ranked[] {
    if (limit === 0 || offset >= passing.length) return [];
    if (!query) return passing.slice(offset, offset + limit).map((id) => ({ id, score: 0 }));
    if (passing.length === rows.length) return this.best(query, limit, offset);
    const wanted = offset + limit;
    // Where much of what matches passes, the best of all hold enough that does: cheaper than handing SQLite a long list.
    const enough = Math.ceil((2 * wanted * rows.length) / passing.length) + 50;
    if (enough <= MOST_SPARE) {
      const best = this.best(query, enough, 0).filter(({ id }) => holds(passing, id));
      if (best.length >= Math.min(wanted, passing.length)) return best.slice(offset, wanted);
    }
    return this.best(query, limit, offset, passing);
  }

  private best({ match }: Query, limit: number, offset: number, among?: readonly number[]): Ranked[] {
    // The plus keeps SQLite from running the match once for each row in the list.
    const narrowed = among ? "AND +rowid IN (SELECT value FROM json_each(?))" : "";
    const sql = `SELECT rowid AS id, -${RANK} AS score FROM words WHERE words MATCH ? ${narrowed}
      ORDER BY ${RANK}, rowid LIMIT ? OFFSET ?`;
    return this.prepared(sql)
      .all(match, ...(among ? [JSON.stringify(among)] : []), limit, offset)
      .map(({ id, score }) => ({ id: Number(id), score: Number(score) }));
  }

  private hit({ id, score }: Ranked, query: Query | undefined): SearchHit {
    const row = this.prepared("SELECT hit, title, description FROM package WHERE id = ?").get(id);
    const hit = JSON.parse(String(row?.hit)) as Omit<SearchHit, "score">;
    const marked = query && highlights(String(row?.title), String(row?.description), query.words);
    return { ...hit, ...(marked ? { highlights: marked } : {}), score };
  }

  /** Facets of the state that this transaction sees. */
  private facetTable(): FacetTable {
    const generation = Number(this.prepared("SELECT value FROM state WHERE key = 'generation'").get()?.value);
    if (this.facets && generation === this.generation) return this.facets;
    const values = this.prepared("SELECT id, field, value FROM facet ORDER BY id").all();
    const position = new Map(values.map(({ id }, index) => [Number(id), index]));
    const names = values.map(({ field, value }) => ({ field: field as FacetField, value: String(value) }));
    const rows = this.prepared("SELECT id, facets FROM package ORDER BY published DESC, kind, name")
      .all()
      .map(({ id, facets }) => ({
        id: Number(id),
        values: String(facets).split(",").map((value) => position.get(Number(value)) ?? 0),
      }));
    this.facets = new FacetTable(rows, names);
    this.generation = generation;
    return this.facets;
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

/** Whether an ascending list holds a number. */
function holds(list: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}

/** Asked kinds are a choice like any other; with a choice of kinds as well, both must hold. */
function withKinds(facets: readonly FacetChoice[], kinds: readonly Kind[]): readonly FacetChoice[] {
  if (kinds.length === 0) return facets;
  const chosen = facets.filter(({ field }) => field === "kind").map(({ value }) => value);
  const both = chosen.length === 0 ? kinds : kinds.filter((kind) => chosen.includes(kind));
  const others = facets.filter(({ field }) => field !== "kind");
  // No kind is left: a value that nothing has.
  return [...others, ...(both.length > 0 ? both : [""]).map((value): FacetChoice => ({ field: "kind", value }))];
}
