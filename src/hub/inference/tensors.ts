import { isUtf8 } from "node:buffer";
import type { TensorDatatype } from "../../contracts/types.js";

/** Values of one datatype in a shape: little-endian and row-major, or texts with their lengths before them. */
export interface InferTensor {
  name: string;
  datatype: TensorDatatype;
  shape: readonly number[];
  data: Uint8Array;
}

/** Bytes of one value; 0 where each has its own. */
export const BYTES_OF: Readonly<Record<TensorDatatype, number>> = {
  ...{ BOOL: 1, UINT8: 1, UINT16: 2, UINT32: 4, UINT64: 8 },
  ...{ INT8: 1, INT16: 2, INT32: 4, INT64: 8, FP16: 2, FP32: 4, FP64: 8, BYTES: 0 },
};

/** How many values a shape holds. */
export const countOf = (shape: readonly number[]): number => shape.reduce((count, size) => count * size, 1);

/** How many values a run of texts with their lengths holds, and the first that is not UTF-8; undefined where the lengths do not add up. */
export function checkTexts(data: Uint8Array): { count: number; invalid: number | undefined } | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let count = 0;
  let invalid: number | undefined;
  let at = 0;
  for (; at + 4 <= data.length; count++) {
    const end = at + 4 + view.getUint32(at, true);
    if (invalid === undefined && !isUtf8(data.subarray(at + 4, end))) invalid = count;
    at = end;
  }
  return at === data.length ? { count, invalid } : undefined;
}

/** Byte offset of each row of texts, and the end; a row has `width` of them. */
export function textRows(data: Uint8Array, rows: number, width: number): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const offsets = [0];
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) at += 4 + view.getUint32(at, true);
    offsets.push(at);
  }
  return offsets;
}
