import type { CompareSplits } from "../components/comparison/comparison-source.js";
import type { PreviewSelection, PreviewSource } from "../components/preview/preview-source.js";
import type { Statistics } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { formatNumber } from "../core/quantities.js";
import { t } from "../core/translation.js";
import { MOST_COUNTED, type FileRequest } from "../files/table-file.js";
import { WorkerFile, WorkerSource } from "../files/worker-source.js";

/** Rows of a file of Jupyter's file browser, read in a worker. */
export class FileSource extends WorkerSource implements PreviewSource {
  constructor(
    file: WorkerFile,
    description: WorkerSource["description"],
    readonly cell: (selection: PreviewSelection) => string,
  ) {
    super(file, description);
  }

  setSplit(): Promise<PreviewSource> {
    return Promise.reject(problem("not-found", "A file has no splits."));
  }
}

/** Opens a file in a worker. */
export async function openFileSource(
  file: WorkerFile,
  request: FileRequest,
  cell: FileSource["cell"],
): Promise<FileSource> {
  const { columns, rows, note } = await file.open(request);
  const notes = [note, countedNote(rows)].filter(Boolean).join(" ");
  return new FileSource(file, { title: request.name, columns, rows, ...(notes && { note: notes }) }, cell);
}

/** On how many rows the distributions are computed, where those are not all. */
function countedNote(rows: number): string | undefined {
  if (rows <= MOST_COUNTED) return undefined;
  return t(
    "Distributions are computed on the first %1 of %2 rows, with and without a filter.",
    formatNumber(MOST_COUNTED),
    formatNumber(rows),
  );
}

/** A dataset whose splits are Parquet files at the hub. */
export interface HubDataset {
  title: string;
  reference: string;
  columns: WorkerSource["description"]["columns"];
  splits: { name: string; rows: number; url: string }[];
  statistics: Statistics | undefined;
  /** Compares splits by what the package says of them; absent where it says too little. */
  compare: CompareSplits | undefined;
  headers: Record<string, string>;
}

/** A split of a dataset at the hub, read in a worker; its other splits can be shown instead. */
export class SplitSource extends WorkerSource implements PreviewSource {
  readonly compare: CompareSplits | undefined;

  private constructor(
    private readonly worker: WorkerFile,
    private readonly dataset: HubDataset,
    description: WorkerSource["description"],
  ) {
    super(worker, description);
    this.compare = dataset.compare;
  }

  static async open(worker: WorkerFile, dataset: HubDataset, split: string): Promise<SplitSource> {
    const found = dataset.splits.find(({ name }) => name === split);
    if (!found) throw problem("not-found", `${dataset.reference} has no split '${split}'.`);
    const { title, reference, columns, splits, statistics, headers } = dataset;
    const { rows } = await worker.open(
      { url: found.url, name: `${reference}, ${split}`, format: "parquet", headers },
      columns,
    );
    const counted = statistics?.splits.find((one) => one.split === split)?.columns;
    const described = splits.map(({ name, rows: own }) => ({ name, rows: own }));
    const note = counted ? undefined : countedNote(rows);
    return new SplitSource(worker, dataset, {
      title,
      reference,
      split,
      splits: described,
      columns,
      rows,
      ...(note && { note }),
      ...(counted && { statistics: counted }),
    });
  }

  /** The worker goes on with the other split's file. */
  setSplit(split: string): Promise<PreviewSource> {
    return SplitSource.open(this.worker, this.dataset, split);
  }
}
