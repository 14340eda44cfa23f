import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { KINDS, manifestFile, parseManifest, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { unlessMissing } from "./durable.js";
import { realFile } from "./package-paths.js";
import { Publication, type PublishObserver } from "./publication.js";
import type { Store } from "./store.js";

/** A published package that is to go somewhere else: its manifest, and its files' bytes from a byte on. */
export interface PackageSource {
  manifest: Manifest;
  read: (path: string, start?: number) => Promise<Readable>;
  close: () => void;
}

/** Puts a package into a store as it was published, every file checked against its hash. */
export async function receivePackage(store: Store, source: PackageSource, onStep?: PublishObserver): Promise<Manifest> {
  const publication = await Publication.begin(store, source.manifest, {
    checkTables: true,
    ...(onStep ? { onStep } : {}),
  });
  try {
    for (const path of publication.missing) await publication.put(path, await source.read(path));
    return await publication.commit();
  } catch (error) {
    await publication.discard();
    throw error;
  }
}

/** A package in a folder of its own, as it was exported. */
export async function folderSource(folder: string): Promise<PackageSource> {
  const found = await Promise.all(
    KINDS.map((kind) => unlessMissing(readFile(join(folder, manifestFile(kind)), "utf8"))),
  );
  const kind = KINDS.find((_, index) => found[index] !== undefined);
  if (kind === undefined)
    throw problem("not-found", `The folder ${folder} has no dataset.json or model.json, so it holds no package.`);
  const manifest = exportedManifest(found[KINDS.indexOf(kind)] ?? "", `${manifestFile(kind)} in ${folder}`);
  const read = async (path: string, start = 0) => {
    const place = await realFile(folder, path);
    if (place === undefined)
      throw problem("not-found", `The folder ${folder} has no file '${path}', which its manifest lists.`);
    // A pipe would be waited for without end.
    if (!(await stat(place)).isFile()) throw problem("invalid-request", `'${path}' in ${folder} is not a file.`);
    const handle = await open(place, "r");
    return handle.createReadStream({ start, highWaterMark: 1024 * 1024 });
  };
  return { manifest, read, close: () => undefined };
}

/** The manifest of a package that was published before: complete, with a hash for each file. */
export function exportedManifest(text: string, what: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw problem("invalid-manifest", `${what} is not JSON.`, { cause: error });
  }
  return parseManifest(value, what);
}
