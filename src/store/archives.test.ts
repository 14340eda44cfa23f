import { createHash } from "node:crypto";
import { link, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import fc from "fast-check";
import type { FileEntry } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import { FoundryProblem } from "../core/problems.js";
import { datasetManifest } from "../core/testing/manifests.js";
import { FolderStore } from "./folder-store.js";
import { checkFilePath, whyNoFilePath } from "./package-paths.js";
import { folderSource, receivePackage, type PackageSource } from "./package-source.js";
import { publishFolder } from "./publish-folder.js";
import { preparedDataset, temporaryFolder } from "./testing/packages.js";
import { PARQUET } from "./testing/parquet.js";
import { rawZip, type RawEntry } from "./testing/raw-zip.js";
import { verify } from "./verify.js";
import { exportZip } from "./zip-export.js";
import { zipSource } from "./zip-source.js";

const TRAIN = "data/train.parquet";
const NOTES = Buffer.from("notes\n".repeat(1000));

const entryOf = (path: string, content: Buffer): FileEntry => ({
  path,
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex"),
});

const manifest = datasetManifest({ files: [entryOf(TRAIN, PARQUET), entryOf("notes.txt", NOTES)] });

/** An archive as it should be; tests put what is wrong beside it. */
function sound(change: Partial<Manifest> = {}): RawEntry[] {
  return [
    { name: "dataset.json", content: Buffer.from(JSON.stringify({ ...manifest, ...change })) },
    { name: TRAIN, content: PARQUET },
    { name: "notes.txt", content: NOTES, compress: true },
  ];
}

async function taken(
  archive: Buffer,
): Promise<{ store: FolderStore; result: Manifest | FoundryProblem; outside: string[] }> {
  const around = await temporaryFolder();
  const file = join(around, "package.zip");
  await writeFile(file, archive);
  const store = await FolderStore.open(join(around, "store"));
  let result: Manifest | FoundryProblem;
  let source: PackageSource | undefined;
  try {
    source = await zipSource(file);
    result = await receivePackage(store, source);
  } catch (error) {
    if (!(error instanceof FoundryProblem)) throw error;
    result = error;
  } finally {
    source?.close();
  }
  return { store, result, outside: (await readdir(around)).sort() };
}

async function expectRefused(archive: Buffer, sentence: string | RegExp): Promise<void> {
  const { store, result, outside } = await taken(archive);
  expect(result).toBeInstanceOf(FoundryProblem);
  expect((result as FoundryProblem).message).toMatch(sentence);
  expect((result as FoundryProblem).message.split("\n")).toHaveLength(1);
  expect(await store.packages("dataset")).toEqual([]);
  expect(await readdir(join(store.location, ".staging")).catch(() => [])).toEqual([]);
  expect(outside).toEqual(["package.zip", "store"]);
}

test("what is exported is imported as it was, as a zip file and as a folder", async () => {
  const [from, to] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const store = await FolderStore.open(from);
  const folder = await preparedDataset({}, { "notes.txt": NOTES.toString() });
  await writeFile(join(folder, TRAIN), PARQUET);
  const published = await publishFolder(store, folder);
  const read = (path: string) => store.read(published, path);
  const progress: number[] = [];
  const zip = await exportZip({ manifest: published, read, close: () => undefined }, join(to, "gaps.zip"), (done) =>
    progress.push(done),
  );
  expect(progress.length).toBeGreaterThan(0);
  expect((await readFile(zip)).length).toBeLessThan(NOTES.length);
  const again = await exportZip({ manifest: published, read, close: () => undefined }, join(to, "again.zip"));
  expect(await readFile(again)).toEqual(await readFile(zip));
  expect(await readdir(to)).toEqual(["again.zip", "gaps.zip"]);
  const sources = [await zipSource(zip), await folderSource(join(from, "datasets/band-gaps/1.0.0"))];
  for (const source of sources) {
    const other = await FolderStore.open(await temporaryFolder());
    expect(await receivePackage(other, source)).toEqual(published);
    expect(await verify(other, published)).toMatchObject({ ok: true, files: 4 });
    source.close();
  }
});

test("an export does not take the place of a file, and one of a broken package leaves nothing", async () => {
  const to = await temporaryFolder();
  const store = await FolderStore.open(await temporaryFolder());
  const published = await publishFolder(store, await preparedDataset());
  const source = { manifest: published, read: (path: string) => store.read(published, path), close: () => undefined };
  await writeFile(join(to, "mine.zip"), "mine");
  await expect(exportZip(source, join(to, "mine.zip"))).rejects.toThrow("exists already");
  expect(await readFile(join(to, "mine.zip"), "utf8")).toBe("mine");
  for (const broken of ["PAR1 trial PAR1", "longer than it was published", "short"]) {
    await writeFile(join(store.location, "datasets/band-gaps/1.0.0", TRAIN), broken);
    await expect(exportZip(source, join(to, "new.zip"))).rejects.toThrow(/not as it was published/);
    expect(await readdir(to)).toEqual(["mine.zip"]);
  }
});

test("an archive whose package lies in a folder is taken too", async () => {
  const { result } = await taken(
    rawZip(sound().map((entry) => ({ ...entry, name: `band-gaps/${entry.name as string}` }))),
  );
  expect(result).toMatchObject({
    name: "band-gaps",
    files: [{ path: TRAIN }, { path: "notes.txt" }, { path: "README.md" }, { path: "croissant.json" }],
  });
});

const OUT = "must not lead out of it";
test.each<[string, string | Buffer]>([
  ["..", "../evil.txt"],
  [".. inside", "data/../../evil.txt"],
  ["a dot part", "data/./evil.txt"],
  ["an absolute path", "/tmp/evil.txt"],
  ["a Windows drive", "C:/evil.txt"],
  ["a Windows share", String.raw`\\host\share\evil.txt`],
  ["a backslash", String.raw`..\evil.txt`],
  ["a backslash inside", String.raw`data\evil.txt`],
  ["a NUL", "evil.txt\u0000.parquet"],
  ["a line feed", "evil\n.txt"],
  ["%2e%2e", "%2e%2e/evil.txt"],
  ["%2e%2e%2f", "%2E%2e%2fevil.txt"],
  ["double-encoded %252e", "%252e%252e%252fevil.txt"],
  ["an encoded backslash", "..%5cevil.txt"],
  ["an encoded NUL", "evil%00.txt"],
  ["an encoded absolute path", "%2fetc%2fpasswd"],
  ["overlong UTF-8", "%c0%ae%c0%ae/%2e%2e/evil.txt"],
  ["an empty part", "data//evil.txt"],
  ["an empty name", ""],
])("an archive with %s in a name is refused", async (_, name) => {
  await expectRefused(rawZip([...sound(), { name, content: Buffer.from("x") }]), OUT);
});

test("a name that is encoded over and over is refused", async () => {
  await expectRefused(rawZip([...sound(), { name: `%${"25".repeat(8)}2e%2e/x` }]), "percent-encoded over and over");
});

test("a name whose direction of text is turned is refused", async () => {
  await expectRefused(rawZip([...sound(), { name: "data/\u202egnp.exe" }]), "cannot be seen");
});

test.each([
  ["a fraction slash", "data\u2044evil.txt", "look like a slash"],
  ["a full-width slash", "..\uff0fevil.txt", "look like a slash"],
  ["full-width dots", "\uff0e\uff0e/evil.txt", "look like a slash or like dots"],
  ["a one-dot leader twice", "\u2024\u2024/evil.txt", "look like a slash or like dots"],
  ["a Cyrillic letter in a Latin word", "d\u0430ta/train.parquet", "different alphabets that look alike"],
])("a name in confusable Unicode, %s, is refused", async (_, name, reason) => {
  await expectRefused(rawZip([...sound(), { name, content: NOTES }]), reason);
});

test("names in one alphabet each, and Greek letters beside Latin ones, are taken", () => {
  for (const path of [
    "\u043e\u0431\u0440\u0430\u0437\u0435\u0446/A1.csv",
    "\u03b1-Fe2O3/\u0394H.csv",
    "\u6e2c\u5b9a/x.csv",
  ])
    expect(whyNoFilePath(path)).toBeUndefined();
});

test("the names of a manifest are judged as those of the archive", async () => {
  const files = [...manifest.files, entryOf("%2e%2e/evil.txt", NOTES)];
  const entries = [...sound({ files }), { name: "%2e%2e/evil.txt", content: NOTES }];
  await expectRefused(rawZip(entries), OUT);
  const store = await FolderStore.open(await temporaryFolder());
  const source = {
    manifest: { ...manifest, files },
    read: () => Promise.reject(new Error("read")),
    close: () => undefined,
  };
  await expect(receivePackage(store, source)).rejects.toMatchObject({
    type: "invalid-manifest",
    problem: { pointer: "/files/2/path" },
  });
});

test.each([
  ["a symlink", 0o120777],
  ["a device", 0o020666],
  ["a pipe", 0o010666],
  ["a socket", 0o140666],
])("an archive with %s is refused", async (_, mode) => {
  const [head, train, notes] = sound();
  await expectRefused(
    rawZip([head as RawEntry, { ...(train as RawEntry), mode }, notes as RawEntry]),
    "is a link or a device",
  );
});

test.each([
  ["PKWARE", 0x000d, 12],
  ["Info-ZIP", 0x756e, 14],
])("an archive with a hard link in the field of %s is refused", async (_, id, fixed) => {
  const target = Buffer.from("/etc/passwd");
  const extra = Buffer.alloc(4 + fixed + target.length);
  extra.writeUInt16LE(id, 0);
  extra.writeUInt16LE(fixed + target.length, 2);
  target.copy(extra, 4 + fixed);
  await expectRefused(rawZip([...sound(), { name: "evil.txt", extra }]), "is a link or a device");
});

test("a folder with a symlink that leads out is refused; a hard link is copied as bytes", async () => {
  const secret = join(await temporaryFolder(), "secret.txt");
  await writeFile(secret, NOTES);
  const folder = await temporaryFolder();
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, TRAIN), PARQUET);
  await writeFile(join(folder, "dataset.json"), JSON.stringify(manifest));
  await symlink(secret, join(folder, "notes.txt"));
  const store = await FolderStore.open(await temporaryFolder());
  await expect(receivePackage(store, await folderSource(folder))).rejects.toThrow("link to a file outside");
  const linked = await temporaryFolder();
  await mkdir(join(linked, "data"));
  await writeFile(join(linked, TRAIN), PARQUET);
  await writeFile(join(linked, "dataset.json"), JSON.stringify(manifest));
  await link(secret, join(linked, "notes.txt"));
  await receivePackage(store, await folderSource(linked));
  await writeFile(secret, "changed later");
  expect(await verify(store, { kind: "dataset", name: "band-gaps", version: "1.0.0" })).toMatchObject({ ok: true });
});

