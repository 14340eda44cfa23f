// Publishing 1 GB, against `cp -r` and `sha256sum` of the same files. FOUNDRY_BENCH_BYTES changes the size.
import { execFileSync, spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../scripts/environment.mjs";
import { PARQUET } from "../src/store/testing/parquet.ts";
import { report } from "./timing.mjs";

const ROUNDS = 3;
const FILES = 8;
const bytes = Number(process.env.FOUNDRY_BENCH_BYTES ?? 1e9);
const cli = join(root, "foundry_lab/hub/dist/cli.mjs");
const work = mkdtempSync(join(tmpdir(), "foundry-bench-"));
const folder = join(work, "package");

function prepare() {
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(join(folder, "data/train.parquet"), PARQUET);
  const piece = Buffer.alloc(1 << 20);
  for (let file = 0; file < FILES; file += 1) {
    const handle = openSync(join(folder, `data/images-${file}.bin`), "w");
    for (let written = 0; written < bytes / FILES; written += piece.length)
      writeSync(handle, randomFillSync(piece), 0, Math.min(piece.length, Math.ceil(bytes / FILES) - written));
    closeSync(handle);
  }
  const columns = [
    { name: "formula", type: "string" },
    { name: "gap", type: "double" },
  ];
  const splits = [{ name: "train", path: "data/train.parquet", rows: 4604 }];
  const manifest = {
    schemaVersion: 1,
    kind: "dataset",
    name: "images",
    version: "1.0.0",
    title: "Images",
    columns,
    splits,
  };
  writeFileSync(join(folder, "dataset.json"), JSON.stringify(manifest));
}

function timed(work) {
  const since = performance.now();
  work();
  return performance.now() - since;
}

const environmentOf = (store, more = {}) => ({
  ...process.env,
  ...{
    FOUNDRY_STORE: store,
    FOUNDRY_CACHE: join(work, "cache"),
    FOUNDRY_RUNTIME_DIR: join(work, "runtime"),
    FOUNDRY_TOKEN: "token",
  },
  ...more,
});
const publish = (env) =>
  execFileSync(process.execPath, [cli, "publish", folder], { env, stdio: ["ignore", "ignore", "inherit"] });
const shell = (command, ...args) =>
  execFileSync("sh", ["-c", command, "sh", ...args], { stdio: ["ignore", "ignore", "inherit"] });

async function throughHub(store) {
  const hub = spawn(process.execPath, [cli, "serve", "--lifeline"], {
    env: environmentOf(store),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(hub.stdout), "line");
  const milliseconds = timed(() => publish(environmentOf("", { FOUNDRY_URL: JSON.parse(line).url })));
  hub.stdin.end();
  await once(hub, "exit");
  return milliseconds;
}

const rows = {
  "cp -r, then sha256sum": [],
  "cp -r, sha256sum, then sync": [],
  "foundry-lab publish, to a folder": [],
  "foundry-lab publish, through a hub": [],
};
try {
  prepare();
  // From the page cache in every row.
  shell('cat "$1"/data/* > /dev/null', folder);
  for (let round = 0; round < ROUNDS; round += 1) {
    const target = join(work, "target");
    const fresh = async (name, measure) => {
      shell("sync");
      rows[name].push(await measure());
      rmSync(target, { recursive: true, force: true });
    };
    const copy = 'cp -r "$1" "$2" && cd "$2" && find . -type f -exec sha256sum {} +';
    await fresh("cp -r, then sha256sum", () => timed(() => shell(copy, folder, target)));
    await fresh("cp -r, sha256sum, then sync", () => timed(() => shell(`${copy} && sync -f .`, folder, target)));
    await fresh("foundry-lab publish, to a folder", () => timed(() => publish(environmentOf(target))));
    await fresh("foundry-lab publish, through a hub", () => throughHub(target));
  }
  const target = { "foundry-lab publish, to a folder": 1.2, "foundry-lab publish, through a hub": 1.2 };
  const table = Object.entries(rows).map(([name, milliseconds]) => ({ name, milliseconds, target: target[name] }));
  report(`Publish ${(bytes / 1e9).toFixed(1)} GB in ${FILES} files (${ROUNDS} rounds)`, table, "cp -r, then sha256sum");
} finally {
  rmSync(work, { recursive: true, force: true });
}
