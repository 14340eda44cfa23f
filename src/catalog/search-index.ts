import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { FacetChoice, Kind, SearchHit, SearchRequest, SearchResponse, SearchTerm } from "../contracts/types.js";
import { KINDS } from "../core/manifests.js";
import { withUnitSpellings } from "../core/search/unit-values.js";
import { readQuery } from "../core/search/read-query.js";
import { writeQuery } from "../core/search/write-query.js";
import { best } from "./best.js";
import { conditionsOf } from "./conditions.js";
import { Corrector, type Corrected } from "./correction.js";
import { readCursor, writeCursor } from "./cursor.js";
import { transaction } from "./database.js";
import { highlights } from "./highlights.js";
import { expressionOf, isText, markedWords, matchOf, singular } from "./match.js";
import { matchedColumns } from "./matched-columns.js";
import { PackageTable } from "./package-table.js";
import { columnsOf, exampleOf, type Example } from "./similar.js";

/** How much more a word tells in the title, the name or keywords, the columns and what is said of them, than in the description. */
const RANK = "bm25(words, 10, 6, 3, 3, 1, 2)";
/** Scores come as whole numbers: SQLite writes and JavaScript reads them faster. */
const PRECISION = 1e10;

/** Rows that match, in ascending order, and how well. */
interface Found {
  rows: readonly number[];
  /** By position in `rows`; undefined where nothing was ranked. */
  scores: readonly number[] | undefined;
}

const NOTHING: Found = { rows: [], scores: undefined };

/** What a search came to, before its page is made. */
interface Outcome extends Found {
  terms: readonly SearchTerm[];
  corrected?: Corrected;
  example: Example | undefined;
}

