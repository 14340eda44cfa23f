import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FacetChoice, Kind, SearchHit, SearchRequest, SearchResponse } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { withUnitSpellings } from "../core/search/unit-values.js";
import { readQuery } from "../core/search/read-query.js";
import { writeQuery } from "../core/search/write-query.js";
import { best } from "./best.js";
import { Conditions } from "./conditions.js";
import { readCursor, writeCursor } from "./cursor.js";
import { transaction } from "./database.js";
import { FacetCounts } from "./facet-counts.js";
import { highlights } from "./highlights.js";
import { Expansion } from "./expansion.js";
import { matchedColumns } from "./matched-columns.js";
import { Outcomes, PRECISION, type Outcome } from "./outcomes.js";
import { ordered } from "./package-order.js";
import { Postings } from "./postings.js";
import { RowSet } from "./row-set.js";
import { columnsOf, type Example } from "./similar.js";

/** An order of the rows that pass. */
interface Order {
  first: (count: number) => number[];
  /** How many come before a row, and itself. */
  through: (row: number) => number;
}

/** Searches an index. Ranking every match of a common word is the cost of a search, so that it is done once. */
export class SearchIndex {
  private readonly facets: FacetCounts;
  private readonly expansion: Expansion;
  private readonly outcomes: Outcomes;
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {
    const postings = new Postings(database);
    this.facets = new FacetCounts(database, postings);
    this.expansion = new Expansion(database);
    const conditions = new Conditions(database, this.facets, postings);
    this.outcomes = new Outcomes(database, this.facets, conditions, this.expansion);
  }

  search(request: SearchRequest): SearchResponse {
    const { query = "", kinds = [], facets = [], terms: conditions = [] } = withUnitSpellings(request);
    const terms = [...readQuery(query), ...conditions];
    // Text in which there is no word finds nothing rather than everything.
    const isBlank = terms.length === 0 && query.trim() !== "";
    return transaction(this.database, "read", () => {
      const limit = this.limit();
      this.expansion.refresh();
      const hasKinds = kinds.length > 0 || facets.some(({ field }) => field === "kind");
      const outcome = isBlank ? nothing(limit) : this.outcomes.of(terms, limit, hasKinds);
      const tally = this.facets.tally(outcome.rows, withKinds(facets, kinds), limit);
      const total = tally.passing?.size ?? Number(this.prepared("SELECT count(*) AS n FROM package").get()?.n);
      const page = this.page(outcome, tally.passing, total, request);
      return {
        ...{ total, hits: page.hits, facets: tally.facets, kinds: tally.kinds },
        ...(outcome.terms.length > 0 ? { terms: [...outcome.terms] } : {}),
        ...(outcome.corrected
          ? { corrected: { query: writeQuery(outcome.terms), changes: outcome.corrected.changes } }
          : {}),
        ...(outcome.dropped.length > 0 ? { dropped: [...outcome.dropped] } : {}),
        ...(outcome.lacking.length > 0 ? { lacking: [...outcome.lacking] } : {}),
        ...(page.next === undefined ? {} : { next: page.next }),
      };
    });
  }

  /** Packages of each kind. */
  counts(): Record<Kind, number> {
    const count = (kind: Kind) =>
      Number(this.prepared("SELECT count(*) AS n FROM package WHERE kind = ?").get(kind)?.n ?? 0);
    return Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as Record<Kind, number>;
  }

  /** Names of the models trained on a dataset. */
  modelsTrainedOn(dataset: string): string[] {
    const sql =
      "SELECT name FROM trained_on JOIN package ON package.id = trained_on.package WHERE dataset = ? AND kind = 'model' ORDER BY name";
    return this.prepared(sql)
      .all(dataset)
      .map((row) => String(row.name));
  }

  /** One more than the highest row. */
  private limit(): number {
    return Number(this.prepared("SELECT max(id) AS last FROM package").get()?.last ?? 0) + 1;
  }

