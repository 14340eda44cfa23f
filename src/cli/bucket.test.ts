import { jest } from "@jest/globals";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { HubClient } from "../client/hub-client.js";
import type { FileEntry } from "../contracts/types.js";
import { bundleFor, type Bundle } from "../hub/testing/bundle.js";
import { runNode } from "../hub/testing/hubs.js";
import { datasetManifest } from "../core/testing/manifests.js";
import { createHash } from "node:crypto";
import { preparedDataset, temporaryFolder } from "../store/testing/packages.js";
import { PARQUET } from "../store/testing/parquet.js";
import { publishFolder } from "../store/publish-folder.js";
import { Bucket } from "../store/s3/bucket.js";
import { claimKey, LEASE } from "../store/s3/claim.js";
import { parseS3Url } from "../store/s3/keys.js";
import { S3Store } from "../store/s3/s3-store.js";
import { verify } from "../store/verify.js";
import { startS3, type S3Server } from "../store/testing/s3-server.js";

let s3: S3Server;
let cli: Bundle;
beforeAll(async () => {
  s3 = await startS3();
  cli = await bundleFor(join(dirname(fileURLToPath(import.meta.url)), "main.ts"));
}, 60_000);
afterAll(async () => {
  await s3.stop();
  await cli.remove();
});

async function hubOn(store: string): Promise<HubClient> {
  const cache = await temporaryFolder();
  const hub = runNode([cli.file, "serve", "--lifeline"], {
    ...{ FOUNDRY_STORE: store, FOUNDRY_CACHE: cache, FOUNDRY_RUNTIME_DIR: cache, FOUNDRY_TOKEN: "token" },
  });
  const { url } = JSON.parse(await hub.firstLine) as { url: string };
  return new HubClient({ url, token: "token" });
}

const entry = (path: string, content: Buffer): FileEntry => ({
  path,
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
});

test("two hubs on one bucket that publish the same version at once: one wins, and both show it", async () => {
  const store = `${await s3.bucket()}/team`;
  const hubs = await Promise.all([hubOn(store), hubOn(store)]);
  for (const version of ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.4"]) {
    const results = await Promise.allSettled(
      hubs.map((hub, index) => {
        const notes = Buffer.from(`notes of hub ${index}`);
        const content: Record<string, Buffer> = { "data/train.parquet": PARQUET, "notes.txt": notes };
        const files = Object.entries(content).map(([path, body]) => entry(path, body));
        const manifest = datasetManifest({ version, title: `Hub ${index}`, files });
        return hub.publish(manifest, ({ path }) => Promise.resolve(new Blob([new Uint8Array(content[path] ?? [])])));
      }),
    );
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
    expect([won.length, lost]).toMatchObject([1, [{ type: "duplicate-version" }]]);
    for (const hub of hubs) {
      expect(await hub.dataset("band-gaps", version)).toEqual(won[0]);
      expect(await hub.verify("dataset", "band-gaps", version)).toMatchObject({ ok: true, wrong: [] });
      expect((await hub.search({ query: "semicond" })).hits).toMatchObject([
        { name: "band-gaps", version, title: won[0]?.title },
      ]);
    }
  }
}, 120_000);