/** Searches an index. Ranking every match of a common word is the cost of a search, so that it is done once. */
export class SearchIndex {
  private table: PackageTable | undefined;
  private generation = -1;
  private corrector: Corrector | undefined;
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  search(request: SearchRequest): SearchResponse {
    const { query = "", kinds = [], facets = [], terms: conditions = [] } = withUnitSpellings(request);
    const terms = [...readQuery(query), ...conditions];
    // Text in which there is no word finds nothing rather than everything.
    const isBlank = terms.length === 0 && query.trim() !== "";
    return transaction(this.database, "read", () => {
      const table = this.packageTable();
      const outcome = isBlank ? { ...NOTHING, terms, example: undefined } : this.outcome(terms, table);
      const tally = table.facets.tally(outcome.rows, withKinds(facets, kinds));
      const page = this.page(outcome, tally.passing, table, request);
      return {
        total: tally.passing.length,
        hits: page.hits,
        facets: tally.facets,
        kinds: tally.kinds,
        ...(outcome.terms.length > 0 ? { terms: [...outcome.terms] } : {}),
        ...(outcome.corrected
          ? { corrected: { query: writeQuery(outcome.terms), changes: outcome.corrected.changes } }
          : {}),
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

  private outcome(terms: readonly SearchTerm[], table: PackageTable): Outcome {
    const name = terms.find(({ field, not }) => field === "similar" && !not)?.values?.[0];
    const example = name === undefined ? undefined : exampleOf(name, table, this.database);
    const tried = (given: readonly SearchTerm[]): Outcome => ({
      ...this.found(given, example, table),
      terms: given,
      example,
    });
    const first = tried(terms);
    if (first.rows.length > 0 || terms.length === 0) return first;
    const singulars = singular(terms);
    const second = singulars && tried(singulars);
    if (second && second.rows.length > 0) return second;
    this.corrector ??= new Corrector(this.database);
    const corrected = this.corrector.correct(terms, table);
    return corrected ? { ...tried(corrected.terms), corrected } : first;
  }

  private found(terms: readonly SearchTerm[], example: Example | undefined, table: PackageTable): Found {
    const words = matchOf(terms);
    const alike = example && example.traits.map(({ expression }) => expression).join(" OR ");
    if (alike === "") return NOTHING;
    const match = [words, alike && `(${alike})`].filter(Boolean).join(" AND ");
    const all: Found = match === "" ? { rows: table.all, scores: undefined } : this.matches(match);
    const denied = terms.filter((term) => term.not && isText(term)).flatMap((term) => this.rowsOf(term));
    const gone = new Set([...denied, ...(example ? [example.id] : [])]);
    const conditions = conditionsOf(terms, table, this.database);
    if (gone.size === 0 && conditions.length === 0) return all;
    const { rows, scores } = all;
    const kept = rows.flatMap((row, index) =>
      !gone.has(row) && conditions.every((holds) => holds(row)) ? [index] : [],
    );
    return { rows: kept.map((index) => rows[index] ?? 0), scores: scores && kept.map((index) => scores[index] ?? 0) };
  }

  /**
   * Every match with its score, in one pass. One text for all of them, as a JavaScript row for each would take three
   * times as long; the limit makes SQLite compute the score of each once.
   */
  private matches(match: string): Found {
    const sql = `SELECT json_group_array(id) AS ids, json_group_array(score) AS scores FROM
      (SELECT rowid AS id, CAST(-${PRECISION} * ${RANK} AS INTEGER) AS score FROM words WHERE words MATCH ? LIMIT -1 OFFSET 0)`;
    const found = this.prepared(sql).get(match);
    return {
      rows: JSON.parse(String(found?.ids ?? "[]")) as number[],
      scores: JSON.parse(String(found?.scores ?? "[]")) as number[],
    };
  }

  private rowsOf(term: SearchTerm): number[] {
    const expression = expressionOf(term);
    if (expression === undefined) return [];
    const found = this.prepared("SELECT json_group_array(rowid) AS ids FROM words WHERE words MATCH ?").get(expression);
    return JSON.parse(String(found?.ids ?? "[]")) as number[];
  }

  private page(outcome: Outcome, passing: readonly number[], table: PackageTable, request: SearchRequest) {
    const { limit = 20, cursor } = request;
    const scoreOf = scoresBy(outcome);
    const isRanked = outcome.scores !== undefined && (request.sort ?? "relevance") === "relevance";
    const sort = request.sort === undefined || request.sort === "relevance" ? "date" : request.sort;
    const before = isRanked ? byScore(scoreOf, request.order) : table.before(sort, request.order);
    const offset = cursor === undefined ? (request.offset ?? 0) : this.resume(cursor, passing, before);
    if (limit === 0 || offset >= passing.length) return { hits: [] };
    const rows = best(passing, offset + limit, before).slice(offset);
    const hits = rows.map((row) => this.hit(row, scoreOf(row) / PRECISION, outcome));
    const end = offset + hits.length;
    const last = hits.at(-1);
    return { hits, ...(last && end < passing.length ? { next: writeCursor(end, last) } : {}) };
  }

  /** How many are before the page that a cursor begins: its last package may have moved meanwhile. */
  private resume(text: string, passing: readonly number[], before: (a: number, b: number) => number): number {
    const cursor = readCursor(text);
    const row = this.prepared("SELECT id FROM package WHERE kind = ? AND name = ?").get(cursor.kind, cursor.name);
    const id = Number(row?.id ?? -1);
    if (!passing.includes(id)) return cursor.offset;
    return passing.reduce((count, other) => count + (before(other, id) <= 0 ? 1 : 0), 0);
  }

  private hit(id: number, score: number, { terms, example }: Outcome): SearchHit {
    const row = this.prepared("SELECT hit, title, description FROM package WHERE id = ?").get(id);
    const hit = JSON.parse(String(row?.hit)) as Omit<SearchHit, "score">;
    const words = markedWords(terms);
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

  /** What is known of every package in the state that this transaction sees. */
  private packageTable(): PackageTable {
    const generation = Number(this.prepared("SELECT value FROM state WHERE key = 'generation'").get()?.value);
    if (this.table && generation === this.generation) return this.table;
    if (!this.table?.follow(this.generation)) this.table = new PackageTable(this.database);
    this.generation = generation;
    return this.table;
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

/** Scores by row; 0 where nothing was ranked. */
function scoresBy({ rows, scores }: Found): (row: number) => number {
  if (!scores) return () => 0;
  const last = rows.at(-1) ?? 0;
  const all = new Float64Array(last + 1);
  rows.forEach((row, index) => (all[row] = scores[index] ?? 0));
  return (row) => all[row] ?? 0;
}

function byScore(scoreOf: (row: number) => number, order: SearchRequest["order"]): (a: number, b: number) => number {
  const sign = order === "ascending" ? -1 : 1;
  return (a, b) => sign * (scoreOf(b) - scoreOf(a)) || a - b;
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
