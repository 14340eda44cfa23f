import type { DatabaseSync } from "node:sqlite";
import type { FacetField, SearchRequest, SearchSort } from "../contracts/types.js";
import { FacetTable } from "./facet-table.js";
import { grown } from "./growing.js";
import { OrderRanks, type RankedBy } from "./order-ranks.js";

/** Negative where the first of two rows comes first. */
export type Before = (a: number, b: number) => number;

/** Changed rows up to which a table is brought up to date; more are quicker read with all others. */
const MOST_CHANGES = 20_000;
/** Rows in one text from SQLite: a JavaScript row for each would take three times as long. */
const BATCH = 5_000;

type Row = [id: number, published: string, bytes: number, rows: number | null, width: number, facets: string];

/** What can be asked of every package at once, in memory by the number of its row: facets, sizes, dates, and their order. */
export class PackageTable {
  readonly facets = new FacetTable();
  bytes = new Float64Array();
  /** NaN where a package has no rows. */
  rows = new Float64Array();
  columns = new Float64Array();
  year = new Float64Array();
  private published = new Float64Array();
  private present = new Uint8Array();
  private ids: number[] = [];
  private lastFacet = 0;
  /** Position of a facet value by its number in the index. */
  private readonly positions = new Map<number, number>();
  private readonly ranks = new Map<string, OrderRanks>();

  constructor(private readonly database: DatabaseSync) {
    this.readNames();
    const last = Number(database.prepare("SELECT max(id) AS last FROM package").get()?.last ?? 0);
    this.grow(last + 1);
    for (const batch of this.batches("id > ?", 0))
      for (const row of batch) {
        this.take(row);
        this.ids.push(row[0]);
      }
  }

  /** Every row, in ascending order. */
  get all(): readonly number[] {
    return this.ids;
  }

  /** Takes over what has changed since a generation of the index; false where reading all of it is quicker. */
  follow(generation: number): boolean {
    const count = this.database.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM package WHERE changed > ? LIMIT ?)");
    const gone = this.database
      .prepare("SELECT id FROM removed WHERE changed > ?")
      .all(generation)
      .map(({ id }) => Number(id));
    if (
      Number(count.get(generation, MOST_CHANGES + 1)?.n) > MOST_CHANGES ||
      gone.length > MOST_CHANGES ||
      this.facets.isSparse
    )
      return false;
    this.readNames();
    this.drop(new Set(gone));
    const changed = [...this.batches("changed > ?", generation)].flat();
    const added = changed.map(([id]) => id).filter((id) => this.present[id] !== 1);
    this.grow(Math.max(0, ...added) + 1);
    for (const row of changed) this.take(row);
    this.ids = withAdded(this.ids, added);
    for (const [key, ranks] of this.ranks) if (!ranks.insert(added, this.bytes.length)) this.ranks.delete(key);
    return true;
  }

  /** How an order sorts rows; equal ones go by date, then kind and name, so that no two are equal. */
  before(sort: Exclude<SearchSort, "relevance">, order: SearchRequest["order"]): Before {
    const kinds = this.ranksBy(["kind", "name"]);
    const newest = (a: number, b: number) => at(this.published, b) - at(this.published, a) || kinds.at(a) - kinds.at(b);
    if (sort === "date") return order === "ascending" ? (a, b) => newest(b, a) : newest;
    if (sort === "name") {
      const names = this.ranksBy(["name", "kind"]);
      return order === "descending" ? (a, b) => names.at(b) - names.at(a) : (a, b) => names.at(a) - names.at(b);
    }
    const amounts = sort === "rows" ? this.rows : this.bytes;
    return (a, b) => {
      const [first, second] = [at(amounts, a), at(amounts, b)];
      // What has no such number comes last in both orders.
      if (Number.isNaN(first) || Number.isNaN(second))
        return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || newest(a, b);
      return (order === "ascending" ? first - second : second - first) || newest(a, b);
    };
  }

  private ranksBy(by: RankedBy): OrderRanks {
    const key = by.join();
    let ranks = this.ranks.get(key);
    if (!ranks) this.ranks.set(key, (ranks = new OrderRanks(this.database, by)));
    return ranks;
  }

  private *batches(condition: "id > ?" | "changed > ?", from: number): Generator<Row[]> {
    const sql = `SELECT max(id) AS last, json_group_array(json_array(id, published, bytes, rows, width, facets)) AS rows
      FROM (SELECT id, published, bytes, rows, width, facets FROM package WHERE ${condition} AND id > ? ORDER BY id LIMIT ${BATCH})`;
    const statement = this.database.prepare(sql);
    for (let last = 0; ;) {
      const found = statement.get(from, last);
      const rows = JSON.parse(String(found?.rows ?? "[]")) as Row[];
      yield rows;
      if (rows.length < BATCH) return;
      last = Number(found?.last);
    }
  }

  private readNames(): void {
    const found = this.database
      .prepare("SELECT id, field, value FROM facet WHERE id > ? ORDER BY id")
      .all(this.lastFacet);
    for (const { id } of found) this.positions.set(Number(id), this.positions.size);
    this.facets.addNames(found.map(({ field, value }) => ({ field: field as FacetField, value: String(value) })));
    this.lastFacet = Number(found.at(-1)?.id ?? this.lastFacet);
  }

  private take([id, published, bytes, rows, width, facets]: Row): void {
    this.present[id] = 1;
    this.bytes[id] = bytes;
    this.rows[id] = rows ?? NaN;
    this.columns[id] = width;
    this.year[id] = Number(published.slice(0, 4));
    this.published[id] = Date.parse(published);
    this.facets.set(id, facets === "" ? [] : facets.split(",").map((value) => this.positions.get(Number(value)) ?? 0));
  }

  private drop(gone: ReadonlySet<number>): void {
    if (gone.size === 0) return;
    this.ids = this.ids.filter((id) => !gone.has(id));
    for (const id of gone) {
      this.facets.remove(id);
      this.present[id] = 0;
    }
  }

  private grow(size: number): void {
    this.bytes = grown(this.bytes, size, NaN);
    this.rows = grown(this.rows, size, NaN);
    this.columns = grown(this.columns, size, NaN);
    this.year = grown(this.year, size, NaN);
    this.published = grown(this.published, size, NaN);
    this.present = grown(this.present, size);
  }
}

/** Rows in ascending order with others; those that came last have the highest numbers, but for numbers that are used again. */
function withAdded(ids: number[], added: readonly number[]): number[] {
  if (added.length === 0) return ids;
  const last = ids.at(-1) ?? 0;
  const all = ids.concat(added);
  return added.every((id) => id > last) ? all : all.sort((a, b) => a - b);
}

// Every row of the index is within the arrays.
const at = (array: Float64Array, index: number): number => array[index] as number;