test("a publisher that died between its claim and its manifest leaves nothing that anyone sees, and is taken over", async () => {
  const [store, folder, cache] = [`${await s3.bucket()}/team`, await preparedDataset(), await temporaryFolder()];
  await writeFile(join(folder, "data/train.parquet"), PARQUET);
  await mkdir(join(folder, "notes"));
  await Promise.all(
    Array.from({ length: 60 }, (_, index) => writeFile(join(folder, `notes/${index}.txt`), `note ${index}`)),
  );
  const env = { FOUNDRY_STORE: store, FOUNDRY_CACHE: cache, FOUNDRY_RUNTIME_DIR: cache };
  const { bucket: name } = parseS3Url(store);
  const bucket = new Bucket(name, "team/");
  const version = "datasets/band-gaps/1.0.0/";
  const dying = runNode([cli.file, "publish", folder], env);
  dying.firstLine.catch(() => undefined);
  while ((await bucket.list(version)).keys.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  dying.child.kill("SIGKILL");
  await dying.ended;
  const [claims, left] = await Promise.all([bucket.list(".staging/"), bucket.list(version)]);
  expect([claims.keys, left.keys.includes(`${version}dataset.json`)]).toEqual([
    [".staging/dataset/band-gaps/1.0.0.json"],
    false,
  ]);
  const hub = await hubOn(store);
  expect([await hub.list("dataset"), (await hub.search({})).total]).toEqual([[], 0]);
  const again = runNode([cli.file, "publish", folder, "--json"], env);
  expect(JSON.parse(await again.firstLine)).toMatchObject({ version: "1.0.0" });
  await again.ended;
  expect(await hub.verify("dataset", "band-gaps", "1.0.0")).toMatchObject({ ok: true, files: 63, wrong: [] });
  expect((await bucket.list(".staging/")).keys).toEqual([]);
  bucket.close();
}, 120_000);

test("the claim of another machine is taken over when it was not renewed", async () => {
  const [url, scratch] = [await s3.bucket(), await temporaryFolder()];
  const { bucket: name } = parseS3Url(url);
  const bucket = new Bucket(name, "");
  const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;
  await bucket.put(claimKey(target), JSON.stringify({ pid: 1, started: "1", host: "elsewhere", boot: "another" }));
  await bucket.put("datasets/band-gaps/1.0.0/half.txt", "half");
  const later = jest.spyOn(Date, "now");
  const store = await S3Store.open(url, scratch);
  const folder = await preparedDataset();
  await writeFile(join(folder, "data/train.parquet"), PARQUET);
  const start = Date.now();
  later.mockImplementation(() => start + 2 * LEASE);
  await publishFolder(store, folder);
  later.mockRestore();
  expect(await store.files(target)).not.toContain("half.txt");
  expect(await verify(store, target)).toMatchObject({ ok: true });
  expect((await bucket.list(".staging/")).keys).toEqual([]);
  bucket.close();
}, 60_000);

test("publish, search, show, get, verify, push, mirror and export work on a bucket", async () => {
  const [store, second, out, cache] = [
    await s3.bucket(),
    `${await s3.bucket()}/copy`,
    await temporaryFolder(),
    await temporaryFolder(),
  ];
  const run = async (...args: string[]) => {
    const command = runNode([cli.file, ...args], {
      FOUNDRY_STORE: store,
      FOUNDRY_CACHE: cache,
      FOUNDRY_RUNTIME_DIR: cache,
    });
    command.firstLine.catch(() => undefined);
    const [said, { code }] = await Promise.all([command.child.stdout ? text(command.child.stdout) : "", command.ended]);
    return { said, code };
  };
  const folder = await preparedDataset();
  await writeFile(join(folder, "data/train.parquet"), PARQUET);
  expect(JSON.parse((await run("publish", folder, "--json")).said)).toMatchObject({
    name: "band-gaps",
    version: "1.0.0",
  });
  // The same again is the version that is there.
  expect(JSON.parse((await run("publish", folder, "--json")).said)).toMatchObject({ version: "1.0.0" });
  expect(JSON.parse((await run("search", "semicond", "--json")).said)).toMatchObject({ total: 1 });
  expect((await run("show", "band-gaps")).said).toContain("Experimental band gaps");
  expect((await run("get", "band-gaps", join(out, "copy"))).code).toBe(0);
  expect((await run("verify", "band-gaps")).code).toBe(0);
  expect((await run("export", "band-gaps", join(out, "gaps.zip"))).code).toBe(0);
  expect(JSON.parse((await run("mirror", store, second, "--json")).said)).toMatchObject({
    to: second,
    packages: [{ state: "copied" }],
  });
  expect(JSON.parse((await run("push", "band-gaps", "--to", second, "--json")).said)).toMatchObject({
    state: "present",
    location: second,
  });
}, 120_000);