test("an archive with doubled names is refused", async () => {
  await expectRefused(rawZip([...sound(), { name: "notes.txt", content: NOTES }]), "it has two entries 'notes.txt'");
  await expectRefused(
    rawZip([...sound(), { name: "dataset.json", content: Buffer.from("{}") }]),
    "it has two entries 'dataset.json'",
  );
});

test("an archive with names that differ in case only is refused", async () => {
  await expectRefused(
    rawZip([...sound(), { name: "Notes.TXT", content: NOTES }]),
    "one file where case does not count",
  );
  await expectRefused(
    rawZip([...sound(), { name: "u\u0308.txt" }, { name: "\u00fc.txt" }]),
    "one file where case does not count",
  );
});

test("a ratio bomb is refused before it is unpacked", async () => {
  const zeros = Buffer.alloc(80 * 1024 * 1024);
  const files = [...manifest.files, entryOf("zeros.bin", zeros)];
  await expectRefused(
    rawZip([...sound({ files }), { name: "zeros.bin", content: zeros, compress: true }]),
    "grow more than 200 times",
  );
});

test("a bomb of entries that lie over each other is refused", async () => {
  const entries = sound();
  const overlapping = Array.from({ length: 20 }, (_, index): RawEntry => ({
    name: `copy-${index}.txt`,
    claims: { offset: 0, compressed: 10_000, bytes: 10_000 },
  }));
  await expectRefused(rawZip([...entries, ...overlapping]), "lies over another one");
});

