// `npm run bench [NAME ...]`: sets up an environment with the peers, then runs each benchmark.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { environment, python, pythonOf, root } from "../scripts/environment.mjs";
import { setup } from "../scripts/setup.mjs";
import { program } from "../scripts/steps.mjs";

const benchPython = pythonOf(join(root, ".venv-bench"));
const benches = {
  "load-split": [benchPython, "bench/load_split.py"],
  "fresh-process": [benchPython, "bench/fresh_process.py"],
  serve: [python(), "bench/serve.py"],
  publish: ["node", "bench/publish.mjs"],
  "publish-model": [python(), "bench/publish_model.py"],
  card: ["node", "bench/card.mjs"],
  benchmarks: [benchPython, "bench/benchmarks.py"],
  csv: [benchPython, "bench/read_csv.py"],
  index: ["node", "--disable-warning=ExperimentalWarning", "bench/index.mjs"],
  search: ["node", "--disable-warning=ExperimentalWarning", "bench/search.mjs"],
  "search-quality": ["node", "--disable-warning=ExperimentalWarning", "bench/search-quality.mjs"],
  "search-million": ["node", "--disable-warning=ExperimentalWarning", "bench/search-million.mjs"],
  browser: ["node", "bench/browser.mjs"],
  map: [benchPython, "bench/map_engines.py", "--one"],
  "first-rows": ["node", "bench/first-rows.mjs"],
  previews: ["node", "bench/previews.mjs"],
  wide: ["node", "bench/wide.mjs"],
  "initial-chunk": ["node", "bench/initial-chunk.mjs"],
};

function run(command, ...args) {
  const env = environment({ FOUNDRY_BENCH_PYTHON: benchPython });
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  return status ?? 1;
}

await program(() => setup("test", "bench"));
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
let failures = 0;
for (const name of chosen.length > 0 ? chosen : Object.keys(benches)) failures += run(...benches[name]) ? 1 : 0;
process.exit(failures ? 1 : 0);
