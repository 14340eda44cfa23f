import { followed } from "./followed-log.js";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Dataset, FileEntry } from "../../contracts/types.js";
import { datasetManifest } from "../../core/testing/manifests.js";
import type { FoundryProblem } from "../../core/problems.js";
import { findManifest, summaries } from "../library.js";
import { Publication, type PublishProgress } from "../publication.js";
import { publishFolder } from "../publish-folder.js";
import type { Store } from "../store.js";
import { verify } from "../verify.js";
import { preparedDataset, preparedModel } from "./packages.js";
import { PARQUET } from "./parquet.js";

const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;
const TRAIN = "data/train.parquet";

/** Opens a new store, or one that is there already at a location. */
export type StoreOpener = (location?: string) => Promise<Store>;

/** What holds for every kind of store. */
export function testStore(name: string, open: StoreOpener): void {
  describe(name, () => {
    test("publishes, lists, finds, reads and verifies", async () => {
      const store = await open();
      for (const version of ["1.0.0", "1.10.0", "1.9.0"])
        await publishFolder(store, await realDataset({ version }), undefined, { checkTables: true });
      await publishFolder(store, await preparedModel());
      expect(await store.packages("dataset")).toEqual([{ name: "band-gaps", versions: ["1.10.0", "1.9.0", "1.0.0"] }]);
      expect(await summaries(store, "model")).toMatchObject([{ name: "gap-forest", title: "Forest on band gaps" }]);
      expect((await findManifest(store, "dataset", { name: "band-gaps", version: "1" })).version).toBe("1.10.0");
      expect(await store.files(target)).toEqual(["README.md", "croissant.json", TRAIN]);
      expect(await store.stat(target, TRAIN)).toEqual({ bytes: PARQUET.length });
      expect(await store.stat(target, "none.txt")).toBeUndefined();
      expect(await text(await store.read(target, "README.md"))).toContain("# Experimental band gaps");
      expect(await text(await store.read(target, TRAIN, { start: 0, end: 3 }))).toBe("PAR1");
      await expect(store.read(target, "none.txt")).rejects.toMatchObject({ type: "not-found" });
      expect(await verify(store, target)).toMatchObject({ ok: true, files: 3, wrong: [] });
      expect(await store.manifest({ ...target, version: "3.0.0" })).toBeUndefined();
      expect(await store.versions("dataset", "nothing")).toEqual([]);
    });

    test("another process sees what was published, by a stamp that changes", async () => {
      const store = await open();
      const other = await open(store.location);
      await publishFolder(store, await realDataset());
      const before = await other.logStamp();
      const follow = followed(other);
      expect(await follow()).toMatchObject([{ action: "published", ...target }]);
      await publishFolder(store, await realDataset({ version: "2.0.0" }));
      if (before !== undefined) expect(await other.logStamp()).not.toBe(before);
      const log = await other.log();
      expect(log.map(({ version }) => version)).toEqual(["1.0.0", "2.0.0"]);
      expect(await follow()).toMatchObject([{ version: "2.0.0" }]);
      expect(await follow()).toEqual([]);
      expect(await other.versions("dataset", "band-gaps")).toEqual(["2.0.0", "1.0.0"]);
    });

    test("a version that exists is refused, and stays what it was", async () => {
      const store = await open();
      await publishFolder(store, await realDataset());
      const again = publishFolder(store, await realDataset({ title: "Other" }));
      await expect(again).rejects.toMatchObject({
        type: "duplicate-version",
        problem: { suggestions: ["1.0.1", "1.1.0", "2.0.0"] },
      });
      expect((await store.manifest(target))?.title).toBe("Experimental band gaps");
    });

    test("what is published again and holds the same is the version that is there", async () => {
      const store = await open();
      const first = await publishFolder(store, await realDataset());
      const steps: string[] = [];
      const again = (change: object, notes?: string) =>
        realDataset(change, notes).then((folder) => publishFolder(store, folder, ({ step }) => void steps.push(step)));
      expect(await again({})).toEqual(first);
      expect(steps).toContain("unchanged");
      expect(await again({ version: "next" })).toEqual(first);
      steps.length = 0;
      expect(await again({ version: "next", title: "Other" })).toMatchObject({ version: "1.0.1", title: "Other" });
      expect(await again({ version: "next" }, "other notes")).toMatchObject({ version: "1.0.2" });
      expect(await again({ version: "1.1.0" })).toMatchObject({ version: "1.1.0", title: first.title });
      expect(steps).not.toContain("unchanged");
      await expect(again({}, "other notes")).rejects.toMatchObject({ type: "duplicate-version" });
      const log = await store.log();
      expect(log.map(({ version }) => version)).toEqual(["1.0.0", "1.0.1", "1.0.2", "1.1.0"]);
    });

    test("what was withdrawn does not come back by being published again", async () => {
      const store = await open();
      await publishFolder(store, await realDataset());
      await store.append({ action: "withdrawn", ...target, at: new Date().toISOString(), reason: "wrong" });
      const again = publishFolder(store, await realDataset());
      await expect(again).rejects.toMatchObject({ type: "duplicate-version" });
      expect(await publishFolder(store, await realDataset({ version: "next" }))).toMatchObject({ version: "1.0.1" });
    });

    test.each([0, 1, 2])("of publications that race, exactly one wins, with all of its files (%i)", async () => {
      const first = await open();
      const stores = [first, await open(first.location), await open(first.location)];
      let waiting = 0;
      let go: () => void;
      const all = new Promise<void>((resolve) => (go = resolve));
      // All have passed the early check when they come here.
      const meet = ({ step }: PublishProgress) => {
        if (step !== "commit") return undefined;
        waiting += 1;
        if (waiting === stores.length) go();
        return all;
      };
      const racers = await Promise.all(
        stores.map((_, index) => realDataset({ title: `Racer ${index}` }, `notes of ${index}`)),
      );
      const results = await Promise.allSettled(
        racers.map((racer, index) => publishFolder(stores[index] ?? first, racer, meet)),
      );
      const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      const lost = results.flatMap((result) =>
        result.status === "rejected" ? [(result.reason as FoundryProblem).type] : [],
      );
      expect([won.length, lost]).toEqual([1, ["duplicate-version", "duplicate-version"]]);
      for (const store of stores) {
        expect(await store.manifest(target)).toEqual(won[0]);
        expect(await verify(store, target)).toMatchObject({ ok: true, wrong: [] });
        expect(await store.log()).toHaveLength(1);
      }
    });

    test("an upload is gone on with under its id, byte for byte", async () => {
      const store = await open();
      const manifest = { ...datasetManifest({ files: [entryOf(TRAIN, PARQUET)] }) };
      const first = await Publication.begin(store, manifest, { resumable: true });
      expect(await first.append(TRAIN, 0, Readable.from([PARQUET.subarray(0, 100)]))).toEqual({ bytes: 100 });
      await first.release();
      expect(await Publication.resume(store, "0".repeat(32))).toBeUndefined();
      expect(await Publication.resume(store, "../../etc")).toBeUndefined();
      const second = await Publication.resume(store, first.id, { checkTables: true });
      expect(await second?.received()).toEqual([{ path: TRAIN, bytes: 100 }]);
      await second?.append(TRAIN, 100, Readable.from([PARQUET.subarray(100)]));
      expect(await second?.commit()).toMatchObject({ name: "band-gaps" });
      expect(await verify(store, target)).toMatchObject({ ok: true });
      expect(await Publication.resume(store, first.id)).toBeUndefined();
    });

    test("a new version takes over the files that it shares with others", async () => {
      const store = await open();
      await publishFolder(store, await realDataset());
      const files = [entryOf("data/moved.parquet", PARQUET)];
      const splits: Dataset["splits"] = [{ name: "train", path: "data/moved.parquet", rows: 4604 }];
      const next = await Publication.begin(store, datasetManifest({ version: "2.0.0", files, splits }), {
        checkTables: true,
      });
      expect(next.missing).toEqual([]);
      await next.commit();
      expect(await verify(store, { ...target, version: "2.0.0" })).toMatchObject({ ok: true, files: 3 });
      expect(await verify(store, target)).toMatchObject({ ok: true });
    });

    test("a file that is not what its manifest says is refused, and leaves nothing", async () => {
      const store = await open();
      const manifest = datasetManifest({ files: [entryOf(TRAIN, PARQUET)] });
      const publication = await Publication.begin(store, manifest);
      const lie = publication.put(TRAIN, Readable.from([Buffer.alloc(PARQUET.length)]));
      await expect(lie).rejects.toMatchObject({ type: "checksum-mismatch" });
      await expect(publication.commit()).rejects.toMatchObject({ problem: { status: 409 } });
      await publication.discard();
      expect(await store.packages("dataset")).toEqual([]);
      expect(await store.log()).toEqual([]);
    });

    test.each([
      "../dataset.json",
      "/etc/passwd",
      "a/../../x",
      "a//b",
      "",
      String.raw`a\b`,
      "a\u0000b",
      ".",
      "%2e%2e/x",
      "%252e%252e/x",
    ])("nothing is read by the path %j", async (path) => {
      const store = await open();
      await expect(store.read(target, path)).rejects.toMatchObject({ type: "invalid-request" });
      await expect(store.stat(target, path)).rejects.toMatchObject({ type: "invalid-request" });
      const named = { ...target, name: "../datasets" };
      await expect(store.read(named, "x")).rejects.toMatchObject({ type: "invalid-name" });
      await expect(store.read({ ...target, version: "../1.0.0" }, "x")).rejects.toMatchObject({ type: "invalid-name" });
    });
  });
}

/** A prepared dataset whose table is one. */
async function realDataset(change: Parameters<typeof preparedDataset>[0] = {}, notes?: string): Promise<string> {
  const folder = await preparedDataset(change, notes === undefined ? {} : { "notes.txt": notes });
  await writeFile(join(folder, TRAIN), PARQUET);
  return folder;
}

const entryOf = (path: string, content: Buffer): FileEntry => ({
  path,
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
});
