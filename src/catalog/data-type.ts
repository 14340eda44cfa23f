import type { Manifest } from "../core/manifests.js";

const TYPES: Readonly<Record<string, string>> = {
  parquet: "tabular",
  arrow: "tabular",
  csv: "tabular",
  tsv: "tabular",
  jsonl: "tabular",
  json: "tabular",
  xlsx: "tabular",
  h5: "hdf5",
  hdf5: "hdf5",
  hdf: "hdf5",
  nxs: "hdf5",
  zarr: "zarr",
  zip: "files",
};

/** What kind of data a dataset's splits hold, in Foundry's words; a model's format; a benchmark's task. */
export function dataTypeOf(manifest: Manifest): string {
  if (manifest.kind === "model") return manifest.format;
  if (manifest.kind === "benchmark") return manifest.task;
  const types = new Set(
    manifest.splits.map(({ path }) => TYPES[path.toLowerCase().split(".").at(-1) ?? ""] ?? "files"),
  );
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : "mixed";
}
