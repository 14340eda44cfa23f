import { BYTES_OF, countOf, textRows, type InferTensor } from "./tensors.js";

/** A tensor whose values lie in parts, each of some rows. */
export interface TensorInParts extends Omit<InferTensor, "data"> {
  parts: readonly Uint8Array[];
}

/** Tensors of several requests below each other, where they lie; they differ in their first axis only. */
export function stackTensors(requests: readonly (readonly InferTensor[])[]): TensorInParts[] {
  const [first = []] = requests;
  return first.map(({ name, datatype, shape }, place) => {
    const stacked = requests.flatMap((tensors) => tensors[place] ?? []);
    const parts = stacked.map(({ data }) => data);
    if (requests.length === 1) return { name, datatype, shape, parts };
    const rows = stacked.reduce((sum, tensor) => sum + (tensor.shape[0] ?? 0), 0);
    return { name, datatype, shape: [rows, ...shape.slice(1)], parts };
  });
}

/** Some rows of tensors that have the same number of them. */
export function sliceTensors(tensors: readonly InferTensor[], start: number, count: number): InferTensor[] {
  return tensors.map((tensor) => {
    const width = countOf(tensor.shape.slice(1));
    const shape = [count, ...tensor.shape.slice(1)];
    const each = BYTES_OF[tensor.datatype] * width;
    if (each > 0 || width === 0)
      return { ...tensor, shape, data: tensor.data.subarray(start * each, (start + count) * each) };
    const offsets = textRows(tensor.data, start + count, width);
    return { ...tensor, shape, data: tensor.data.subarray(offsets[start], offsets[start + count]) };
  });
}
