import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Catalog } from "../catalog/catalog.js";
import { HubClient } from "../client/hub-client.js";
import type { FileEntry } from "../contracts/types.js";
import { datasetManifest } from "../core/testing/manifests.js";
import { cleanStaging } from "../store/folder-staging.js";
import { FolderStore } from "../store/folder-store.js";
import { UPLOAD_LIFE } from "../store/local-staging.js";
import { atEnd, temporaryFolder } from "../store/testing/packages.js";
import { PARQUET } from "../store/testing/parquet.js";
import { verify } from "../store/verify.js";
import { bundleFor, type Bundle } from "./testing/bundle.js";
import { runNode } from "./testing/hubs.js";

const CONTENT: Record<string, Buffer> = { "data/train.parquet": PARQUET, "notes.txt": Buffer.from("more") };
const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;
const files = Object.entries(CONTENT).map(([path, body]): FileEntry => {
  return { path, bytes: body.length, sha256: createHash("sha256").update(body).digest("hex") };
});
const manifest = datasetManifest({ files });
const open = ({ path }: { path: string }) => Promise.resolve(new Blob([new Uint8Array(CONTENT[path] ?? [])]));
/** One attempt: what comes after it is what the tests are about. */
const once = { retries: 0 };

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "testing/crashing-hub.ts"));
});
afterAll(() => bundle.remove());

async function startProcess(folder: string, cache: string, crashAt = "") {
  const hub = runNode([bundle.file, folder, cache], { CRASH_AT: crashAt });
  const { url } = JSON.parse(await hub.firstLine) as { url: string };
  return { ...hub, client: new HubClient({ url, token: "token" }) };
}

/** After a crash: the whole version or none of it, nothing but an upload that expires, and publishing works. */
async function expectSound(folder: string, cache: string, whole: boolean): Promise<void> {
  const store = await FolderStore.open(folder);
  const catalog = Catalog.of(store, cache);
  atEnd(() => {
    catalog.close();
  });
  const left = await readdir(join(folder, ".staging")).catch(() => []);
  expect(new Set(left.map((name) => name.replace(".owner", ""))).size).toBeLessThanOrEqual(1);
  expect(await store.versions("dataset", "band-gaps")).toEqual(whole ? ["1.0.0"] : []);
  expect((await catalog.search({ query: "semicond" })).total).toBe(whole ? 1 : 0);
  expect((await store.log()).length).toBe(whole ? 1 : 0);
  if (whole) expect(await verify(store, target)).toMatchObject({ ok: true, files: 4 });
  const { client } = await startProcess(folder, cache);
  const next = whole ? "1.0.1" : "1.0.0";
  await client.publish({ ...manifest, version: next }, open);
  expect(await verify(store, { ...target, version: next })).toMatchObject({ ok: true });
  expect((await catalog.search({ query: "semicond" })).hits).toMatchObject([{ version: next }]);
  await cleanStaging(join(folder, ".staging"), Date.now() + UPLOAD_LIFE);
  expect(await readdir(join(folder, ".staging"))).toEqual([]);
}

test.each([
  ["begin", false],
  ["stage data/train.parquet", false],
  ["hash data/train.parquet", false],
  ["stage notes.txt", false],
  ["hash notes.txt", false],
  ["validate", false],
  ["commit", false],
  ["log", true],
  ["finish", true],
])(
  "kill -9 at '%s' leaves the whole version or none",
  async (step, whole) => {
    const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
    const hub = await startProcess(folder, cache, step);
    await expect(hub.client.publish(manifest, open, once)).rejects.toMatchObject({ type: "unavailable" });
    expect(await hub.ended).toEqual({ code: null, signal: "SIGKILL" });
    await expectSound(folder, cache, whole);
  },
  30_000,
);

test("kill -9 in the middle of a file leaves no version", async () => {
  const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const hub = await startProcess(folder, cache);
  let sent = 0;
  const halting = () =>
    Promise.resolve(
      new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            sent += 1;
            if (sent === 1) {
              controller.enqueue(PARQUET.subarray(0, 100));
              return;
            }
            hub.child.kill("SIGKILL");
            await hub.ended;
            controller.enqueue(PARQUET.subarray(100));
            controller.close();
          },
        },
        { highWaterMark: 0 },
      ),
    );
  await expect(hub.client.publish(manifest, halting, once)).rejects.toMatchObject({ type: "unavailable" });
  await expectSound(folder, cache, false);
}, 30_000);

test("a hub ends when the process that started it is gone", async () => {
  const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const hub = await startProcess(folder, cache);
  expect(await hub.client.health()).toMatchObject({ product: "foundry-lab" });
  hub.child.stdin?.end();
  expect(await hub.ended).toEqual({ code: 0, signal: null });
}, 30_000);
