import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Catalog } from "../catalog/catalog.js";
import type { Problem, Upload } from "../contracts/types.js";
import { datasetManifest } from "../core/testing/manifests.js";
import { FolderStore } from "../store/folder-store.js";
import { thisProcess } from "../store/owners.js";
import { PREPARED } from "../store/shared-staging.js";
import { atEnd, temporaryFolder } from "../store/testing/packages.js";
import { PARQUET } from "../store/testing/parquet.js";
import { verify } from "../store/verify.js";
import { bundleFor, type Bundle } from "./testing/bundle.js";
import { runNode, startHub } from "./testing/hubs.js";

const PATH = "data/train.parquet";
const ID = "0123456789abcdef0123456789abcdef";
const file = { path: PATH, bytes: PARQUET.length, sha256: createHash("sha256").update(PARQUET).digest("hex") };

/** Writes a package into a store's staging, as a kernel does. */
async function write(folder: string, files: object[] = [file], change: object = {}): Promise<string> {
  const staging = join(folder, ".staging");
  await mkdir(join(staging, ID, "package/data"), { recursive: true });
  await chmod(join(staging, ID), 0o700);
  await writeFile(join(staging, `${ID}.owner`), JSON.stringify(thisProcess()));
  await writeFile(join(staging, ID, "package", PATH), PARQUET);
  const manifest = { ...datasetManifest({}), publishedAt: undefined, ...change, files };
  await writeFile(join(staging, ID, PREPARED), JSON.stringify(manifest));
  return join(staging, ID);
}

const commit = (url: string, token: string, id = ID) =>
  fetch(`${url}/api/v1/staged/${id}/commit`, { method: "POST", headers: { authorization: `Bearer ${token}` } });

test("a package that was written into the staging becomes a version, and nothing is left", async () => {
  const { store, ask, client } = await startHub();
  await write(store.location);
  const answer = await ask(`/api/v1/staged/${ID}/commit`, { method: "POST" });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ name: "band-gaps", version: "1.0.0" });
  expect(await client.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true, files: 3 });
  expect(await readdir(join(store.location, ".staging"))).toEqual([]);
  expect((await ask(`/api/v1/staged/${ID}/commit`, { method: "POST" })).status).toBe(404);
});

test.each<[string, number, string, (folder: string) => Promise<unknown>]>([
  [
    "another size",
    422,
    "has 100 bytes",
    (folder) => writeFile(join(folder, "package", PATH), PARQUET.subarray(0, 100)),
  ],
  ["a file that is not listed", 422, "more.txt", (folder) => writeFile(join(folder, "package/more.txt"), "more")],
  ["a link", 400, "link.txt", (folder) => symlink("/etc/hostname", join(folder, "package/link.txt"))],
  [
    "a table that is none",
    422,
    "Parquet",
    (folder) => writeFile(join(folder, "package", PATH), Buffer.alloc(PARQUET.length)),
  ],
  ["a folder that others write", 403, "user alone", (folder) => chmod(folder, 0o777)],
])("refuses %s, and publishes nothing", async (_what, status, word, spoil) => {
  const { store, ask } = await startHub();
  await spoil(await write(store.location));
  const answer = await ask(`/api/v1/staged/${ID}/commit`, { method: "POST" });
  expect([answer.status, ((await answer.json()) as Problem).detail]).toEqual([status, expect.stringContaining(word)]);
  expect(await store.packages("dataset")).toEqual([]);
});

test.each([
  { path: PATH, bytes: PARQUET.length },
  { path: PATH, sha256: file.sha256 },
])("refuses a file without its size or hash", async (listed) => {
  const { store, ask } = await startHub();
  await write(store.location, [listed]);
  expect((await ask(`/api/v1/staged/${ID}/commit`, { method: "POST" })).status).toBe(422);
  expect(await store.packages("dataset")).toEqual([]);
});

test("what a client uploads is never believed: its staging is not taken over", async () => {
  const { store, ask } = await startHub();
  const lie = { ...datasetManifest({ files: [file, { ...file, path: PREPARED }] }), publishedAt: undefined };
  const json = { "content-type": "application/json" };
  const begun = await ask("/api/v1/uploads", { method: "POST", body: JSON.stringify(lie), headers: json });
  const { id } = (await begun.json()) as Upload;
  for (const path of [PREPARED, `..%2F${PREPARED}`, `%2E%2E/${PREPARED}`])
    await ask(`/api/v1/uploads/${id}/files/${path}`, { method: "PUT", body: JSON.stringify(lie) });
  expect((await ask(`/api/v1/staged/${id}/commit`, { method: "POST" })).status).toBe(404);
  expect(await store.packages("dataset")).toEqual([]);
});

describe("kill -9", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "testing/crashing-hub.ts"));
  });
  afterAll(() => bundle.remove());

  test.each([
    ["begin", false],
    [`hash ${PATH}`, false],
    ["validate", false],
    ["commit", false],
    ["log", true],
    ["finish", true],
  ])(
    "at '%s' leaves the whole version or none",
    async (step, whole) => {
      const [folder, cache] = await Promise.all([temporaryFolder(), temporaryFolder()]);
      const hub = runNode([bundle.file, folder, cache], { CRASH_AT: step });
      const { url } = JSON.parse(await hub.firstLine) as { url: string };
      await write(folder);
      await expect(commit(url, "token")).rejects.toThrow();
      expect(await hub.ended).toEqual({ code: null, signal: "SIGKILL" });
      const store = await FolderStore.open(folder);
      const catalog = Catalog.of(store, cache);
      atEnd(() => {
        catalog.close();
      });
      expect(await store.versions("dataset", "band-gaps")).toEqual(whole ? ["1.0.0"] : []);
      expect((await store.log()).length).toBe(whole ? 1 : 0);
      expect((await catalog.search({ query: "semicond" })).total).toBe(whole ? 1 : 0);
      expect(await readdir(join(folder, ".staging"))).toEqual([]);
      if (whole)
        expect(await verify(store, { kind: "dataset", name: "band-gaps", version: "1.0.0" })).toMatchObject({
          ok: true,
        });
    },
    30_000,
  );
});