  private page(outcome: Outcome, passing: RowSet | undefined, total: number, request: SearchRequest) {
    const { limit = 20, cursor } = request;
    const { scores } = outcome;
    const order = this.order(scores, passing, request);
    const offset = cursor === undefined ? (request.offset ?? 0) : this.resume(cursor, passing, order);
    if (limit === 0 || offset >= total) return { hits: [] };
    const rows = order.first(offset + limit).slice(offset);
    const hits = rows.map((row) => this.hit(row, (scores?.[row] ?? 0) / PRECISION, outcome));
    const end = offset + hits.length;
    const last = hits.at(-1);
    return { hits, ...(last && end < total ? { next: writeCursor(end, last) } : {}) };
  }

  /** The order of the rows that pass: the first ones, and how many are before and at one of them. */
  private order(scores: Float64Array | undefined, passing: RowSet | undefined, request: SearchRequest): Order {
    const { sort = "relevance", order } = request;
    if (scores && passing && sort === "relevance") {
      const sign = order === "ascending" ? -1 : 1;
      const before = (a: number, b: number) => sign * ((scores[b] ?? 0) - (scores[a] ?? 0)) || a - b;
      return {
        first: (count) => best(passing, count, before),
        through: (row) => passing.rows().reduce((count, other) => count + (before(other, row) <= 0 ? 1 : 0), 0),
      };
    }
    const all = () => ordered(this.database, passing, sort === "relevance" ? "date" : sort, order);
    return {
      first: (count) => {
        const rows: number[] = [];
        for (const row of all()) {
          if (rows.length === count) break;
          rows.push(row);
        }
        return rows;
      },
      through: (row) => {
        let count = 0;
        for (const other of all()) {
          count += 1;
          if (other === row) break;
        }
        return count;
      },
    };
  }

  /** How many are before the page that a cursor begins: its last package may have moved meanwhile. */
  private resume(text: string, passing: RowSet | undefined, order: Order): number {
    const cursor = readCursor(text);
    const row = this.prepared("SELECT id FROM package WHERE kind = ? AND name = ?").get(cursor.kind, cursor.name);
    const id = Number(row?.id ?? -1);
    return row === undefined || passing?.has(id) === false ? cursor.offset : order.through(id);
  }

  private hit(id: number, score: number, { terms, example }: Outcome): SearchHit {
    const row = this.prepared("SELECT hit, title, description FROM shown WHERE id = ?").get(id);
    const hit = JSON.parse(String(row?.hit)) as Omit<SearchHit, "score">;
    const words = this.expansion.markedWords(terms);
    const marked = words.length > 0 && highlights(String(row?.title), String(row?.description), words);
    const matched = matchedColumns(terms, () => columnsOf(this.database, id));
    return {
      ...hit,
      ...(marked ? { highlights: marked } : {}),
      ...(matched.length > 0 ? { matched } : {}),
      ...(example ? { shared: this.shared(id, example) } : {}),
      score,
    };
  }

  private shared(id: number, { traits }: Example): string[] {
    const has = this.prepared("SELECT 1 AS yes FROM words WHERE words MATCH ? AND +rowid = ?");
    return traits.filter(({ expression }) => has.get(expression, id) !== undefined).map(({ label }) => label);
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

const nothing = (limit: number): Outcome => ({
  ...{ rows: new RowSet(limit), scores: undefined, terms: [], dropped: [], lacking: [], example: undefined },
});

/** Asked kinds are a choice like any other; with a choice of kinds as well, both must hold. */
function withKinds(facets: readonly FacetChoice[], kinds: readonly Kind[]): readonly FacetChoice[] {
  if (kinds.length === 0) return facets;
  const chosen = facets.filter(({ field }) => field === "kind").map(({ value }) => value);
  const both = chosen.length === 0 ? kinds : kinds.filter((kind) => chosen.includes(kind));
  const others = facets.filter(({ field }) => field !== "kind");
  // No kind is left: a value that nothing has.
  return [...others, ...(both.length > 0 ? both : [""]).map((value): FacetChoice => ({ field: "kind", value }))];
}
