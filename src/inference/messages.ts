/** Values of a tensor as they travel between page and worker. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | string[];

/** A tensor by its name in the model; `type` as ONNX Runtime calls it. */
export interface NamedTensor {
  name: string;
  type: string;
  dims: number[];
  data: TensorData;
}

/** What a page asks of the worker. */
export type Asked =
  | { id: number; type: "open"; model: ArrayBuffer }
  | { id: number; type: "run"; inputs: NamedTensor[]; outputs: string[] };

/** What the worker answers. */
export type Answered =
  | { id: number; type: "opened" }
  | { id: number; type: "ran"; outputs: NamedTensor[] }
  | { id: number; type: "failed"; message: string };

/** Buffers of tensors that can be handed over instead of copied. */
export const transferable = (tensors: readonly NamedTensor[]): ArrayBuffer[] => [
  ...new Set(
    tensors.flatMap(({ data }) => (Array.isArray(data) || !(data.buffer instanceof ArrayBuffer) ? [] : [data.buffer])),
  ),
];
