import type { ParquetParsers } from "hyparquet";

/** A point in time to the nanosecond. In lists and records it is shown as the `Date` that it is. */
export class StoredTime extends Date {
  constructor(readonly count: bigint) {
    super(Number(count / 1_000_000n));
  }

  /** Nanoseconds since 1970 of a `Date`, or of a number of milliseconds. */
  static nanoseconds(value: unknown): bigint {
    return value instanceof StoredTime ? value.count : BigInt(StoredTime.milliseconds(value)) * 1_000_000n;
  }

  static milliseconds(value: unknown): number {
    return value instanceof Date ? value.getTime() : Number(value);
  }
}

/** How points in time are read from Parquet: to the nanosecond. */
export const exactTimes: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count: bigint | undefined) =>
    count === undefined ? count : new StoredTime(count * 1_000_000n),
  timestampFromMicroseconds: (count: bigint | undefined) =>
    count === undefined ? count : new StoredTime(count * 1_000n),
  timestampFromNanoseconds: (count: bigint | undefined) => (count === undefined ? count : new StoredTime(count)),
};
