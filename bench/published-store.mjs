// A store of many packages, each published by the product's own code as `foundry-lab publish FOLDER` does, in one process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../scripts/environment.mjs";
import { records } from "./corpus.mjs";

const PUBLISHERS = 8;

/** Modules of `src`, bundled as they are in the product. */
export async function bundled(names, folder) {
  const outfile = join(folder, "bundled.mjs");
  const contents = names.map((name) => `export * from "./src/${name}.ts";`).join("\n");
  const js =
    "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    ...{ outfile, bundle: true, platform: "node", format: "esm", target: "node24", logLevel: "error" },
    banner: { js },
  });
  return import(pathToFileURL(outfile).href);
}

/** Publishes records, a tenth of them models, into the store at a folder. */
export async function publishMany(location, count, { prefix = "", ...change } = {}) {
  const work = mkdtempSync(join(tmpdir(), "foundry-publish-"));
  const modules = await bundled(["store/folder-store", "store/publish-folder", "store/testing/parquet"], work);
  const store = await modules.FolderStore.open(location);
  const all = records(count);
  const publisher = async (_, index) => {
    const folder = join(work, `package-${index}`);
    for (const record of all) {
      rmSync(folder, { recursive: true, force: true });
      prepare(folder, { ...record, ...change, name: prefix + record.name }, modules.PARQUET);
      await modules.publishFolder(store, folder, undefined, { checkTables: true });
    }
  };
  try {
    await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function prepare(folder, record, parquet) {
  const { kind, name, title, description, license, keywords, domains, tasks, columns, more } = record;
  const unit = columns.find((column) => column.unit !== undefined)?.unit;
  const common = {
    ...{ schemaVersion: 1, kind, name, version: "1.0.0", title, description, license, keywords, domains, tasks },
    citations: more.map((text) => ({ text })),
  };
  const manifest =
    kind === "model"
      ? {
          ...common,
          ...{ format: "onnx", entry: "model.onnx" },
          signature: {
            inputs: [{ name: "x", datatype: "FP32", shape: [-1, columns.length], columns }],
            outputs: [{ name: "y", datatype: "FP32", shape: [-1, 1], columns: [{ name: "gap", unit: "eV" }] }],
          },
        }
      : {
          ...common,
          columns: [
            { name: "formula", type: "string", description: columns.map((column) => column.name).join(" ") },
            { name: "gap", type: "double", ...(unit === undefined ? {} : { unit }) },
          ],
          splits: [{ name: "train", path: "data/train.parquet", rows: 4604 }],
        };
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify(manifest));
  if (kind === "model") writeFileSync(join(folder, "model.onnx"), name);
  else writeFileSync(join(folder, "data/train.parquet"), parquet);
}
