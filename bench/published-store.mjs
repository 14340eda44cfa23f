// A store of many packages, each published by the product's own code as `foundry-lab publish FOLDER` does, in one process.
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { monotonicFactory } from "ulid";
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

/**
 * Adds copies of a store's published packages, each under a name and with a manifest of its own: the folders and entries
 * of the log that publishing writes, without a disk's sync for each. Files that say the same share their bytes.
 */
export function copyMany(location, more) {
  const kinds = ["dataset", "model"];
  const models = new Map(kinds.map((kind) => [kind, publishedOf(location, kind)]));
  const nextId = monotonicFactory();
  let ids = [];
  let count = 0;
  for (const record of more) {
    const { kind, name } = record;
    const patterns = models.get(kind);
    const { manifest, folder, paths } = patterns[count % patterns.length];
    const target = join(location, `${kind}s`, name, "1.0.0");
    mkdirSync(join(target, "data"), { recursive: true });
    for (const path of paths) linkSync(join(folder, path), join(target, path));
    const text = { ...manifest, ...manifestOf(record), publishedAt: record.publishedAt };
    writeFileSync(join(target, `${kind}.json`), `${JSON.stringify(text, undefined, 2)}\n`);
    const entry = { id: nextId(), action: "published", kind, name, version: "1.0.0", at: record.publishedAt };
    writeFileSync(join(location, "log", `${entry.id}.json`), `${JSON.stringify(entry, undefined, 2)}\n`);
    ids.push(`${entry.id} published\n`);
    count += 1;
    if (ids.length < 1000) continue;
    appendFileSync(join(location, "log", "entries.txt"), ids.join(""));
    ids = [];
  }
  if (ids.length > 0) appendFileSync(join(location, "log", "entries.txt"), ids.join(""));
}

function publishedOf(location, kind) {
  return readdirSync(join(location, `${kind}s`)).map((name) => {
    const folder = join(location, `${kind}s`, name, "1.0.0");
    const manifest = JSON.parse(readFileSync(join(folder, `${kind}.json`), "utf8"));
    return { manifest, folder, paths: manifest.files.map(({ path }) => path) };
  });
}

function prepare(folder, record, parquet) {
  const { kind, name } = record;
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, `${kind}.json`), JSON.stringify(manifestOf(record)));
  if (kind === "model") writeFileSync(join(folder, "model.onnx"), name);
  else writeFileSync(join(folder, "data/train.parquet"), parquet);
}

function manifestOf(record) {
  const { kind, name, title, description, license, keywords, domains, tasks, columns, more } = record;
  const unit = columns.find((column) => column.unit !== undefined)?.unit;
  const common = {
    ...{ schemaVersion: 1, kind, name, version: "1.0.0", title, description, license, keywords, domains, tasks },
    citations: more.map((text) => ({ text })),
  };
  return kind === "model"
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
}
