import type { Model, ServedModel, ServedTensor, ServerMetadata, Tensor } from "../../contracts/types.js";

/** What a client may rely on besides the protocol itself, by the names that other servers use. */
const EXTENSIONS = ["binary_tensor_data"];

const PLATFORMS: Partial<Record<Model["format"], string>> = {
  onnx: "onnxruntime_onnx",
  skops: "sklearn_skops",
  xgboost: "xgboost",
  lightgbm: "lightgbm",
  torch: "pytorch_export",
};

export const serverMetadata = (version: string): ServerMetadata => ({
  name: "foundry-lab",
  version,
  extensions: EXTENSIONS,
});

/** A model as the protocol describes it; each tensor also says which columns it holds, with their units. */
export const servedModel = ({ name, format, signature }: Model, versions: string[]): ServedModel => ({
  name,
  versions,
  platform: PLATFORMS[format] ?? `foundry_${format}`,
  inputs: signature.inputs.map(servedTensor),
  outputs: signature.outputs.map(servedTensor),
});

const servedTensor = ({ name, datatype, shape, columns }: Tensor): ServedTensor => ({
  name,
  datatype,
  shape,
  parameters: { columns },
});
