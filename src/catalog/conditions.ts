import type { DatabaseSync } from "node:sqlite";
import type { FacetField, SearchTerm } from "../contracts/types.js";
import { FIELDS } from "../core/search/fields.js";
import type { FacetCounts } from "./facet-counts.js";
import type { Postings } from "./postings.js";
import { normalDoi } from "./records.js";
import { RowSet } from "./row-set.js";

const COLUMNS: Readonly<Record<string, string>> = { year: "year", rows: "rows", columns: "width", size: "bytes" };
const OPERATORS = new Set(["<", "<=", ">", ">=", "="]);

/** Rows that a condition beside the words leaves, or, where it is denied, takes away. */
export interface Condition {
  rows: RowSet;
  isDenied: boolean;
}

/** What the conditions of terms find. */
export class Conditions {
  constructor(
    private readonly database: DatabaseSync,
    private readonly facets: FacetCounts,
    private readonly postings: Postings,
  ) {}

  /** @param limit - higher than every row */
  of(terms: readonly SearchTerm[], limit: number): Condition[] {
    return terms.flatMap((term) =>
      this.rowsOf(term, limit).map((rows): Condition => ({ rows, isDenied: term.not === true })),
    );
  }

  private rowsOf(term: SearchTerm, limit: number): RowSet[] {
    const { field, values = [], number } = term;
    if (field === undefined) return [];
    if (number !== undefined) return this.numeric(term, number, limit);
    if (field === "doi")
      return [this.among("SELECT package AS id FROM doi WHERE doi = ?", values.map(normalDoi), limit)];
    if (field === "trained")
      return [this.among("SELECT package AS id FROM trained_on WHERE dataset = ?", values, limit)];
    if (FIELDS[field].kind !== "value") return [];
    const wanted = values.map((value) => this.facets.matching(field as FacetField, value).map(({ id }) => id));
    if (wanted.length === 0 && field === "element") return [];
    if (field !== "element") return [this.postings.union(wanted.flat(), limit)];
    // All elements must be there, any of other values.
    return [wanted.map((ids) => this.postings.union(ids, limit)).reduce((set, other) => set.and(other))];
  }

  private numeric({ field = "rows", op = "=" }: SearchTerm, number: number, limit: number): RowSet[] {
    const column = COLUMNS[field];
    if (column === undefined || !OPERATORS.has(op)) return [];
    return [this.among(`SELECT id FROM package WHERE ${column} ${op} ?`, [number], limit)];
  }

  private among(sql: string, values: readonly (string | number)[], limit: number): RowSet {
    const statement = this.database.prepare(`SELECT json_group_array(id) AS ids FROM (${sql})`);
    const rows = values.flatMap((value) => JSON.parse(String(statement.get(value)?.ids ?? "[]")) as number[]);
    return RowSet.of(rows, limit);
  }
}
