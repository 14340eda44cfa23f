import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Kind } from "../contracts/types.js";
import { facetsOf, hitOf, normalDoi, wordsOf, type CatalogRecord, type RecordColumn } from "./records.js";

/** A record keeps no more of its columns than this; all of them are found. */
const MOST_COLUMNS = 200;

/** Writes records into an index; each call is part of the caller's transaction. */
export class IndexWriter {
  private readonly facetNumbers = new Map<string, number>();
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  /** Replaces what is known of the records' packages. */
  write(records: Iterable<CatalogRecord>): void {
    // Rows of a transaction that was undone have no numbers.
    this.facetNumbers.clear();
    const generation = this.nextGeneration();
    for (const record of records) this.writeOne(record, generation);
    this.run("UPDATE state SET value = ? WHERE key = 'generation'", generation);
  }

  /** Forgets a package. */
  remove(kind: Kind, name: string): void {
    const id = this.idOf(kind, name);
    if (id === undefined) return;
    this.forget(id);
    this.run("DELETE FROM package WHERE id = ?", id);
    this.run("INSERT OR IGNORE INTO removed VALUES (?, ?)", id, this.nextGeneration());
  }

  /** What {@link write} makes of the index, which ends every change. */
  private nextGeneration(): number {
    return Number(this.prepared("SELECT value FROM state WHERE key = 'generation'").get()?.value) + 1;
  }

  private writeOne(record: CatalogRecord, generation: number): void {
    const { kind, name, version, publishedAt, title, description = "", trainedOn = [] } = record;
    const hit = JSON.stringify(hitOf(record));
    const facets = facetsOf(record)
      .map(([field, value]) => this.facetNumber(field, value))
      .join(",");
    const known = this.idOf(kind, name);
    if (known !== undefined) this.forget(known);
    const sql = `INSERT INTO package (kind, name, version, published, hit, title, description, facets, bytes, rows, columns, width, changed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name) DO UPDATE SET version = excluded.version,
      published = excluded.published, hit = excluded.hit, title = excluded.title,
      description = excluded.description, facets = excluded.facets, bytes = excluded.bytes, rows = excluded.rows,
      columns = excluded.columns, width = excluded.width, changed = excluded.changed RETURNING id`;
    const columns = JSON.stringify(record.columns.slice(0, MOST_COLUMNS).map(briefly));
    const row = this.prepared(sql).get(
      ...[kind, name, version, publishedAt, hit, title, description, facets],
      ...[record.bytes, record.rows ?? null, columns, record.columns.length, generation],
    );
    const id = Number(row?.id);
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
  }

  private idOf(kind: Kind, name: string): number | undefined {
    const row = this.prepared("SELECT id FROM package WHERE kind = ? AND name = ?").get(kind, name);
    return row === undefined ? undefined : Number(row.id);
  }

  private facetNumber(field: string, value: string): number {
    const key = `${field}\n${value}`;
    let number = this.facetNumbers.get(key);
    if (number === undefined) {
      this.run("INSERT OR IGNORE INTO facet (field, value) VALUES (?, ?)", field, value);
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
