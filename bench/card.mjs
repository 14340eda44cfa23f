// Opening a dataset card: what the hub takes for its answers, beside reading the manifest's file and parsing it.
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../scripts/environment.mjs";
import { publishExamples, storeEnvironment } from "../scripts/local-store.mjs";
import { report } from "./timing.mjs";

const ROUNDS = 600;
const WARMUP = 100;
const NAME = "matbench-expt-gap";
const TOKEN = "token";
const work = mkdtempSync(join(tmpdir(), "foundry-bench-card-"));
process.env.FOUNDRY_STORE = join(work, "store");
process.env.FOUNDRY_CACHE = join(work, "cache");
process.env.FOUNDRY_RUNTIME_DIR = join(work, "run");

/** The hub's modules, bundled as they are in the product. */
async function hubModules() {
  const outfile = join(work, "hub.mjs");
  const contents = ["hub/hub", "catalog/catalog", "store/open-store"]
    .map((name) => `export * from "./src/${name}.ts";`)
    .join("\n");
  const banner = {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  };
  const options = { bundle: true, platform: "node", format: "esm", target: "node24", logLevel: "error", banner };
  await build({ stdin: { contents, resolveDir: root, loader: "ts" }, outfile, ...options });
  return import(outfile);
}

function overHttp(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${TOKEN}` } }, (answer) => {
      answer
        .on("error", reject)
        .on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${answer.statusCode}`))));
      answer.resume();
    }).on("error", reject);
  });
}

try {
  const env = storeEnvironment();
  await publishExamples(env);
  const { createHub, Catalog, openStore } = await hubModules();
  const store = await openStore(env.FOUNDRY_STORE);
  const app = createHub(store, { catalog: Catalog.of(store, env.FOUNDRY_CACHE), token: TOKEN, version: "0" });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const version = "1.0.0";
  const card = `/api/v1/datasets/${NAME}/${version}`;
  const answers = [
    `/api/v1/datasets/${NAME}/latest`,
    `${card}/files/statistics.json`,
    `/api/v1/datasets/${NAME}`,
    `/api/v1/datasets/${NAME}/models`,
    `${card}/status`,
  ];
  const ask = async (path) => {
    const { statusCode } = await app.inject({ url: path, headers: { authorization: `Bearer ${TOKEN}` } });
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`);
  };
  const file = join(env.FOUNDRY_STORE, "datasets", NAME, version, "dataset.json");
  const limit = "read the manifest's file, parse it";
  const sides = {
    [limit]: async () => JSON.parse(await readFile(file, "utf8")),
    "foundry-lab: the manifest": () => ask(`${card}`),
    "foundry-lab: the newest version's manifest": () => ask(answers[0]),
    "foundry-lab: the five answers of a card": async () => {
      await ask(answers[0]);
      await Promise.all(answers.slice(1).map(ask));
    },
    "foundry-lab: the landing page in HTML": () => ask(`/datasets/${NAME}`),
    "foundry-lab: the manifest, over HTTP": () => overHttp(`${url}${card}`, agent),
  };
  const milliseconds = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, run] of Object.entries(sides)) {
      const since = performance.now();
      await run();
      if (round >= WARMUP) milliseconds[name].push(performance.now() - since);
    }
  const rows = Object.entries(milliseconds).map(([name, values]) => ({ name, milliseconds: values }));
  for (const [statistic, q] of [
    ["p50", 0.5],
    ["p95", 0.95],
  ])
    report(`Open the card of ${NAME}, server time, ${statistic}`, rows, limit, { statistic, q });
  agent.destroy();
  await app.close();
} finally {
  rmSync(work, { recursive: true, force: true });
}
