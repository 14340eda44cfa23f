import { DataType, Vector } from "apache-arrow";
import { t } from "../../core/translation.js";

/** Where a value is. */
export interface Place {
  vector: Vector<DataType>;
  index: number;
}

/** What a nested value holds: the items of a list, or the named ones of a record or map. */
export type Inside =
  | { of: "list"; length: number; at: (index: number) => Place }
  | { of: "record"; entries: readonly (Place & { name: string })[] };

/** What is in a nested value that is not missing; undefined where a value is not nested. */
export function inside(vector: Vector<DataType>, index: number): Inside | undefined {
  const { type } = vector;
  if (DataType.isDictionary(type)) {
    const place = dictionaryPlace(vector, index);
    return place && inside(place.vector, place.index);
  }
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const items = vector.get(index) as Vector<DataType>;
    return { of: "list", length: items.length, at: (item) => ({ vector: items, index: item }) };
  }
  if (DataType.isStruct(type)) {
    const entries = type.children.map((field, child) => ({
      ...{ name: field.name, vector: vector.getChildAt(child) as Vector<DataType>, index },
    }));
    return { of: "record", entries };
  }
  if (!DataType.isMap(type)) return undefined;
  const { data, at } = chunkAt(vector, index);
  const offsets = data.valueOffsets as Int32Array;
  const [entries] = data.children;
  const [start = 0, end = start] = offsets.subarray(at, at + 2);
  const pairs = new Vector(entries ? [entries.slice(start, end - start)] : []);
  const [keys, values] = [pairs.getChildAt(0), pairs.getChildAt(1)] as Vector<DataType>[];
  if (!keys || !values) return { of: "record", entries: [] };
  const named = Array.from({ length: end - start }, (_, item) => ({
    ...{ name: String(keys.get(item)), vector: values, index: item },
  }));
  return { of: "record", entries: named };
}

/** Where the value is that a dictionary's column means; undefined for a missing one. */
export function dictionaryPlace(vector: Vector<DataType>, index: number): Place | undefined {
  const { data, at } = chunkAt(vector, index);
  if (!data.getValid(at) || !data.dictionary) return undefined;
  return { vector: data.dictionary as Vector<DataType>, index: Number((data.values as Int32Array)[at]) };
}

/** The count that stores a point in time, where Arrow's own reading gives fractions of milliseconds. */
export function storedCount(vector: Vector<DataType>, index: number): bigint {
  const { data, at } = chunkAt(vector, index);
  return (data.values as BigInt64Array)[at] ?? 0n;
}

function chunkAt(vector: Vector<DataType>, index: number) {
  let at = index;
  for (const data of vector.data) {
    if (at < data.length) return { data, at };
    at -= data.length;
  }
  throw new RangeError(t("The column has no value at %1.", index));
}
