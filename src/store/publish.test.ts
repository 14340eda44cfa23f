import { truncate } from "node:fs/promises";
import { appendFile, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Problem } from "../contracts/types.js";
import { FoundryProblem } from "../core/problems.js";
import { FolderStore } from "./folder-store.js";
import { findManifest, summaries, summary } from "./library.js";
import { Publication, type PublishProgress } from "./publication.js";
import { publishFolder } from "./publish-folder.js";
import { prepared, preparedDataset, preparedModel, temporaryFolder } from "./testing/packages.js";
import { verify } from "./verify.js";

const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;

async function refusal(work: Promise<unknown>): Promise<Problem> {
  try {
    await work;
  } catch (error) {
    if (error instanceof FoundryProblem) return error.problem;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Nothing is left of what was refused. */
async function expectEmpty(store: FolderStore): Promise<void> {
  expect(await store.packages("dataset")).toEqual([]);
  expect(await readdir(join(store.location, ".staging")).catch(() => [])).toEqual([]);
  expect(await store.log()).toEqual([]);
}

test("publishes a folder: files with sizes and hashes, a README, Croissant metadata, one entry in the log", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  const steps: PublishProgress[] = [];
  const manifest = await publishFolder(store, await preparedDataset(), (step) => void steps.push(step));
  expect(manifest.files.map(({ path }) => path)).toEqual(["data/train.parquet", "README.md", "croissant.json"]);
  expect(manifest.files[0]).toMatchObject({ bytes: 15, mediaType: "application/vnd.apache.parquet" });
  expect(await store.manifest(target)).toEqual(manifest);
  expect(await text(await store.read(target, "README.md"))).toContain("# Experimental band gaps");
  expect(await text(await store.read(target, "data/train.parquet", { start: 5, end: 9 }))).toBe("train");
  expect(await store.log()).toMatchObject([{ action: "published", ...target }]);
  expect(await readdir(join(store.location, ".staging"))).toEqual([]);
  expect(await verify(store, target)).toMatchObject({ ok: true, files: 3, wrong: [] });
  expect(steps.map(({ step }) => step)).toEqual(["begin", "stage", "hash", "validate", "commit", "log", "finish"]);
});

test("lists, finds by partial version, and suggests the nearest names", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  for (const version of ["1.0.0", "1.10.0", "1.9.0"]) await publishFolder(store, await preparedDataset({ version }));
  await publishFolder(store, await preparedModel());
  expect(await summary(store, "dataset", "band-gaps")).toMatchObject({ versions: ["1.10.0", "1.9.0", "1.0.0"] });
  expect(await summaries(store, "model")).toMatchObject([{ kind: "model", name: "gap-forest", versions: ["1.0.0"] }]);
  expect((await findManifest(store, "dataset", { name: "band-gaps", version: "1" })).version).toBe("1.10.0");
  const unknown = await refusal(findManifest(store, "dataset", { name: "bandgap" }));
  expect(unknown).toMatchObject({ type: "not-found", status: 404, suggestions: ["band-gaps"] });
  expect(unknown.detail).toContain("did you mean band-gaps?");
  const version = await refusal(findManifest(store, "dataset", { name: "band-gaps", version: "2" }));
  expect(version.detail).toBe("The dataset band-gaps has no version 2; it has 1.10.0, 1.9.0, 1.0.0.");
});

test("a version that exists is refused, with the next versions", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  await publishFolder(store, await preparedDataset());
  const found = await refusal(publishFolder(store, await preparedDataset({ title: "Other" })));
  expect(found).toMatchObject({ type: "duplicate-version", status: 409, suggestions: ["1.0.1", "1.1.0", "2.0.0"] });
  expect((await store.manifest(target))?.title).toBe("Experimental band gaps");
});

test("of two publications that race, one wins and the other is refused as a duplicate", async () => {
  const folder = await temporaryFolder();
  const stores = await Promise.all([FolderStore.open(folder), FolderStore.open(folder)]);
  let waiting = 0;
  let go: () => void;
  const both = new Promise<void>((resolve) => (go = resolve));
  // Both have passed the early check when they come here.
  const meet = ({ step }: PublishProgress) => {
    if (step !== "commit") return undefined;
    waiting += 1;
    if (waiting === 2) go();
    return both;
  };
  const racers = await Promise.all(["Ours", "Theirs"].map((title) => preparedDataset({ title })));
  const results = await Promise.allSettled(
    racers.map((racer, index) => publishFolder(stores[index] as FolderStore, racer, meet)),
  );
  const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason as FoundryProblem] : []));
  expect([won.length, lost.length]).toEqual([1, 1]);
  expect(lost[0]?.problem).toMatchObject({ type: "duplicate-version", suggestions: ["1.0.1", "1.1.0", "2.0.0"] });
  expect(await stores[0].manifest(target)).toEqual(won[0]);
  expect((await stores[0].log()).length).toBe(1);
  expect(await verify(stores[1], target)).toMatchObject({ ok: true });
});

