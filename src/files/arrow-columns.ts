import {
  Bool,
  DateDay,
  Float64,
  Int64,
  Table,
  TimestampMillisecond,
  Utf8,
  makeData,
  makeVector,
  type Vector,
} from "apache-arrow";
import type { Column } from "../contracts/types.js";

/** Values of columns by name. */
export type Values = ReadonlyMap<string, readonly unknown[]>;

/** An Arrow table of what a Parquet reader gives; what has no simpler form is shown as JSON. */
export function arrowTable(columns: readonly Column[], values: Values): Table {
  return new Table(Object.fromEntries(columns.map(({ name, type }) => [name, vector(type, values.get(name) ?? [])])));
}

/** Any value as text. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}

// From arrays, not by Arrow's builders: those compile code, which the pages' policy forbids.
function vector(type: string, values: readonly unknown[]): Vector {
  const { length } = values;
  const missing = values.map((value) => value === null || value === undefined);
  const common = { length, nullCount: missing.filter(Boolean).length, nullBitmap: bits(missing.map((gone) => !gone)) };
  const present = <T>(read: (value: unknown) => T, otherwise: T): T[] =>
    values.map((value, i) => (missing[i] ? otherwise : read(value)));
  if (/^u?int/.test(type))
    return makeVector(
      makeData({
        type: new Int64(),
        ...common,
        data: BigInt64Array.from(present((value) => BigInt(value as number), 0n)),
      }),
    );
  if (/^(?:double|float|half|decimal)/.test(type))
    return makeVector(makeData({ type: new Float64(), ...common, data: Float64Array.from(present(Number, 0)) }));
  if (type === "bool")
    return makeVector(makeData({ type: new Bool(), ...common, data: bits(present(Boolean, false)) }));
  if (type.startsWith("date"))
    return makeVector(
      makeData({
        type: new DateDay(),
        ...common,
        data: Int32Array.from(present((value) => Math.floor(timeOf(value) / 86_400_000), 0)),
      }),
    );
  if (type.startsWith("timestamp"))
    return makeVector(
      makeData({
        type: new TimestampMillisecond(),
        ...common,
        data: BigInt64Array.from(present((value) => BigInt(timeOf(value)), 0n)),
      }),
    );
  const texts = present(textOf, "").map((text) => new TextEncoder().encode(text));
  const valueOffsets = new Int32Array(length + 1);
  texts.forEach((text, i) => (valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + text.length));
  const data = new Uint8Array(valueOffsets[length] ?? 0);
  texts.forEach((text, i) => data.set(text, valueOffsets[i]));
  return makeVector(makeData({ type: new Utf8(), ...common, valueOffsets, data }));
}

const timeOf = (value: unknown): number => (value instanceof Date ? value.getTime() : Number(value));

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, i) => {
    if (flag) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bytes;
}
