import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SearchTerm } from "../contracts/types.js";
import { bestParts } from "./best-part.js";
import type { Conditions } from "./conditions.js";
import { Corrector, type Corrected } from "./correction.js";
import { isText, type Expansion } from "./expansion.js";
import type { FacetCounts } from "./facet-counts.js";
import { readings, type Reading } from "./readings.js";
import { RowSet } from "./row-set.js";
import { exampleOf, type Example } from "./similar.js";

/** How much more a word tells in the title, the name or keywords, the columns and what is said of them, than in the description. */
const RANK = "bm25(words, 10, 6, 3, 3, 1, 2)";
/** Scores come as whole numbers of 32 bits: SQLite writes and JavaScript reads them faster, and each takes no memory of its own. */
export const PRECISION = 1e7;
/** Packages of a word that are counted, to see which words are rare. */
const MOST_COUNTED = 1_000;

/** Rows that match, undefined where all do, and how well each does; undefined where nothing was ranked. */
interface Matches {
  rows: RowSet | undefined;
  scores: Float64Array | undefined;
}

/** What a search came to, before its page is made. */
export interface Outcome extends Matches {
  terms: readonly SearchTerm[];
  /** Words of the query that say nothing. */
  dropped: readonly string[];
  /** Words that some of what was found lacks, where nothing has all. */
  lacking: readonly string[];
  corrected?: Corrected;
  example: Example | undefined;
}

/** Finds what fits a query best: as it stands, as it may have been meant, or the most of its words. */
export class Outcomes {
  private corrector: Corrector | undefined;
  private readonly statements = new Map<string, StatementSync>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly facets: FacetCounts,
    private readonly conditions: Conditions,
    private readonly expansion: Expansion,
  ) {}

  /**
   * @param limit - higher than every row
   * @param hasKinds - whether a kind was chosen beside the query
   */
  of(terms: readonly SearchTerm[], limit: number, hasKinds: boolean): Outcome {
    const name = terms.find(({ field, not }) => field === "similar" && !not)?.values?.[0];
    const example = name === undefined ? undefined : exampleOf(name, this.facets, this.database);
    const outcomeOf = ({ terms: read, dropped }: Reading, parts = [read]): Outcome => ({
      ...this.matches(read, parts, example, limit),
      ...{ terms: read, dropped, example, lacking: [] },
    });
    let last: Outcome | undefined;
    for (const reading of readings(terms, hasKinds)) {
      last = outcomeOf(reading);
      if (!isEmpty(last) || terms.length === 0) return last;
    }
    const nothing = last ?? outcomeOf({ terms: [...terms], dropped: [] });
    return this.corrected(terms, outcomeOf) ?? this.partial(terms, outcomeOf) ?? nothing;
  }

  private corrected(terms: readonly SearchTerm[], outcomeOf: (reading: Reading) => Outcome): Outcome | undefined {
    this.corrector ??= new Corrector(this.database, this.expansion);
    for (const reading of readings(terms, true)) {
      const corrected = this.corrector.correct(reading.terms, this.facets);
      if (corrected) return { ...outcomeOf({ ...reading, terms: corrected.terms }), corrected };
    }
    return undefined;
  }

  private partial(
    terms: readonly SearchTerm[],
    outcomeOf: (reading: Reading, parts?: SearchTerm[][]) => Outcome,
  ): Outcome | undefined {
    const reading = readings(terms, true).at(-1);
    if (!reading || reading.terms.filter((term) => isText(term) && !term.not).length < 2) return undefined;
    const isPlain = reading.terms.every((term) => isText(term) && !term.not);
    const best = bestParts(
      reading.terms,
      (term) => this.count(this.expansion.expressionOf(term)),
      (part) =>
        isPlain
          ? this.expansion.has(this.expansion.matchOf(part) ?? '""')
          : !isEmpty(outcomeOf({ ...reading, terms: [...part] })),
    );
    if (!best) return undefined;
    const kept = reading.terms.filter((term) => best.parts.some((part) => part.includes(term)));
    return { ...outcomeOf({ ...reading, terms: kept }, best.parts), lacking: best.lacking };
  }

  private matches(
    terms: readonly SearchTerm[],
    parts: readonly (readonly SearchTerm[])[],
    example: Example | undefined,
    limit: number,
  ): Matches {
    const words = parts.flatMap((part) => this.expansion.matchOf(part) ?? []);
    const any = words.length > 1 ? `(${words.map((one) => `(${one})`).join(" OR ")})` : words[0];
    const alike = example && example.traits.map(({ expression }) => expression).join(" OR ");
    if (alike === "") return { rows: new RowSet(limit), scores: undefined };
    const match = [any, alike && `(${alike})`].filter(Boolean).join(" AND ");
    const ranked = match === "" ? undefined : this.ranked(match);
    const denied = terms.filter((term) => term.not && isText(term)).flatMap((term) => this.rowsOf(term));
    const gone = [...denied, ...(example ? [example.id] : [])];
    const conditions = [
      ...(gone.length > 0 ? [{ rows: RowSet.of(gone, limit), isDenied: true }] : []),
      ...this.conditions.of(terms, limit),
    ];
    const rows = conditions.reduce<RowSet | undefined>(
      (set, condition) => (set ?? this.everything(limit)).and(condition.rows, !condition.isDenied),
      ranked && RowSet.of(ranked.rows, limit),
    );
    return { rows, scores: ranked?.scores };
  }

  /**
   * Every match with its score, in one pass. One text for all of them, as a JavaScript row for each would take three
   * times as long; the limit makes SQLite compute the score of each once.
   */
  private ranked(match: string): { rows: number[]; scores: Float64Array } {
    const sql = `SELECT json_group_array(id) AS ids, json_group_array(score) AS scores FROM
      (SELECT rowid AS id, CAST(-${PRECISION} * ${RANK} AS INTEGER) AS score FROM words WHERE words MATCH ? LIMIT -1 OFFSET 0)`;
    const lists = this.prepared(sql).get(match);
    const rows = JSON.parse(String(lists?.ids ?? "[]")) as number[];
    const list = JSON.parse(String(lists?.scores ?? "[]")) as number[];
    const scores = new Float64Array((rows.at(-1) ?? 0) + 1);
    rows.forEach((row, index) => (scores[row] = list[index] ?? 0));
    return { rows, scores };
  }

  private rowsOf(term: SearchTerm): number[] {
    const expression = this.expansion.expressionOf(term);
    if (expression === undefined) return [];
    const list = this.prepared("SELECT json_group_array(rowid) AS ids FROM words WHERE words MATCH ?").get(expression);
    return JSON.parse(String(list?.ids ?? "[]")) as number[];
  }

  private count(expression: string | undefined): number {
    if (expression === undefined) return 0;
    const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ${MOST_COUNTED})`;
    return Number(this.prepared(sql).get(expression)?.n ?? 0);
  }

  private everything(limit: number): RowSet {
    const list = this.prepared("SELECT json_group_array(id) AS ids FROM package").get();
    return RowSet.of(JSON.parse(String(list?.ids ?? "[]")) as number[], limit);
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

const isEmpty = ({ rows }: Matches): boolean => rows?.size === 0;
