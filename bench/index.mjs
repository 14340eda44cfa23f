// The first search of a store of published packages, with no index yet and the usual limit of open files, against SQLite
// alone: the same words put into FTS5. FOUNDRY_BENCH_PACKAGES=20000 takes half an hour of publishing.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/environment.mjs";
import { records } from "./corpus.mjs";
import { bundled, publishMany } from "./published-store.mjs";
import { aloneSide } from "./search-sides.mjs";
import { report } from "./timing.mjs";

const COUNT = Number(process.env.FOUNDRY_BENCH_PACKAGES ?? 3_000);
const SECONDS = COUNT <= 3_000 ? 5 : 30;
const ROUNDS = 3;
const work = mkdtempSync(join(tmpdir(), "foundry-bench-index-"));
const location = join(work, "store");

function timed(run) {
  const since = performance.now();
  run();
  return performance.now() - since;
}

function search(cache) {
  const env = { ...process.env, FOUNDRY_STORE: location, FOUNDRY_CACHE: cache, FOUNDRY_RUNTIME_DIR: cache };
  const command = [join(root, "foundry_lab/hub/dist/cli.mjs"), "search", "band gap", "--json"];
  const { status, stderr } = spawnSync("sh", ["-c", 'ulimit -n 1024; exec "$@"', "sh", process.execPath, ...command], {
    env: { ...env, FOUNDRY_URL: "" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

try {
  await publishMany(location, COUNT);
  const modules = await bundled(["catalog/records", "core/search/words"], work);
  const rows = {
    "SQLite FTS5 alone: the words": [],
    "foundry-lab search, no index": [],
    "foundry-lab search again": [],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = join(work, `alone-${round}.sqlite`);
    rows["SQLite FTS5 alone: the words"].push(timed(() => aloneSide(modules, file, records(COUNT))));
    rows["foundry-lab search, no index"].push(timed(() => search(join(work, `cache-${round}`))));
    rows["foundry-lab search again"].push(timed(() => search(join(work, `cache-${round}`))));
  }
  const table = Object.entries(rows).map(([name, milliseconds]) => ({ name, milliseconds }));
  report(
    `First search of ${COUNT.toLocaleString("en")} published packages, ulimit -n 1024 (target: ${SECONDS} s)`,
    table,
    "SQLite FTS5 alone: the words",
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
