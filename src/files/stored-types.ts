import {
  DateDay,
  Decimal,
  DurationMicrosecond,
  DurationMillisecond,
  DurationNanosecond,
  DurationSecond,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  TimeMicrosecond,
  TimeMillisecond,
  TimeNanosecond,
  TimeSecond,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint16,
  Uint32,
  Uint64,
  Uint8,
  type DataType,
} from "apache-arrow";
import { StoredTime } from "./stored-time.js";

interface Numbers {
  of: "number";
  type: DataType;
  array: { from: (values: number[]) => ArrayBufferView };
  count: (value: unknown) => number;
}
interface Whole {
  of: "whole";
  type: DataType;
  array: { from: (values: bigint[]) => ArrayBufferView };
  count: (value: unknown) => bigint;
}
interface Decimals {
  of: "decimal";
  type: Decimal;
  count: (value: unknown) => bigint;
}

const NANOSECONDS: Record<string, bigint> = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n };
const DAY = 86_400_000;
const whole = (value: unknown): bigint => BigInt(value as number);
const numbers = (type: DataType, array: Numbers["array"], count: Numbers["count"] = Number): Numbers => ({
  ...{ of: "number", type, array, count },
});
const wholes = (type: DataType, count: Whole["count"] = whole, array: Whole["array"] = BigInt64Array): Whole => ({
  ...{ of: "whole", type, array, count },
});

const SIMPLE: Record<string, () => Numbers | Whole> = {
  int8: () => numbers(new Int8(), Int8Array),
  int16: () => numbers(new Int16(), Int16Array),
  int32: () => numbers(new Int32(), Int32Array),
  int64: () => wholes(new Int64()),
  uint8: () => numbers(new Uint8(), Uint8Array),
  uint16: () => numbers(new Uint16(), Uint16Array),
  uint32: () => numbers(new Uint32(), Uint32Array),
  uint64: () => wholes(new Uint64(), whole, BigUint64Array),
  // A half float is a float without loss.
  halffloat: () => numbers(new Float32(), Float32Array),
  float: () => numbers(new Float32(), Float32Array),
  double: () => numbers(new Float64(), Float64Array),
  "time32[s]": () => numbers(new TimeSecond(), Int32Array, (ms) => Math.floor(Number(ms) / 1000)),
  "time32[ms]": () => numbers(new TimeMillisecond(), Int32Array),
  "time64[us]": () => wholes(new TimeMicrosecond()),
  "time64[ns]": () => wholes(new TimeNanosecond()),
  "duration[s]": () => wholes(new DurationSecond()),
  "duration[ms]": () => wholes(new DurationMillisecond()),
  "duration[us]": () => wholes(new DurationMicrosecond()),
  "duration[ns]": () => wholes(new DurationNanosecond()),
};
const TIMESTAMPS: Record<string, new (timezone?: string | null) => DataType> = {
  s: TimestampSecond,
  ms: TimestampMillisecond,
  us: TimestampMicrosecond,
  ns: TimestampNanosecond,
};

/**
 * The Arrow type of a column of numbers or times, and what it stores of a value that a Parquet reader gives; undefined
 * for other types. A Parquet file holds no seconds: times in seconds are milliseconds there.
 */
export function storedType(type: string): Numbers | Whole | Decimals | undefined {
  const simple = SIMPLE[type];
  if (simple) return simple();
  if (type.startsWith("date"))
    return numbers(new DateDay(), Int32Array, (value) => Math.floor(StoredTime.milliseconds(value) / DAY));
  const [, unit = "", , zone] = /^timestamp\[(s|ms|us|ns)(, tz=([^\]]*))?\]$/.exec(type) ?? [];
  const timestamp = TIMESTAMPS[unit];
  if (timestamp) {
    const per = NANOSECONDS[unit] ?? 1n;
    return wholes(new timestamp(zone ?? null), (value) => BigInt.asIntN(64, StoredTime.nanoseconds(value) / per));
  }
  const [, precision, scale] = /^decimal128\((\d+), ?(-?\d+)\)$/.exec(type) ?? [];
  if (precision === undefined) return undefined;
  return { of: "decimal", type: new Decimal(Number(scale), Number(precision)), count: whole };
}
