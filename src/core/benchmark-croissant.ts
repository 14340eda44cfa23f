import type { Benchmark } from "../contracts/types.js";
import { datasetOf } from "./benchmarks.js";
import { describedAs, encodePath, fileObject, Ids } from "./croissant.js";

/**
 * A benchmark as MLCommons Croissant 1.1: its folds as sets of records, each with the ids of the rows to predict and,
 * unless they are hidden, what is true of them; both are read from the fold's JSON.
 * @param fileUrl - where a file of the package is; its path in the package by default
 */
export function benchmarkCroissant(
  manifest: Benchmark,
  fileUrl: (path: string) => string = encodePath,
): Record<string, unknown> {
  const { files, folds, task, target, unit, labels, metrics } = manifest;
  const ids = new Ids();
  const known = new Map(files.map((file) => [file.path, ids.claim(encodePath(file.path))]));
  const described = describedAs(manifest, fileUrl);
  return {
    ...described,
    description: `${String(described.description)} (${task} of ${target}, scored by ${metrics.map(({ name }) => name).join(", ")})`,
    isBasedOn: datasetOf(manifest),
    distribution: files.map((file) =>
      fileObject(
        { ...file, mediaType: file.mediaType ?? (file.path.endsWith(".json") ? "application/json" : "text/plain") },
        known.get(file.path) ?? file.path,
        fileUrl,
      ),
    ),
    recordSet: folds.map(({ name, path, rows, target: own = target }) => {
      const id = ids.claim(encodeURIComponent(name));
      const field = (field: string, description: string, dataType: string, jsonPath: string) => ({
        "@type": "cr:Field",
        "@id": `${id}/${field}`,
        name: field,
        description,
        dataType,
        source: { fileObject: { "@id": known.get(path) ?? path }, extract: { jsonPath } },
      });
      const truth = {
        ...field("truth", `What is true of ${own}.`, task === "regression" ? "sc:Float" : "sc:Text", "$.truth[*]"),
        ...(unit ? { unitText: unit } : {}),
      };
      return {
        "@type": "cr:RecordSet",
        "@id": id,
        name,
        description: `The ${rows} rows to predict in ${name}.`,
        field: [
          field("id", `The row's id in ${datasetOf(manifest)}.`, "sc:Text", "$.test[*]"),
          ...(labels.hidden ? [] : [truth]),
        ],
      };
    }),
  };
}
