import type { DatabaseSync } from "node:sqlite";
import type { FacetField, SearchRequest, SearchSort } from "../contracts/types.js";
import { FacetTable } from "./facet-table.js";

/** Negative where the first of two rows comes first. */
export type Before = (a: number, b: number) => number;

/** What can be asked of every package at once, in memory by the number of its row: facets, sizes, dates, and their order. */
export class PackageTable {
  readonly facets: FacetTable;
  /** Every row, in ascending order. */
  readonly all: readonly number[];
  readonly bytes: Float64Array;
  /** NaN where a package has no rows. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly year: Float64Array;
  private readonly published: Float64Array;
  private byKind: Uint32Array | undefined;
  private byName: Uint32Array | undefined;

  constructor(private readonly database: DatabaseSync) {
    const last = Number(database.prepare("SELECT max(id) AS last FROM package").get()?.last ?? 0);
    const size = last + 2;
    [this.bytes, this.rows, this.columns, this.year, this.published] = [0, 1, 2, 3, 4].map(() => new Float64Array(size).fill(NaN)) as
      [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const names = database.prepare("SELECT id, field, value FROM facet ORDER BY id").all();
    const position = new Map(names.map(({ id }, index) => [Number(id), index]));
    const starts = new Uint32Array(size);
    const values = new GrowingNumbers();
    const all: number[] = [];
    let next = 0;
    for (const row of database.prepare("SELECT id, published, bytes, rows, width, facets FROM package ORDER BY id").iterate()) {
      const id = Number(row.id);
      const published = String(row.published);
      all.push(id);
      this.bytes[id] = Number(row.bytes);
      this.rows[id] = row.rows === null ? NaN : Number(row.rows);
      this.columns[id] = Number(row.width);
      this.year[id] = Number(published.slice(0, 4));
      this.published[id] = Date.parse(published);
      // Rows that are no more have no values.
      starts.fill(values.length, next, id + 1);
      next = id + 1;
      for (const value of String(row.facets).split(",")) values.push(position.get(Number(value)) ?? 0);
    }
    starts.fill(values.length, next);
    this.all = all;
    this.facets = new FacetTable(
      names.map(({ field, value }) => ({ field: field as FacetField, value: String(value) })),
      starts,
      values.taken(),
    );
  }

  /** How an order sorts rows; equal ones go by date, then kind and name, so that no two are equal. */
  before(sort: Exclude<SearchSort, "relevance">, order: SearchRequest["order"]): Before {
    const kinds = (this.byKind ??= this.ranks("kind, name"));
    const newest = (a: number, b: number) => at(this.published, b) - at(this.published, a) || at(kinds, a) - at(kinds, b);
    if (sort === "date") return order === "ascending" ? (a, b) => newest(b, a) : newest;
    if (sort === "name") {
      const names = (this.byName ??= this.ranks("name, kind"));
      return order === "descending" ? (a, b) => at(names, b) - at(names, a) : (a, b) => at(names, a) - at(names, b);
    }
    const amounts = sort === "rows" ? this.rows : this.bytes;
    return (a, b) => {
      const [first, second] = [at(amounts, a), at(amounts, b)];
      // What has no such number comes last in both orders.
      if (Number.isNaN(first) || Number.isNaN(second)) return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || newest(a, b);
      return (order === "ascending" ? first - second : second - first) || newest(a, b);
    };
  }

  private ranks(columns: string): Uint32Array {
    const ranks = new Uint32Array(this.bytes.length);
    const sorted = this.database.prepare(`SELECT json_group_array(id) AS ids FROM (SELECT id FROM package ORDER BY ${columns})`).get();
    (JSON.parse(String(sorted?.ids ?? "[]")) as number[]).forEach((id, rank) => (ranks[id] = rank));
    return ranks;
  }
}

/** Numbers whose count is not known beforehand, without an object for each. */
class GrowingNumbers {
  length = 0;
  private numbers = new Uint32Array(1024);

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  taken(): Uint32Array {
    return this.numbers.slice(0, this.length);
  }
}

// Every row of the index is within the arrays.
const at = (array: Float64Array | Uint32Array, index: number): number => array[index] as number;
