import type { Dataset } from "../../contracts/types.js";
import type { FileSource } from "../../core/sources.js";

/** A split whose rows can be taken. */
export interface RowPlace {
  /** `solubility@1.0.0/test`. */
  key: string;
  dataset: Dataset;
  split: string;
  rows: number;
}

/** Splits of datasets that have a model's inputs; those that it was not trained on come first. */
export function rowPlaces(
  datasets: readonly Dataset[],
  inputs: readonly string[],
  trained: ReadonlySet<string>,
): RowPlace[] {
  const places = datasets
    .filter(({ columns }) => inputs.every((input) => columns.some(({ name }) => name === input)))
    .flatMap((dataset) =>
      dataset.splits
        .filter(({ path, rows }) => path.endsWith(".parquet") && rows > 0)
        .map(({ name, rows }) => ({ key: `${dataset.name}@${dataset.version}/${name}`, dataset, split: name, rows })),
    );
  return places.sort((a, b) => Number(trained.has(a.key)) - Number(trained.has(b.key)));
}

/** One row of a split, read by ranges of its file. */
export async function rowOf(
  files: FileSource,
  { dataset, split }: RowPlace,
  row: number,
  columns: readonly string[],
): Promise<Record<string, unknown>> {
  const [{ parquetReadObjects, cachedAsyncBuffer }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  const path = dataset.splits.find(({ name }) => name === split)?.path ?? "";
  const byteLength = dataset.files.find((file) => file.path === path)?.bytes ?? 0;
  const slice = (start: number, end = byteLength) =>
    files.bytes("dataset", dataset.name, dataset.version, path, [start, end]);
  const file = cachedAsyncBuffer({ byteLength, slice });
  const [found = {}] = await parquetReadObjects({
    file,
    columns: [...columns],
    rowStart: row,
    rowEnd: row + 1,
    compressors,
  });
  return found;
}
