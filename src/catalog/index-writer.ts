import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Kind } from "../contracts/types.js";
import { Postings, type PostingChange } from "./postings.js";
import { facetsOf, hitOf, normalDoi, wordsOf, type CatalogRecord, type RecordColumn } from "./records.js";

/** A record keeps no more of its columns than this; all of them are found. */
const MOST_COLUMNS = 200;

/** Writes records into an index; each call is part of the caller's transaction. */
export class IndexWriter {
  private readonly facetNumbers = new Map<string, number>();
  private readonly statements = new Map<string, StatementSync>();

  private readonly changes = new Map<number, PostingChange>();
  private readonly postings: Postings;

  constructor(private readonly database: DatabaseSync) {
    this.postings = new Postings(database);
  }

  /** Replaces what is known of the records' packages. */
  write(records: Iterable<CatalogRecord>): void {
    // Rows of a transaction that was undone have no numbers.
    this.facetNumbers.clear();
    for (const record of records) this.writeOne(record);
    this.finish();
  }

  /** Forgets packages. */
  remove(packages: Iterable<Pick<CatalogRecord, "kind" | "name">>): void {
    for (const { kind, name } of packages) {
      const id = this.idOf(kind, name);
      if (id === undefined) continue;
      this.forget(id);
      this.run("DELETE FROM shown WHERE id = ?", id);
      this.run("DELETE FROM package WHERE id = ?", id);
    }
    this.finish();
  }

  private writeOne(record: CatalogRecord): void {
    const { kind, name, publishedAt, title, description = "", trainedOn = [] } = record;
    const facets = [...new Set(facetsOf(record).map(([field, value]) => this.facetNumber(field, value)))];
    const known = this.idOf(kind, name);
    if (known !== undefined) this.forget(known);
    const sql = `INSERT INTO package (kind, name, published, year, bytes, rows, width, facets)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET published = excluded.published,
      year = excluded.year, bytes = excluded.bytes, rows = excluded.rows, width = excluded.width,
      facets = excluded.facets RETURNING id`;
    const row = this.prepared(sql).get(
      ...[kind, name, Date.parse(publishedAt), Number(publishedAt.slice(0, 4)), record.bytes],
      ...[record.rows ?? null, record.columns.length, facets.join(",")],
    );
    const id = Number(row?.id);
    for (const facet of facets) this.changeOf(facet).added.add(id);
    const columns = JSON.stringify(record.columns.slice(0, MOST_COLUMNS).map(briefly));
    const hit = JSON.stringify(hitOf(record));
    this.run("INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?)", id, hit, title, description, columns);
    this.run(
      "INSERT INTO words (rowid, title, name, columns, notes, description, people) VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      ...wordsOf(record),
    );
    for (const doi of new Set(record.dois?.map(normalDoi)))
      this.run("INSERT OR IGNORE INTO doi VALUES (?, ?)", doi, id);
    for (const dataset of trainedOn) this.run("INSERT OR IGNORE INTO trained_on VALUES (?, ?)", dataset, id);
  }

  private forget(id: number): void {
    this.run("DELETE FROM words WHERE rowid = ?", id);
    this.run("DELETE FROM trained_on WHERE package = ?", id);
    this.run("DELETE FROM doi WHERE package = ?", id);
    const facets = String(this.prepared("SELECT facets FROM package WHERE id = ?").get(id)?.facets ?? "");
    for (const facet of facets.split(",").filter(Boolean).map(Number)) {
      const change = this.changeOf(facet);
      if (!change.added.delete(id)) change.removed.add(id);
    }
  }

  /** Writes what the rows of the facets' values have become; the generation tells others that something has changed. */
  private finish(): void {
    for (const [facet, change] of this.changes) {
      this.postings.change(facet, change);
      const more = change.added.size - change.removed.size;
      if (more !== 0) this.run("UPDATE facet SET count = count + ? WHERE id = ?", more, facet);
    }
    this.changes.clear();
    this.run("UPDATE state SET value = value + 1 WHERE key = 'generation'");
  }

  private changeOf(facet: number): PostingChange {
    let change = this.changes.get(facet);
    if (!change) this.changes.set(facet, (change = { added: new Set(), removed: new Set() }));
    return change;
  }

  private idOf(kind: Kind, name: string): number | undefined {
    const row = this.prepared("SELECT id FROM package WHERE kind = ? AND name = ?").get(kind, name);
    return row === undefined ? undefined : Number(row.id);
  }

  private facetNumber(field: string, value: string): number {
    const key = `${field}\n${value}`;
    let number = this.facetNumbers.get(key);
    if (number === undefined) {
      this.run(
        "INSERT OR IGNORE INTO facet (field, value, folded, count) VALUES (?, ?, ?, 0)",
        field,
        value,
        value.toLowerCase(),
      );
      number = Number(this.prepared("SELECT id FROM facet WHERE field = ? AND value = ?").get(field, value)?.id);
      this.facetNumbers.set(key, number);
    }
    return number;
  }

  private run(sql: string, ...values: (string | number)[]): void {
    this.prepared(sql).run(...values);
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}

const briefly = ({ name, unit }: RecordColumn) => (unit === undefined ? { name } : { name, unit });
