import type { Dataset, FileEntry, Model } from "../../contracts/types.js";

const file = (path: string): FileEntry => ({ path, bytes: 4, sha256: "a".repeat(64) });

/** A complete manifest of a dataset, with changes. */
export function datasetManifest(change: Partial<Dataset> = {}): Dataset {
  return {
    schemaVersion: 1,
    kind: "dataset",
    name: "band-gaps",
    version: "1.0.0",
    title: "Experimental band gaps",
    description: "Band gaps of inorganic semiconductors, measured.",
    license: "CC-BY-4.0",
    authors: [{ name: "A. Person" }],
    citations: [{ text: "Person, A. Band gaps. J. Gaps 1, 2 (2020)", doi: "10.1000/gaps" }],
    keywords: ["semiconductors"],
    domains: ["materials"],
    tasks: ["regression"],
    publishedAt: "2026-01-02T03:04:05.000Z",
    columns: [
      { name: "formula", type: "string", role: "input", description: "Reduced formula" },
      { name: "gap", type: "double", unit: "eV", role: "target" },
    ],
    splits: [{ name: "train", path: "data/train.parquet", rows: 4604 }],
    files: [file("data/train.parquet")],
    ...change,
  };
}

/** A complete manifest of a model, with changes. */
export function modelManifest(change: Partial<Model> = {}): Model {
  return {
    schemaVersion: 1,
    kind: "model",
    name: "gap-forest",
    version: "1.0.0",
    title: "Forest on band gaps",
    publishedAt: "2026-01-03T03:04:05.000Z",
    format: "onnx",
    entry: "model.onnx",
    signature: {
      inputs: [{ name: "X", datatype: "FP32", shape: [-1, 1], columns: [{ name: "density", unit: "g/cm3" }] }],
      outputs: [{ name: "Y", datatype: "FP32", shape: [-1, 1], columns: [{ name: "gap", unit: "eV" }] }],
    },
    trainedOn: [{ dataset: "band-gaps", version: "1.0.0", split: "train" }],
    metrics: [{ name: "mae", value: 0.41, unit: "eV", dataset: "band-gaps", split: "test" }],
    files: [file("model.onnx")],
    ...change,
  };
}
