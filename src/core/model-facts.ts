import type { ColumnDraft, Model, Tensor } from "../contracts/types.js";
import { unitSpelling } from "./units/unit-spelling.js";

/** What a model is found by, besides what every package has. */
export interface ModelFacts {
  /** Kinds of values that it takes and gives, such as `number`, `class`, `smiles` or `array`. */
  input: string[];
  output: string[];
  input_unit: string[];
  output_unit: string[];
  /** Names of the datasets that it was trained on. */
  trained: string[];
  framework: string[];
  metric: string[];
}

/** Frameworks by the package that a model was made with. */
const FRAMEWORKS: Readonly<Record<string, string>> = {
  "scikit-learn": "scikit-learn",
  sklearn: "scikit-learn",
  torch: "PyTorch",
  pytorch: "PyTorch",
  keras: "Keras",
  tensorflow: "TensorFlow",
  xgboost: "XGBoost",
  "xgboost-cpu": "XGBoost",
  lightgbm: "LightGBM",
  jax: "JAX",
  catboost: "CatBoost",
};
const FORMATS: Readonly<Partial<Record<Model["format"], string>>> = {
  skops: "scikit-learn",
  torch: "PyTorch",
  keras: "Keras",
  xgboost: "XGBoost",
  lightgbm: "LightGBM",
  python: "Python",
  pipeline: "pipeline",
};

/** Reads from a model's manifest what it is found by. */
export function modelFacts({
  signature,
  trainedOn = [],
  environment = {},
  format,
  artifacts = [],
  metrics = [],
}: Model): ModelFacts {
  const named = Object.keys(environment).flatMap((name) => FRAMEWORKS[name.toLowerCase()] ?? []);
  const kept = [format, ...artifacts.map((artifact) => artifact.format)].flatMap((each) => FORMATS[each] ?? []);
  return {
    input: kindsOf(signature.inputs),
    output: kindsOf(signature.outputs),
    input_unit: unitsOf(signature.inputs),
    output_unit: unitsOf(signature.outputs),
    trained: unique(trainedOn.map(({ dataset }) => dataset)),
    framework: unique([...named, ...kept]),
    metric: unique(metrics.map(({ name }) => name)),
  };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

const unitsOf = (tensors: readonly Tensor[]): string[] =>
  unique(
    tensors.flatMap(({ columns }) => columns.flatMap(({ unit }) => (unit === undefined ? [] : unitSpelling(unit)))),
  );

const kindsOf = (tensors: readonly Tensor[]): string[] =>
  unique(tensors.flatMap((tensor) => tensor.columns.map((column) => kindOf(column, tensor))));

function kindOf({ kind, classes, name }: ColumnDraft, { columns, shape, datatype }: Tensor): string {
  if (kind !== undefined) return kind;
  if (classes !== undefined && classes.length > 0) return "class";
  if (columns.length === 1 && shape.length > 1 && shape.slice(1).some((length) => length !== 1)) return "array";
  if (datatype !== "BYTES") return datatype === "BOOL" ? "boolean" : "number";
  return /smiles/i.test(name) ? "smiles" : /formula|composition/i.test(name) ? "formula" : "text";
}
