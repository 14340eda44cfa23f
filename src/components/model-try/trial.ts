import type { ColumnStatistics, Dataset, Model } from "../../contracts/types.js";
import { validateStatistics } from "../../contracts/validators.js";
import { problem } from "../../core/problems.js";
import type { CatalogSource, FileSource } from "../../core/sources.js";
import { onnxEntry } from "../../core/onnx-entry.js";
import { t } from "../../core/translation.js";
import { BrowserModel } from "../../inference/browser-model.js";
import { trainedSplits, trainingOf, type Training } from "../../inference/training.js";
import { fieldsOf, type Field } from "./fields.js";
import { rowPlaces, type RowPlace } from "./dataset-rows.js";

/** Where a form finds what it needs. */
export type TrialSource = Pick<CatalogSource, "files" | "dataset" | "statistics">;

/** What a form needs to know of a model. */
export interface Trial {
  model: Model;
  files: FileSource;
  fields: readonly Field[];
  training: Training;
  /** Splits whose rows can be filled in. */
  places: readonly RowPlace[];
}

/** Finds what is known of a model's training data, and where rows are to fill in. */
export async function prepareTrial(source: TrialSource, model: Model, signal: AbortSignal): Promise<Trial> {
  const { files } = source;
  if (!files) throw problem("unavailable", t("The model's files cannot be had here."));
  const trained = model.trainedOn ?? [];
  const references = new Map(trained.map((item) => [`${item.dataset}@${item.version}`, item]));
  const found = await Promise.allSettled(
    [...references.values()].map((item) => source.dataset(item.dataset, item.version, signal)),
  );
  const datasets = found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const training = await trainingFor(source, files, model, datasets, signal);
  const fields = fieldsOf(model, training);
  const seen = new Set(trained.map((item) => `${item.dataset}@${item.version}/${item.split}`));
  return {
    model,
    files,
    fields,
    training,
    places: rowPlaces(
      datasets,
      fields.map(({ name }) => name),
      seen,
    ),
  };
}

/** Statistics that the model's package holds, or else those of the datasets that it was trained on. */
async function trainingFor(
  source: TrialSource,
  files: FileSource,
  model: Model,
  datasets: readonly Dataset[],
  signal: AbortSignal,
): Promise<Training> {
  const splits = trainedSplits(model);
  const { trainingStatistics: path, name, version } = model;
  if (path !== undefined) {
    const text = new TextDecoder().decode(await files.bytes("model", name, version, path, undefined, signal));
    const value: unknown = JSON.parse(text);
    if (validateStatistics(value)) return trainingOf(value, splits);
  }
  const known = new Map<string, ColumnStatistics>();
  const columns = [...model.signature.inputs, ...model.signature.outputs].flatMap((tensor) => tensor.columns);
  for (const dataset of datasets) {
    const statistics = await source.statistics(dataset.name, dataset.version, signal).catch(() => undefined);
    for (const [column, counted] of trainingOf(statistics, splits)) {
      const ours = columns.find((one) => one.name === column);
      const theirs = dataset.columns.find((one) => one.name === column);
      // In another unit the numbers would mislead.
      const sameUnit = !ours?.unit || !theirs?.unit || ours.unit === theirs.unit;
      if (ours && sameUnit && !known.has(column)) known.set(column, counted);
    }
  }
  return known;
}

/** Fetches a model's file, checks it, and opens it in a worker. */
export async function openTrial({ model, files }: Trial, signal: AbortSignal): Promise<BrowserModel> {
  const entry = onnxEntry(model);
  if (entry === undefined)
    throw problem("invalid-request", t("Only ONNX models run in a browser; run this one in a notebook."));
  const bytes = await files.bytes("model", model.name, model.version, entry, undefined, signal);
  const published = model.files.find(({ path }) => path === entry)?.sha256;
  // Browsers offer hashes to pages over https and of this machine only.
  if (published !== undefined && "subtle" in crypto) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (found !== published)
      throw problem("checksum-mismatch", t("%1 is not the file that was published; it is not run.", entry));
  }
  return BrowserModel.open(files.runtime, bytes, model.signature);
}
