import { LRUCache } from "lru-cache";
import { DataType, type Table, type Vector } from "apache-arrow";
import { storedValues } from "./stored-values.js";
import type { TableFile } from "./table-file.js";

/** Values of columns that are kept, in all. */
const MOST_KEPT = 10_000_000;

/** What a question needs of a column: its values as they are counted and searched, or as they are stored. */
type Form = "values" | "stored";

/** Values of columns from the first row on, kept for the next question while there is room. */
export class ColumnValues {
  private readonly kept = new LRUCache<string, Promise<unknown[]>>({ maxSize: MOST_KEPT });

  constructor(private readonly file: TableFile) {}

  /** The values of a column in the first `rows` rows, kept. */
  get(name: string, rows: number, form: Form = "values"): Promise<readonly unknown[]> {
    const key = keyOf(name, rows, form);
    const known = this.kept.get(key);
    if (known) return known;
    const found = this.read(name, rows, form);
    found.catch(() => this.kept.delete(key));
    this.kept.set(key, found, { size: Math.max(1, rows) });
    return found;
  }

  /** The same for a question that is asked once. */
  once(name: string, rows: number): Promise<readonly unknown[]> {
    return this.kept.get(keyOf(name, rows, "values")) ?? this.read(name, rows, "values");
  }

  private async read(name: string, rows: number, form: Form): Promise<unknown[]> {
    const table = await this.file.read([name], 0, rows);
    const type = this.file.columns.find((column) => column.name === name)?.type ?? "";
    return form === "stored" ? storedValues(table, name, type) : valuesOf(table, name);
  }
}

const keyOf = (name: string, rows: number, form: Form): string => JSON.stringify([name, rows, form]);

/** A column's values as they are counted, searched and compared. */
export function valuesOf(table: Table, name: string): unknown[] {
  const vector: Vector | null = table.getChild(name);
  if (!vector) return [];
  if (DataType.isDecimal(vector.type)) {
    const unit = 10 ** vector.type.scale;
    return storedValues(table, name, "").map((count) => (typeof count === "bigint" ? Number(count) / unit : null));
  }
  return Array.from(vector, (value: unknown) => plain(value));
}

/** Nested values as their data, so that they have a text. */
function plain(value: unknown): unknown {
  return hasJson(value) ? value.toJSON() : value;
}

const hasJson = (value: unknown): value is { toJSON: () => unknown } =>
  typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function";
