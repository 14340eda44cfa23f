import { createHash } from "node:crypto";
import type { FileEntry, VerifyReport, WrongFile } from "../contracts/types.js";
import { bytesOf, manifestFile, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import type { PackageVersion, Store } from "./store.js";

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
  const wrong: WrongFile[] = [];
  for (const file of manifest.files) {
    const found = await wrongness(store, target, file);
    if (found) wrong.push(found);
  }
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const path of await store.files(target)) if (!listed.has(path)) wrong.push({ path, reason: "unexpected" });
  return { kind, name, version, ok: wrong.length === 0, files: manifest.files.length, bytes: bytesOf(manifest), wrong };
}

async function wrongness(store: Store, target: PackageVersion, file: FileEntry): Promise<WrongFile | undefined> {
  const { path, sha256: expected } = file;
  try {
    if (!(await store.stat(target, path))) return { path, reason: "missing", expected };
    const hash = createHash("sha256");
    for await (const chunk of await store.read(target, path)) hash.update(chunk as Uint8Array);
    const found = hash.digest("hex");
    return found === expected ? undefined : { path, reason: "changed", expected, found };
  } catch (error) {
    return { path, reason: "changed", expected, found: error instanceof Error ? error.message : "unreadable" };
  }
}
