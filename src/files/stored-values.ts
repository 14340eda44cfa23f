import { DataType, type Table, type Vector } from "apache-arrow";
import { columnKind } from "../core/filters/column-kind.js";
import type { StoredValue } from "../core/filters/compare.js";

/** A column's values as filters compare them: points in time, decimals and days as counts of their unit, to the last. */
export function storedValues(table: Table, name: string, type: string): StoredValue[] {
  const vector: Vector | null = table.getChild(name);
  if (!vector) return [];
  if (DataType.isTimestamp(vector.type)) return counts(vector, (values, i) => (values as BigInt64Array)[i]);
  if (DataType.isDecimal(vector.type)) {
    const words = vector.type.bitWidth / 32;
    return counts(vector, (values, i) => wholeOf((values as Uint32Array).subarray(i * words, (i + 1) * words)));
  }
  const kind = columnKind(type);
  if (kind.of === "date" && kind.days)
    return Array.from(vector, (ms: number | null) => (ms === null ? null : ms / 86_400_000));
  return Array.from(vector, (value: unknown) => value);
}

function counts(vector: Vector, read: (values: unknown, place: number) => StoredValue): StoredValue[] {
  return vector.data.flatMap((data) =>
    Array.from({ length: data.length }, (_, i) => (data.getValid(i) ? read(data.values, i) : null)),
  );
}

/** A whole number from 32-bit words, the lowest first. */
function wholeOf(words: Uint32Array): bigint {
  const bits = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(32 * words.length, bits);
}
