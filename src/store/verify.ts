import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { FileEntry, VerifyReport, WrongFile } from "../contracts/types.js";
import { bytesOf, manifestFile, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { folderSource } from "./package-source.js";
import { filesUnder, realFile } from "./package-paths.js";
import type { PackageVersion, Store } from "./store.js";

/** What is there of a package: the paths, and each file's bytes; undefined for a file that is not there. */
interface Found {
  paths: readonly string[];
  read: (path: string) => Promise<Readable | undefined>;
}

/** Re-hashes every file of a version, and names those that are not as published. */
export async function verify(store: Store, target: PackageVersion): Promise<VerifyReport> {
  const { kind, name, version } = target;
  let manifest: Manifest | undefined;
  try {
    manifest = await store.manifest(target);
  } catch (error) {
    if (!(error instanceof FoundryProblem)) throw error;
    const wrong: WrongFile = { path: manifestFile(kind), reason: "changed", found: error.message };
    return { kind, name, version, ok: false, files: 0, bytes: 0, wrong: [wrong] };
  }
  if (!manifest) throw problem("not-found", `There is no ${kind} ${name}@${version} in this store.`);
  const read = async (path: string) => ((await store.stat(target, path)) ? store.read(target, path) : undefined);
  return report(manifest, { paths: await store.files(target), read });
}

/** Re-hashes every file of a package in a folder of its own, as it was copied out of a store. */
export async function verifyFolder(folder: string): Promise<VerifyReport> {
  const { manifest } = await folderSource(folder);
  const paths = await filesUnder(folder, { hidden: true });
  const read = async (path: string) => {
    const place = await realFile(folder, path);
    return place !== undefined && (await stat(place)).isFile() ? createReadStream(place) : undefined;
  };
  return report(manifest, { paths: paths.filter((path) => path !== manifestFile(manifest.kind)), read });
}

async function report(manifest: Manifest, { paths, read }: Found): Promise<VerifyReport> {
  const { kind, name, version, files } = manifest;
  const wrong: WrongFile[] = [];
  for (const file of files) {
    const found = await wrongness(file, read);
    if (found) wrong.push(found);
  }
  const listed = new Set(files.map(({ path }) => path));
  for (const path of paths) if (!listed.has(path)) wrong.push({ path, reason: "unexpected" });
  return { kind, name, version, ok: wrong.length === 0, files: files.length, bytes: bytesOf(manifest), wrong };
}

async function wrongness({ path, sha256: expected }: FileEntry, read: Found["read"]): Promise<WrongFile | undefined> {
  try {
    const bytes = await read(path);
    if (!bytes) return { path, reason: "missing", expected };
    const hash = createHash("sha256");
    for await (const chunk of bytes) hash.update(chunk as Uint8Array);
    const found = hash.digest("hex");
    return found === expected ? undefined : { path, reason: "changed", expected, found };
  } catch (error) {
    return { path, reason: "changed", expected, found: error instanceof Error ? error.message : "unreadable" };
  }
}
