import type {
  ConfiguredTensor,
  Model,
  ModelConfiguration,
  ServedModel,
  ServedTensor,
  ServerMetadata,
  Tensor,
} from "../../contracts/types.js";

/** What a client may rely on besides the protocol itself, by the names that other servers use. */
const EXTENSIONS = ["binary_tensor_data", "model_configuration"];

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
  platform: platformOf(format),
  inputs: signature.inputs.map(servedTensor),
  outputs: signature.outputs.map(servedTensor),
});

/** A model as Triton's clients ask for it. */
export const modelConfiguration = ({ name, format, signature }: Model): ModelConfiguration => ({
  name,
  platform: platformOf(format),
  max_batch_size: 0,
  input: signature.inputs.map(configuredTensor),
  output: signature.outputs.map(configuredTensor),
});

const platformOf = (format: Model["format"]): string => PLATFORMS[format] ?? `foundry_${format}`;

const configuredTensor = ({ name, datatype, shape }: Tensor): ConfiguredTensor => ({
  name,
  data_type: datatype === "BYTES" ? "TYPE_STRING" : `TYPE_${datatype}`,
  dims: shape,
});

const servedTensor = ({ name, datatype, shape, columns }: Tensor): ServedTensor => ({
  name,
  datatype,
  shape,
  parameters: { columns },
});
