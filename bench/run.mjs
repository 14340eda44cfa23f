// `npm run bench [NAME ...]`: sets up an environment with the peers, then runs each benchmark.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { environment, root, venv } from "../scripts/environment.mjs";

const peers = join(root, ".venv-bench");
const benchPython = join(peers, process.platform === "win32" ? "Scripts" : "bin", "python");
const benches = {
  "load-split": [benchPython, "bench/load_split.py"],
  "fresh-process": [benchPython, "bench/fresh_process.py"],
  serve: [join(venv, process.platform === "win32" ? "Scripts" : "bin", "python"), "bench/serve.py"],
  publish: ["node", "bench/publish.mjs"],
  card: ["node", "bench/card.mjs"],
  benchmarks: [benchPython, "bench/benchmarks.py"],
  search: ["node", "--disable-warning=ExperimentalWarning", "bench/search.mjs"],
  "search-million": ["node", "--disable-warning=ExperimentalWarning", "bench/search-million.mjs"],
  browser: ["node", "bench/browser.mjs"],
  map: [benchPython, "bench/map_engines.py", "--one"],
  "first-rows": ["node", "bench/first-rows.mjs"],
  previews: ["node", "bench/previews.mjs"],
  wide: ["node", "bench/wide.mjs"],
  "initial-chunk": ["node", "bench/initial-chunk.mjs"],
};

function run(command, ...args) {
  const env = environment({ SKIP_JUPYTER_BUILDER: "1", FOUNDRY_BENCH_PYTHON: benchPython });
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env });
  return status ?? 1;
}

/** What is measured is what was built last, not what was there when the peers were installed. */
function linkBuild() {
  const extension = join(peers, "share/jupyter/labextensions/foundry-lab");
  rmSync(extension, { recursive: true, force: true });
  symlinkSync(join(root, "foundry_lab/labextension"), extension, "junction");
}

if (!existsSync(venv)) process.exit(run("npm", "run", "setup"));
if (!existsSync(benchPython)) {
  console.log(
    "Installing the peers (Hugging Face datasets, quak, perspective, itables, ipydatagrid) into .venv-bench ...",
  );
  run(join(venv, "bin", "python"), "-m", "venv", peers);
  const failed = run(benchPython, "-m", "pip", "install", "-q", "-c", "constraints.txt", "-e", ".[bench]");
  if (failed) process.exit(failed);
}
linkBuild();
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
let failures = 0;
for (const name of chosen.length > 0 ? chosen : Object.keys(benches)) failures += run(...benches[name]) ? 1 : 0;
process.exit(failures ? 1 : 0);
