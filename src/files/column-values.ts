import { LRUCache } from "lru-cache";
import type { Table, Vector } from "apache-arrow";
import type { TableFile } from "./table-file.js";

/** Values of columns that are kept, in all. */
const MOST_KEPT = 10_000_000;

/** Values of columns from the first row on, kept for the next question while there is room. */
export class ColumnValues {
  private readonly kept = new LRUCache<string, Promise<unknown[]>>({ maxSize: MOST_KEPT });

  constructor(private readonly file: TableFile) {}

  /** The values of a column in the first `rows` rows, kept. */
  get(name: string, rows: number): Promise<readonly unknown[]> {
    const known = this.kept.get(keyOf(name, rows));
    if (known) return known;
    const found = this.read(name, rows);
    found.catch(() => this.kept.delete(keyOf(name, rows)));
    this.kept.set(keyOf(name, rows), found, { size: Math.max(1, rows) });
    return found;
  }

  /** The same for a question that is asked once. */
  once(name: string, rows: number): Promise<readonly unknown[]> {
    return this.kept.get(keyOf(name, rows)) ?? this.read(name, rows);
  }

  private async read(name: string, rows: number): Promise<unknown[]> {
    return valuesOf(await this.file.read([name], 0, rows), name);
  }
}

const keyOf = (name: string, rows: number): string => JSON.stringify([name, rows]);

/** A column's values as they are counted, searched and compared. */
export function valuesOf(table: Table, name: string): unknown[] {
  const vector: Vector | null = table.getChild(name);
  return vector ? Array.from(vector, (value: unknown) => plain(value)) : [];
}

/** Nested values as their data, so that they have a text. */
function plain(value: unknown): unknown {
  return hasJson(value) ? value.toJSON() : value;
}

const hasJson = (value: unknown): value is { toJSON: () => unknown } =>
  typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";
