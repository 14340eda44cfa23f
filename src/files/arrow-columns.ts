import {
  Bool,
  BufferType,
  Data,
  Field,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Utf8,
  makeData,
  type DataType,
} from "apache-arrow";
import type { Column } from "../contracts/types.js";
import { storedType } from "./stored-types.js";

/** Values of columns by name. */
export type Values = ReadonlyMap<string, readonly unknown[]>;

/** An Arrow table of what a Parquet reader gives; what has no simpler form is shown as JSON. */
export function arrowTable(columns: readonly Column[], values: Values): Table {
  const data = columns.map(({ name, type }) => columnData(type, values.get(name) ?? []));
  // Not of an object by names, which would put those that are whole numbers first.
  const schema = new Schema(columns.map(({ name }, i) => new Field(name, data[i]?.type ?? new Null(), true)));
  const struct = makeData({
    type: new Struct(schema.fields),
    length: data[0]?.length ?? 0,
    nullCount: 0,
    children: data,
  });
  return new Table(schema, new RecordBatch(schema, struct));
}

/** Whether {@link arrowTable} keeps the values of a column of this type: those of others are text. */
export const keepsValues = (type: string): boolean =>
  storedType(type) !== undefined || /^(bool|null|(large_)?string(_view)?)$/.test(type);

/** Any value as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}

// From arrays, not by Arrow's builders: those compile code, which the pages' policy forbids.
function columnData(type: string, values: readonly unknown[]): Data {
  const { length } = values;
  const missing = values.map((value) => value === null || value === undefined);
  const common = { length, nullCount: missing.filter(Boolean).length, nullBitmap: bits(missing.map((gone) => !gone)) };
  const present = <T>(read: (value: unknown) => T, otherwise: T): T[] =>
    values.map((value, i) => (missing[i] ? otherwise : read(value)));
  const stored = storedType(type);
  if (stored) {
    const data =
      stored.of === "decimal"
        ? decimalWords(present(stored.count, 0n))
        : stored.of === "whole"
          ? stored.array.from(present(stored.count, 0n))
          : stored.array.from(present(stored.count, 0));
    const buffers = { [BufferType.DATA]: data, [BufferType.VALIDITY]: common.nullBitmap };
    return new Data<DataType>(stored.type, 0, length, common.nullCount, buffers);
  }
  if (type === "bool") return makeData({ type: new Bool(), ...common, data: bits(present(Boolean, false)) });
  const texts = present(textOf, "").map((text) => new TextEncoder().encode(text));
  const valueOffsets = new Int32Array(length + 1);
  texts.forEach((text, i) => (valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + text.length));
  const data = new Uint8Array(valueOffsets[length] ?? 0);
  texts.forEach((text, i) => data.set(text, valueOffsets[i]));
  return makeData({ type: new Utf8(), ...common, valueOffsets, data });
}

/** Whole numbers as 128 bits each, the lowest 32 first. */
function decimalWords(counts: readonly bigint[]): Uint32Array {
  const words = new Uint32Array(4 * counts.length);
  counts.forEach((count, i) => {
    for (let word = 0; word < 4; word++) words[4 * i + word] = Number(BigInt.asUintN(32, count >> BigInt(32 * word)));
  });
  return words;
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, i) => {
    if (flag) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bytes;
}
