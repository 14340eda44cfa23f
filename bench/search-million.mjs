// Search of a hub over 1,000,000 packages, against SQLite's FTS5 alone on the same words. Publishing a million would take a
// day of a disk's syncs, so that most of them are copies of published folders under names and manifests of their own. The
// hub's index of the store is there when the hub is started. FOUNDRY_BENCH_STORE=FOLDER keeps store and index.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../scripts/environment.mjs";
import { queries, records } from "./corpus.mjs";
import { bundled, copyMany, publishMany } from "./published-store.mjs";
import { aloneSide, measure } from "./search-sides.mjs";
import { quantile, report } from "./timing.mjs";

const COUNT = Number(process.env.FOUNDRY_BENCH_RECORDS ?? 1_000_000);
const PUBLISHED = 200;
const QUERIES = Number(process.env.FOUNDRY_BENCH_QUERIES ?? 154);
const MODULES = ["store/open-store", "catalog/catalog", "catalog/records", "core/search/words"];

const work = mkdtempSync(join(tmpdir(), "foundry-bench-million-"));
const kept = process.env.FOUNDRY_BENCH_STORE ?? work;
const [location, cache] = [join(kept, "store"), join(kept, "cache")];
const modules = await bundled(MODULES, work);

const seconds = (since) => (performance.now() - since) / 1000;
const rest = () => records(COUNT - PUBLISHED, 3);
function* renamed() {
  for (const record of rest()) yield { ...record, name: `copy-${record.name}` };
}

async function buildIndex() {
  const catalog = modules.Catalog.of(await modules.openStore(location), cache);
  await catalog.search({}, () => undefined);
  catalog.close();
}

async function startHub() {
  const env = { ...process.env, FOUNDRY_STORE: location, FOUNDRY_CACHE: cache, FOUNDRY_RUNTIME_DIR: cache };
  const hub = spawn(process.execPath, [join(root, "foundry_lab/hub/dist/cli.mjs"), "serve", "--lifeline"], {
    env: { ...env, FOUNDRY_URL: "", FOUNDRY_TOKEN: "token" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(hub.stdout), "line");
  const headers = { authorization: "Bearer token", "content-type": "application/json" };
  const search = async (request) => {
    const answer = await fetch(`${JSON.parse(line).url}/api/v1/search`, {
      ...{ method: "POST", headers, body: JSON.stringify(request) },
    });
    return answer.json();
  };
  const memory = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${hub.pid}/status`, "utf8"))[1]) / 1024;
  return { search, memory, close: () => hub.stdin.end() };
}

try {
  if (!existsSync(location)) {
    await publishMany(location, PUBLISHED);
    copyMany(location, renamed());
  }
  const building = performance.now();
  await buildIndex();
  const built = seconds(building);
  console.error(`the index is there after ${built.toFixed(0)} s`);
  const buildingAlone = performance.now();
  const alone = aloneSide(modules, join(work, "alone.sqlite"), rest());
  const builtAlone = seconds(buildingAlone);
  const starting = performance.now();
  const hub = await startHub();
  const { total } = await hub.search({});
  const first = seconds(starting);
  if (total !== COUNT) throw new Error(`The index has ${total} records, not ${COUNT}.`);
  const limit = "SQLite FTS5 alone: the page of hits";
  const ours = "hub: page, total, facets, highlights, HTTP";
  const milliseconds = await measure(
    {
      [limit]: alone.page,
      "SQLite FTS5 alone: page and total": alone.pageAndTotal,
      [ours]: (query) => hub.search({ query }),
    },
    queries(QUERIES),
    { warmup: 14 },
  );
  const memory = hub.memory();
  const publishing = performance.now();
  await publishMany(location, 1, { prefix: "late-", title: "Zirconia found late" });
  const published = performance.now();
  while ((await hub.search({ query: "zirconia late" })).total !== 1);
  const seen = seconds(published);
  const rows = Object.entries(milliseconds).map(([name, values]) => ({ name, milliseconds: values }));
  report(`Search over ${COUNT.toLocaleString("en")} records, median`, rows, limit);
  const withTarget = rows.map((row) => (row.name === ours ? { ...row, target: 1.5 } : row));
  report(`Search over ${COUNT.toLocaleString("en")} records, p95`, withTarget, limit, { statistic: "p95", q: 0.95 });
  const mega = (file) => `${Math.round(statSync(file).size / 1e6).toLocaleString("en")} MB`;
  const [index] = readdirSync(join(cache, "catalog")).filter((name) => name.endsWith(".sqlite"));
  const verdict = (value, target) => `<= ${target} ${value <= target ? "met" : "MISSED"}`;
  console.log(`
Start of a hub and its first search      ${first.toFixed(2)} s  ${verdict(first, 2)}
Highest memory of the hub                ${memory.toFixed(0)} MB  ${verdict(memory, 400)}
New package found, after its publication ${seen.toFixed(2)} s  ${verdict(seen, 2)} (publishing took ${((published - publishing) / 1000).toFixed(2)} s)
Building the index                       ${built.toFixed(0)} s, SQLite alone ${builtAlone.toFixed(0)} s
Index on disk                            ${mega(join(cache, "catalog", index))}, SQLite alone ${mega(join(work, "alone.sqlite"))}
${PUBLISHED} of the packages were published, the others are copies of their folders.
Slowest of the hub's answers: ${quantile(milliseconds[ours], 1).toFixed(0)} ms`);
  hub.close();
} finally {
  rmSync(work, { recursive: true, force: true });
}
