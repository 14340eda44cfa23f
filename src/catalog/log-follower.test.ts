import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { IndexProgress } from "../contracts/types.js";
import { FolderStore } from "../store/folder-store.js";
import { openStore } from "../store/open-store.js";
import { publishFolder } from "../store/publish-folder.js";
import type { PackageVersion, Store } from "../store/store.js";
import { manyPackages } from "../store/testing/many-packages.js";
import { atEnd, preparedDataset, preparedModel, temporaryFolder } from "../store/testing/packages.js";
import { Catalog } from "./catalog.js";

const MANY = 150;

let location: string;
beforeAll(async () => {
  location = await manyPackages(MANY);
}, 120_000);
afterAll(() => rm(location, { recursive: true }));

function opened(store: Store, cache: string): Catalog {
  const catalog = Catalog.of(store, cache);
  atEnd(() => {
    catalog.close();
  });
  return catalog;
}

/** A store that tells which manifests are read, and can be held up before one. */
function watched(store: Store, before: (read: number) => Promise<void> = () => Promise.resolve()) {
  const read: string[] = [];
  const manifest = async (target: PackageVersion) => {
    read.push(target.name);
    await before(read.length);
    return store.manifest(target);
  };
  return { store: Object.assign(Object.create(store) as Store, { manifest }), read };
}

test("an index that grows is searched, says how far it is, and goes on where a process that ended left it", async () => {
  const cache = await temporaryFolder();
  let goOn: () => void = () => undefined;
  const disk = new Promise<void>((resolve) => (goOn = resolve));
  // A disk that stops answering after most of the manifests.
  const first = watched(await FolderStore.open(location), (read) => (read > MANY - 20 ? disk : Promise.resolve()));
  const killed = opened(first.store, cache);
  const partial = await killed.search({ query: "band" });
  expect(partial.indexing).toEqual({ done: partial.total, total: MANY });
  expect(partial.total).toBeGreaterThan(0);
  expect(partial.total).toBeLessThan(MANY);
  expect(await killed.counts()).toMatchObject({ kinds: { dataset: partial.total }, indexing: partial.indexing });
  killed.close();
  goOn();

  const second = watched(await FolderStore.open(location));
  const reports: IndexProgress[] = [];
  const whole = await opened(second.store, cache).search({ query: "band" }, (progress) => reports.push(progress));
  expect([whole.total, whole.indexing]).toEqual([MANY, undefined]);
  expect(second.read).toHaveLength(MANY - partial.total);
  for (const { done, total } of reports) expect([done <= total, total]).toEqual([true, MANY]);
});

test("callers that come while the index grows share one pass over the manifests", async () => {
  const { store, read } = watched(await FolderStore.open(location));
  const catalog = opened(store, await temporaryFolder());
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => catalog.search({ query: "band" }, () => undefined)),
  );
  expect(new Set(answers.map(({ total }) => total))).toEqual(new Set([MANY]));
  expect([read.length, new Set(read).size]).toEqual([MANY, MANY]);
});

test("a file in the log that is none does not stop the index", async () => {
  const cache = await temporaryFolder();
  const store = await FolderStore.open(location);
  await writeFile(join(location, "log", `${"0".repeat(26)}.json`), "{");
  expect((await opened(store, cache).search({}, () => undefined)).total).toBe(MANY);
});

test("two processes bring up one index, and see what each other's hubs publish", async () => {
  const cache = await temporaryFolder();
  const [one, other] = [await openStore(location), await openStore(location)];
  const [ours, theirs] = [opened(one, cache), opened(other, cache)];
  const whole = () => undefined;
  const found = await Promise.all([ours, theirs].map((catalog) => catalog.search({ query: "band" }, whole)));
  expect(found.map(({ total }) => total)).toEqual([MANY, MANY]);
  await publishFolder(one, await preparedModel());
  await publishFolder(other, await preparedDataset({ name: "set-1", version: "2.0.0", title: "Newer" }));
  for (const catalog of [ours, theirs]) {
    expect((await catalog.search({ query: "kind:model" })).total).toBe(1);
    expect((await catalog.search({ query: "newer" })).hits).toMatchObject([{ name: "set-1", version: "2.0.0" }]);
  }
});