test.each<[string, () => Promise<string>, Partial<Problem>]>([
  ["no manifest", () => prepared("notes.txt", "hello", {}), { type: "not-found" }],
  ["broken JSON", () => prepared("dataset.json", "{", {}), { type: "invalid-manifest" }],
  ["no object", () => prepared("dataset.json", [], {}), { type: "invalid-manifest", pointer: "" }],
  ["another kind", () => prepared("dataset.json", { kind: "model" }, {}), { pointer: "/kind" }],
  ["a name with a path", () => preparedDataset({ name: "../../evil" }), { type: "invalid-name" }],
  ["an odd version", () => preparedDataset({ version: "1.0" }), { type: "invalid-manifest", pointer: "/version" }],
  [
    "a split without its file",
    () => preparedDataset({ splits: [{ name: "train", path: "data/gone.parquet", rows: 1 }] }),
    { type: "invalid-manifest", pointer: "/splits/0/path" },
  ],
  [
    "bad statistics",
    () => preparedDataset({}, { "statistics.json": "{}" }),
    { type: "invalid-manifest", pointer: "/splits" },
  ],
])("refuses a folder with %s, and keeps nothing", async (_, folder, expected) => {
  const store = await FolderStore.open(await temporaryFolder());
  expect(await refusal(publishFolder(store, await folder()))).toMatchObject(expected);
  await expectEmpty(store);
});

test("a file that is not what its manifest says is refused, and keeps nothing", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  const file = { path: "data/train.parquet", bytes: 15, sha256: "0".repeat(64) };
  const { detail, type } = await refusal(publishFolder(store, await preparedDatasetWith([file])));
  expect(type).toBe("checksum-mismatch");
  expect(detail).toContain("data/train.parquet");
  expect(await refusal(publishFolder(store, await preparedDatasetWith([{ ...file, bytes: 3 }])))).toMatchObject({
    type: "checksum-mismatch",
  });
  await expectEmpty(store);
});

test("links that lead out of the package are refused; those inside are published as files", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  const outside = await prepared("secret.txt", "secret", {});
  const folder = await preparedDataset();
  await symlink("train.parquet", join(folder, "data/same.parquet"));
  await publishFolder(store, folder);
  expect(await text(await store.read(target, "data/same.parquet"))).toBe("PAR1 train PAR1");
  const leaking = await preparedDataset({ version: "2.0.0" });
  await symlink(join(outside, "secret.txt"), join(leaking, "data/secret.txt"));
  expect(await refusal(publishFolder(store, leaking))).toMatchObject({ type: "invalid-request" });
  // One that was put into the store afterwards is not followed either.
  await symlink(join(outside, "secret.txt"), join(store.location, "datasets/band-gaps/1.0.0/leak.txt"));
  expect(await refusal(store.read(target, "leak.txt"))).toMatchObject({ type: "invalid-request" });
});

test.each(["../dataset.json", "/etc/passwd", "a/../../x", "a//b", "", String.raw`a\b`, "a\u0000b", "."])(
  "no file of the machine is read by the path %j",
  async (path) => {
    const store = await FolderStore.open(await temporaryFolder());
    await publishFolder(store, await preparedDataset());
    expect(await refusal(store.read(target, path))).toMatchObject({ type: "invalid-request" });
    expect(await refusal(store.stat(target, path))).toMatchObject({ type: "invalid-request" });
    expect(await refusal(store.read({ ...target, name: "../datasets" }, "x"))).toMatchObject({ type: "invalid-name" });
    expect(await refusal(store.read({ ...target, version: "../1.0.0" }, "x"))).toMatchObject({ type: "invalid-name" });
  },
);

test("verify names each file that is missing, changed or unexpected", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  await publishFolder(store, await preparedDataset({}, { "notes.txt": "as it was" }));
  const folder = join(store.location, "datasets/band-gaps/1.0.0");
  await appendFile(join(folder, "data/train.parquet"), "!");
  await rm(join(folder, "notes.txt"));
  await writeFile(join(folder, "extra.txt"), "");
  const report = await verify(store, target);
  expect(report.ok).toBe(false);
  expect(report.wrong.map(({ path, reason }) => `${reason} ${path}`).sort()).toEqual([
    "changed data/train.parquet",
    "missing notes.txt",
    "unexpected extra.txt",
  ]);
  await writeFile(join(folder, "dataset.json"), "{");
  expect(await verify(store, target)).toMatchObject({
    ok: false,
    wrong: [{ path: "dataset.json", reason: "changed" }],
  });
});

