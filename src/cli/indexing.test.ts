import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { HubInfo, SearchResponse } from "../contracts/types.js";
import { bundleFor, type Bundle } from "../hub/testing/bundle.js";
import { runNode } from "../hub/testing/hubs.js";
import { manyPackages } from "../store/testing/many-packages.js";
import { atEnd, temporaryFolder } from "../store/testing/packages.js";

const MANY = 300;
const OPEN_FILES = 256;
const run = promisify(execFile);

let cli: Bundle;
let store: string;
beforeAll(async () => {
  cli = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "main.ts"));
  store = await manyPackages(MANY);
}, 120_000);
afterAll(async () => {
  await cli.remove();
  await rm(store, { recursive: true });
});

const variables = (cache: string) => ({
  ...process.env,
  ...{
    FOUNDRY_STORE: store,
    FOUNDRY_CACHE: cache,
    FOUNDRY_RUNTIME_DIR: cache,
    FOUNDRY_URL: "",
    FOUNDRY_TOKEN: "token",
  },
});
const limited = (...command: string[]) => [
  "-c",
  `ulimit -n ${OPEN_FILES}; exec "$@"`,
  "sh",
  process.execPath,
  ...command,
];
const search = ["search", "band gap", "--json"];

test("a first search finds every package of a store that has more than a process may open files", async () => {
  const cache = await temporaryFolder();
  const { stdout } = await run("sh", limited(cli.file, ...search), { env: variables(cache) });
  const { total, indexing } = JSON.parse(stdout) as SearchResponse;
  expect([total, indexing]).toEqual([MANY, undefined]);
}, 60_000);

test("a search that is killed while it indexes leaves an index that the next one completes", async () => {
  const cache = await temporaryFolder();
  const child = spawn("sh", limited(cli.file, ...search), { env: variables(cache) });
  atEnd(() => child.kill("SIGKILL"));
  await Promise.race([once(child.stderr, "data"), once(child, "exit")]);
  child.kill("SIGKILL");
  const { stdout } = await run("sh", limited(cli.file, ...search), { env: variables(cache) });
  expect((JSON.parse(stdout) as SearchResponse).total).toBe(MANY);
}, 60_000);

test("a hub whose index is new answers callers at once, and all of them find everything in the end", async () => {
  const cache = await temporaryFolder();
  const hub = runNode([cli.file, "serve", "--lifeline"], variables(cache));
  const { url } = JSON.parse(await hub.firstLine) as { url: string };
  const headers = { authorization: "Bearer token", "content-type": "application/json" };
  const ask = async () => {
    for (;;) {
      const answer = await fetch(`${url}/api/v1/search`, { method: "POST", headers, body: `{"query":"band gap"}` });
      const response = (await answer.json()) as SearchResponse;
      if (!response.indexing) return response.total;
      expect(response.total).toBeLessThanOrEqual(response.indexing.done);
    }
  };
  const totals = await Promise.all(Array.from({ length: 30 }, ask));
  expect(new Set(totals)).toEqual(new Set([MANY]));
  const health = (await (await fetch(`${url}/api/v1/health`, { headers })).json()) as HubInfo;
  expect([health.datasets, health.indexing]).toEqual([MANY, undefined]);
}, 60_000);