test("an archive with a huge count of entries is refused before they are read", async () => {
  const zip64 = Buffer.alloc(56 + 20);
  const plain = rawZip([], 0xffff);
  const end = plain.subarray(plain.length - 22);
  zip64.write("PK\u0006\u0006", 0, "latin1");
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeBigUInt64LE(5_000_000n, 24);
  zip64.writeBigUInt64LE(5_000_000n, 32);
  zip64.write("PK\u0006\u0007", 56, "latin1");
  zip64.writeUInt32LE(1, 56 + 16);
  end.writeUInt32LE(0xffffffff, 16);
  await expectRefused(Buffer.concat([zip64, end]), "5000000 entries");
});

test.each<[string, () => Buffer, string | RegExp]>([
  ["no archive at all", () => Buffer.from("hello"), "cannot be read as a zip file"],
  ["an empty file", () => Buffer.alloc(0), "cannot be read as a zip file"],
  ["a cut-off archive", () => rawZip(sound()).subarray(0, -60), "cannot be read as a zip file"],
  ["no manifest", () => rawZip(sound().slice(1)), "it has no dataset.json or model.json"],
  ["a manifest that is not JSON", () => rawZip([{ name: "dataset.json", content: Buffer.from("{") }]), "is not JSON"],
  [
    "a manifest without hashes",
    () => rawZip([{ name: "dataset.json", content: Buffer.from(`{"kind":"dataset"}`) }]),
    "is wrong at",
  ],
  [
    "a file that is not listed",
    () => rawZip([...sound(), { name: "extra.txt" }]),
    "its manifest lists no file 'extra.txt'",
  ],
  ["a file too few", () => rawZip(sound().slice(0, 2)), "it has no 'notes.txt'"],
  [
    "another size than its manifest says",
    () => rawZip([...sound().slice(0, 2), { name: "notes.txt", content: Buffer.from("x") }]),
    "has 1 bytes in it, but 6000",
  ],
  [
    "other content than its manifest says",
    () => rawZip([...sound().slice(0, 2), { name: "notes.txt", content: Buffer.alloc(6000) }]),
    "but its manifest says",
  ],
  [
    "content that is longer than its entry says",
    () =>
      rawZip([
        ...sound().slice(0, 2),
        { name: "notes.txt", content: Buffer.alloc(9000), compress: true, claims: { bytes: 6000 } },
      ]),
    "cannot be read as a zip file",
  ],
  [
    "encrypted content",
    () =>
      rawZip([
        ...sound().slice(0, 2),
        { name: "notes.txt", content: NOTES, claims: { flags: 0x801, compressed: NOTES.length + 12 } },
      ]),
    "is encrypted",
  ],
])("an archive with %s is refused", async (_, archive, sentence) => {
  await expectRefused(archive(), sentence);
});