test("opening logs a version that was copied in, once, and leaves what a living process stages", async () => {
  const [from, to] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const source = await FolderStore.open(from);
  await publishFolder(source, await preparedDataset());
  await mkdir(join(to, "datasets"), { recursive: true });
  await cp(join(from, "datasets/band-gaps"), join(to, "datasets/band-gaps"), { recursive: true });
  const store = await FolderStore.open(to);
  const { files, ...manifest } = (await source.manifest(target)) ?? {};
  const publication = await Publication.begin(store, { ...manifest, version: "2.0.0", files });
  const again = await FolderStore.open(to);
  expect(await again.log()).toMatchObject([{ action: "published", ...target }]);
  await publication.put("data/train.parquet", await source.read(target, "data/train.parquet"));
  for (const path of ["README.md", "croissant.json"]) await publication.put(path, await source.read(target, path));
  expect(await publication.commit()).toMatchObject({ version: "2.0.0" });
  // What is derived is of this version, not of the one that the files were taken from.
  const copied = { ...target, version: "2.0.0" };
  expect(JSON.parse(await text(await store.read(copied, "croissant.json")))).toMatchObject({ version: "2.0.0" });
  expect(await verify(store, copied)).toMatchObject({ ok: true });
  await expect(publication.commit()).rejects.toThrow("ended already");
});

test("a version whose publisher died before logging it is logged, without a walk through a long store", async () => {
  const folder = await temporaryFolder();
  const store = await FolderStore.open(folder);
  await publishFolder(store, await preparedDataset());
  const [published] = await store.log();
  const log = join(folder, "log");
  // Long enough that the folders of packages are not looked through, and later than all of them.
  for (let i = 0; i < 1_200; i += 1) {
    const id = `01KB${String(i).padStart(22, "0")}`;
    await writeFile(join(log, `${id}.json`), JSON.stringify({ ...published, id, name: `set-${i}` }));
  }
  await rm(join(log, "entries.txt"));
  await rm(join(log, `${published?.id ?? ""}.json`));
  await FolderStore.open(folder);
  const left = join(folder, ".staging/01ARZ3NDEKTSV4RRFFQ69G5FAV");
  await mkdir(left, { recursive: true });
  await cp(join(folder, "datasets/band-gaps/1.0.0"), join(folder, "datasets/band-gaps/1.1.0"), { recursive: true });
  await writeFile(join(left, "target.json"), JSON.stringify({ ...target, version: "1.1.0" }));
  const again = await FolderStore.open(folder);
  expect((await again.log()).filter(({ name }) => name === target.name).map(({ version }) => version)).toEqual(
    expect.arrayContaining(["1.1.0"]),
  );
  expect(await readdir(join(folder, ".staging"))).toEqual([]);
});

test("opening clears staging that belongs to no process, or to a dead one", async () => {
  const folder = await temporaryFolder();
  const staging = join(folder, ".staging");
  await mkdir(join(staging, "01ARZ3NDEKTSV4RRFFQ69G5FAV/package"), { recursive: true });
  await mkdir(join(staging, "01BX5ZZKBKACTAV9WEVGEMMVRZ/package"), { recursive: true });
  // The same number as a living process, but not the same process.
  const owner = { pid: process.pid, started: "1", host: (await import("node:os")).hostname() };
  await writeFile(join(staging, "01BX5ZZKBKACTAV9WEVGEMMVRZ.owner"), JSON.stringify(owner));
  await FolderStore.open(folder);
  expect(await readdir(staging)).toEqual([]);
});

test("a store describes itself, and one of another format is refused", async () => {
  const folder = await temporaryFolder();
  await FolderStore.open(folder);
  expect(JSON.parse(await readFile(join(folder, "foundry-store.json"), "utf8"))).toMatchObject({ formatVersion: 1 });
  await writeFile(join(folder, "foundry-store.json"), `{"formatVersion":2,"name":"later"}`);
  expect((await refusal(FolderStore.open(folder))).pointer).toBe("/formatVersion");
});

async function preparedDatasetWith(files: object[]): Promise<string> {
  const folder = await preparedDataset();
  const path = join(folder, "dataset.json");
  await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, "utf8")) as object), files }));
  return folder;
}

test("a manifest of 100 MB is refused unread, whether in a folder or among others", async () => {
  const [folder, store] = [await preparedDataset(), await FolderStore.open(await temporaryFolder())];
  await truncate(join(folder, "dataset.json"), 100_000_000);
  await expect(publishFolder(store, folder)).rejects.toThrow(
    /dataset\.json has 100000000 bytes; a manifest has at most/,
  );
  expect(await store.packages("dataset")).toEqual([]);
});
