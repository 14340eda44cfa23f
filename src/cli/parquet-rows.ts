import { buffer } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { parquetReadObjects, type AsyncBuffer } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * The first rows of a Parquet file, read by ranges.
 * @param read - bytes of the file, from `start` to `end` inclusive
 */
export function parquetRows(
  bytes: number,
  read: (range: { start: number; end: number }) => Promise<Readable>,
  count: number,
): Promise<Record<string, unknown>[]> {
  const file: AsyncBuffer = {
    byteLength: bytes,
    slice: async (start, end = bytes) => new Uint8Array(await buffer(await read({ start, end: end - 1 }))).buffer,
  };
  return parquetReadObjects({ file, compressors, rowStart: 0, rowEnd: count });
}