test("what is on its way in is closed to others", async () => {
  const store = await FolderStore.open(await temporaryFolder());
  const staging = await store.begin();
  expect((await stat(join(store.location, ".staging", staging.id))).mode & 0o777).toBe(0o700);
  await staging.discard();
});

test("fuzz: no path that passes the door leads out of a folder, however often it is decoded", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "..",
      ".",
      "",
      "/",
      "\\",
      "%2e",
      "%2E%2e",
      "%252e",
      "%25252e",
      "%2f",
      "%5c",
      "%00",
      "C:",
      "\0",
      "a",
      "%c0%ae",
      "%",
      "%2",
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const root = resolve("/srv/store/package");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom("", "/"), (parts, glue) => {
      const path = parts.join(glue);
      try {
        checkFilePath(path);
      } catch (error) {
        expect(error).toBeInstanceOf(FoundryProblem);
        return;
      }
      for (let text = path, round = 0; round < 6; round += 1) {
        for (const form of [text, text.replaceAll("\\", "/")])
          expect(resolve(root, form).startsWith(root + sep)).toBe(true);
        expect(text).not.toMatch(/[\0\\]/);
        try {
          text = decodeURIComponent(text);
        } catch {
          break;
        }
      }
    }),
    { numRuns: 20_000 },
  );
});

test("fuzz: an archive with bytes changed is taken whole or refused in a sentence", async () => {
  const archive = rawZip(sound());
  const change = fc.record({ at: fc.nat(archive.length - 1), value: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(40), async (changes, cut) => {
      const broken = Buffer.from(archive);
      for (const { at, value } of changes) broken[at] = value;
      const { store, result, outside } = await taken(cut > 30 ? broken.subarray(0, -cut) : broken);
      expect(outside).toEqual(["package.zip", "store"]);
      expect(await readdir(join(store.location, ".staging")).catch(() => [])).toEqual([]);
      const names = (await store.packages("dataset")).map(({ name }) => name);
      if (result instanceof FoundryProblem) expect([result.message.split("\n").length, names]).toEqual([1, []]);
      else expect(await verify(store, result)).toMatchObject({ ok: true });
    }),
    { numRuns: 150 },
  );
}, 60_000);
