import type { Table, Vector } from "apache-arrow";
import type { Column } from "../contracts/types.js";

/** Values of columns by name. */
export type Values = ReadonlyMap<string, readonly unknown[]>;

/** An Arrow table of what a Parquet reader gives; what has no simpler form is shown as JSON. */
export async function arrowTable(columns: readonly Column[], values: Values): Promise<Table> {
  const arrow = await import("apache-arrow");
  const vectors: Record<string, Vector> = {};
  for (const { name, type } of columns) {
    const given = values.get(name) ?? [];
    const shown = (read: (value: unknown) => unknown) => given.map((value) => (value === null || value === undefined ? null : read(value)));
    if (/^u?int/.test(type)) vectors[name] = arrow.vectorFromArray(shown((value) => BigInt(value as number)), new arrow.Int64());
    else if (/^(?:double|float|half)/.test(type)) vectors[name] = arrow.vectorFromArray(shown(Number), new arrow.Float64());
    else if (type === "bool") vectors[name] = arrow.vectorFromArray(shown(Boolean), new arrow.Bool());
    else if (/^(?:date|timestamp)/.test(type))
      vectors[name] = arrow.vectorFromArray(shown((value) => (value instanceof Date ? value : new Date(Number(value)))), type.startsWith("date") ? new arrow.DateDay() : new arrow.TimestampMillisecond());
    else vectors[name] = arrow.vectorFromArray(shown(textOf), new arrow.Utf8());
  }
  return new arrow.Table(vectors);
}

/** Any value as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}
