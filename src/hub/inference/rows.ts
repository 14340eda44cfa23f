import { BYTES_OF, countOf, textRows, type InferTensor } from "./tensors.js";

/** Tensors of several requests below each other; they differ in their first axis only. */
export function concatTensors(requests: readonly (readonly InferTensor[])[]): InferTensor[] {
  const [first = []] = requests;
  return first.map((tensor, place) => {
    const parts = requests.flatMap((tensors) => tensors[place] ?? []);
    const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
    return { ...tensor, shape: [rows, ...tensor.shape.slice(1)], data: Buffer.concat(parts.map(({ data }) => data)) };
  });
}

/** Some rows of tensors that have the same number of them. */
export function sliceTensors(tensors: readonly InferTensor[], start: number, count: number): InferTensor[] {
  return tensors.map((tensor) => {
    const width = countOf(tensor.shape.slice(1));
    const shape = [count, ...tensor.shape.slice(1)];
    const each = BYTES_OF[tensor.datatype] * width;
    if (each > 0 || width === 0) return { ...tensor, shape, data: tensor.data.subarray(start * each, (start + count) * each) };
    const offsets = textRows(tensor.data, start + count, width);
    return { ...tensor, shape, data: tensor.data.subarray(offsets[start], offsets[start + count]) };
  });
}
