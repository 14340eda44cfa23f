import type { Benchmark, ColumnDraft, Dataset, Kind, Model } from "../contracts/types.js";
import { validateBenchmark, validateDataset, validateModel } from "../contracts/validators.js";
import { parse } from "./contract.js";
import { KINDS } from "./kinds.js";
import { benchmarkColumns, checkBenchmark } from "./benchmarks.js";
import { checkDataset, requireFile } from "./dataset-parts.js";
import { problem } from "./problems.js";

/** What a version of a package says of itself. */
export type Manifest = Dataset | Model | Benchmark;

export { KINDS };

/** The manifest's file name in a package. */
export const manifestFile = (kind: Kind): string => `${kind}.json`;

/** Parses a complete manifest, and checks what its schema cannot say. */
export function parseManifest(value: unknown, what = "The manifest"): Manifest {
  const manifest = parse<Manifest>(validators[kindOf(value) ?? "dataset"], value, what, "invalid-manifest");
  checkFiles(manifest);
  checkParts(manifest);
  return manifest;
}

const validators = { dataset: validateDataset, model: validateModel, benchmark: validateBenchmark };

/** The kind that a value says it is, undefined where it says none. */
export function kindOf(value: unknown): Kind | undefined {
  const kind: unknown = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  return KINDS.find((known) => known === kind);
}

/** Columns of a dataset, of a model's inputs and outputs, or of what a benchmark predicts from what. */
export function columnsOf(manifest: Manifest): ColumnDraft[] {
  if (manifest.kind === "dataset") return manifest.columns;
  if (manifest.kind === "benchmark") return benchmarkColumns(manifest);
  const { inputs, outputs } = manifest.signature;
  return [...inputs, ...outputs].flatMap((tensor) => tensor.columns);
}

/** Rows of all splits, or of all folds to predict; undefined for a model. */
export function rowsOf(manifest: Manifest): number | undefined {
  if (manifest.kind === "model") return undefined;
  return (manifest.kind === "dataset" ? manifest.splits : manifest.folds).reduce((sum, part) => sum + part.rows, 0);
}

/** Bytes of all files. */
export const bytesOf = (manifest: Manifest): number => manifest.files.reduce((sum, file) => sum + file.bytes, 0);

function checkFiles({ kind, files }: Manifest): void {
  // Some file systems hold `Data` and `data` for one file.
  const paths = new Map<string, number>();
  files.forEach(({ path }, index) => {
    const folded = path.toLowerCase().normalize("NFC");
    const pointer = `/files/${index}/path`;
    if (folded === manifestFile(kind))
      throw problem("invalid-manifest", `The manifest is wrong at ${pointer}: '${path}' is the manifest itself.`, {
        pointer,
      });
    if (paths.has(folded))
      throw problem("invalid-manifest", `The manifest is wrong at ${pointer}: '${path}' is listed twice.`, { pointer });
    paths.set(folded, index);
  });
  for (const [path, index] of paths)
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1))
      if (paths.has(path.slice(0, slash))) {
        const pointer = `/files/${index}/path`;
        const detail = `The manifest is wrong at ${pointer}: '${path.slice(0, slash)}' is both a file and a folder.`;
        throw problem("invalid-manifest", detail, { pointer });
      }
}

function checkParts(manifest: Manifest): void {
  const files = new Set(manifest.files.map(({ path }) => path));
  if (manifest.kind === "model") {
    requireFile(files, manifest.entry, "/entry");
    return;
  }
  if (manifest.kind === "benchmark") {
    requireUnique(
      manifest.folds.map(({ name }) => name),
      "/folds",
      "fold",
    );
    requireUnique(
      manifest.metrics.map(({ name }) => name),
      "/metrics",
      "metric",
    );
    manifest.folds.forEach(({ path }, index) => requireFile(files, path, `/folds/${index}/path`));
    checkBenchmark(manifest);
    return;
  }
  checkDataset(manifest);
}

function requireUnique(names: string[], pointer: string, what: string): void {
  const index = names.findIndex((name, position) => names.indexOf(name) !== position);
  if (index < 0) return;
  const at = `${pointer}/${index}/name`;
  const detail = `The manifest is wrong at ${at}: there is another ${what} '${names[index] ?? ""}'.`;
  throw problem("invalid-manifest", detail, { pointer: at });
}
