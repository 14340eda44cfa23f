import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Dataset, Model } from "../../contracts/types.js";
import { datasetManifest, modelManifest } from "../../core/testing/manifests.js";

/** A folder that is gone when the test has ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "foundry-test-"));
  onEnd.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const onEnd: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of onEnd.splice(0).reverse()) await end();
});

/** Runs when the test has ended. */
export const atEnd = (work: () => unknown): void => {
  onEnd.push(async () => {
    await work();
  });
};

/** Files of a package by path. */
export type Content = Record<string, string>;

/** Writes a prepared dataset: a manifest without what publishing fills in, and files. */
export function preparedDataset(change: Partial<Dataset> = {}, content: Content = {}): Promise<string> {
  const manifest = { ...datasetManifest(change), publishedAt: undefined, files: undefined };
  return prepared("dataset.json", manifest, { "data/train.parquet": "PAR1 train PAR1", ...content });
}

/** Writes a prepared model. */
export function preparedModel(change: Partial<Model> = {}): Promise<string> {
  const manifest = { ...modelManifest(change), publishedAt: undefined, files: undefined };
  return prepared("model.json", manifest, { "model.onnx": "onnx" });
}

/** Writes a folder with a manifest and files. */
export async function prepared(name: string, manifest: unknown, content: Content): Promise<string> {
  const folder = await temporaryFolder();
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
  for (const [path, body] of Object.entries({ ...content, [name]: text })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), body);
  }
  return folder;
}
