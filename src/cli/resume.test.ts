import { randomBytes } from "node:crypto";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { HubClient } from "../client/hub-client.js";
import { bundleFor, type Bundle } from "../hub/testing/bundle.js";
import { runNode, type TestProcess } from "../hub/testing/hubs.js";
import { stallAfter } from "../hub/testing/stalling-proxy.js";
import { atEnd, preparedDataset, temporaryFolder } from "../store/testing/packages.js";
import { PARQUET } from "../store/testing/parquet.js";

const MB = 1024 * 1024;
const SIZE = 48 * MB;
const PASSED = 20 * MB;

let cli: Bundle;
beforeAll(async () => {
  cli = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "main.ts"));
});
afterAll(() => cli.remove());

interface Hub extends TestProcess {
  url: string;
}

async function hubOn(store: string, cache: string): Promise<Hub> {
  const env = { FOUNDRY_STORE: store, FOUNDRY_CACHE: cache, FOUNDRY_RUNTIME_DIR: cache, FOUNDRY_TOKEN: "token" };
  const hub = runNode([cli.file, "serve", "--lifeline"], env);
  const { url } = JSON.parse(await hub.firstLine) as { url: string };
  return { ...hub, url };
}

/** `foundry-lab publish` as a process of its own, with what it says of its progress. */
function publish(
  folder: string,
  url: string,
): { child: ChildProcess; ended: Promise<{ code: number | null; steps: Step[]; said: string }> } {
  const env = { ...process.env, FOUNDRY_URL: url, FOUNDRY_TOKEN: "token" };
  const child = spawn(process.execPath, [cli.file, "publish", folder, "--json", "--progress"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  atEnd(() => child.kill("SIGKILL"));
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]).then(([[code], said]) => {
    const steps = said.split("\n").flatMap((line) => (line.includes('"step"') ? [JSON.parse(line) as Step] : []));
    return { code: code as number | null, steps, said };
  });
  return { child, ended };
}

interface Step {
  step: string;
  done: number;
  total: number;
}

async function bigDataset(): Promise<string> {
  const folder = await preparedDataset();
  await mkdir(join(folder, "images"));
  await writeFile(join(folder, "images/all.bin"), randomBytes(SIZE));
  await writeFile(join(folder, "data/train.parquet"), PARQUET);
  return folder;
}

/** Until most of what has passed the line is in the store. */
async function arrived(store: string): Promise<void> {
  const staging = join(store, ".staging");
  for (;;) {
    const paths = await readdir(staging, { recursive: true });
    const partials = paths.filter((path) => path.endsWith(".partial"));
    const sizes = await Promise.all(partials.map(async (path) => (await stat(join(staging, path))).size));
    if (sizes.some((size) => size > PASSED / 2)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function expectWhole(url: string, steps: Step[]): Promise<void> {
  const first = steps.find(({ step, done }) => step === "upload" && done > PARQUET.length);
  // What had passed before the line went dead is not sent again.
  expect(first?.done).toBeGreaterThan(PASSED / 2);
  const client = new HubClient({ url, token: "token" });
  expect(await client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true, files: 4, wrong: [] });
}

test("a client killed in the middle of a file goes on where it stopped", async () => {
  const [store, cache, folder] = await Promise.all([temporaryFolder(), temporaryFolder(), bigDataset()]);
  const hub = await hubOn(store, cache);
  const line = await stallAfter(hub.url, PASSED);
  const first = publish(folder, line.url);
  await line.stalled;
  await arrived(store);
  first.child.kill("SIGKILL");
  expect((await first.ended).code).toBeNull();
  const second = await publish(folder, hub.url).ended;
  expect([second.code, second.said.includes("detail")]).toEqual([0, false]);
  await expectWhole(hub.url, second.steps);
}, 60_000);

test("a hub killed in the middle of a file is gone on with by the next one", async () => {
  const [store, cache, folder] = await Promise.all([temporaryFolder(), temporaryFolder(), bigDataset()]);
  const hub = await hubOn(store, cache);
  const line = await stallAfter(hub.url, PASSED);
  const first = publish(folder, line.url);
  await line.stalled;
  await arrived(store);
  hub.child.kill("SIGKILL");
  await hub.ended;
  first.child.kill("SIGKILL");
  await first.ended;
  const next = await hubOn(store, cache);
  const second = await publish(folder, next.url).ended;
  expect([second.code, second.said.includes("detail")]).toEqual([0, false]);
  await expectWhole(next.url, second.steps);
}, 60_000);
