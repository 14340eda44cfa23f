import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { inLanes } from "../core/lanes.js";
import { KINDS, kindOf, manifestFile, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { unlessMissing } from "./durable.js";
import { STAGING } from "./folder-staging.js";
import { filesUnder, realFile } from "./package-paths.js";
import type { ExpectedFile } from "./prepared.js";
import { Publication, type PublicationOptions, type PublishObserver } from "./publication.js";
import type { Store } from "./store.js";

const LARGEST_MANIFEST = 32 * 1024 * 1024;
/** One file is hashed while the other reaches the disk. */
const LANES = 2;

/** A folder that is ready to be published: its manifest, and the files that it may list. */
export interface PreparedFolder {
  manifest: unknown;
  files: ExpectedFile[];
}

/** Publishes a prepared folder: all of it or, on a failure, nothing. One in the store's own staging is taken over. */
export async function publishFolder(
  store: Store,
  folder: string,
  onStep?: PublishObserver,
  options: Pick<PublicationOptions, "checkTables"> = {},
): Promise<Manifest> {
  const observed = { ...options, ...(onStep ? { onStep } : {}) };
  if ((await unlessMissing(realpath(dirname(resolve(folder))))) === join(store.location, STAGING))
    return (await Publication.takeShared(store, basename(folder), observed)).commit();
  const { manifest, files } = await readPrepared(folder);
  const publication = await Publication.begin(store, manifest, { files, ...observed });
  try {
    await inLanes(publication.missing, LANES, async (path) => {
      await publication.put(path, await readPreparedFile(folder, path));
    });
    return await publication.commit();
  } catch (error) {
    await publication.discard();
    throw error;
  }
}

/** Reads a prepared folder. */
export async function readPrepared(folder: string): Promise<PreparedFolder> {
  const found = await Promise.all(KINDS.map((kind) => readManifest(join(folder, manifestFile(kind)))));
  const kind = KINDS.find((_, index) => found[index] !== undefined);
  if (kind === undefined)
    throw problem(
      "not-found",
      `The folder ${folder} has no dataset.json, model.json or benchmark.json; write one, or name another folder.`,
    );
  const name = manifestFile(kind);
  let manifest: unknown;
  try {
    manifest = JSON.parse(found[KINDS.indexOf(kind)] ?? "");
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unreadable";
    throw problem("invalid-manifest", `${name} in ${folder} is not JSON: ${reason}.`, { cause: error });
  }
  // A manifest that does not say what it is, is what its file is called.
  const named =
    typeof manifest === "object" && manifest !== null && !Array.isArray(manifest) && !("kind" in manifest)
      ? { kind, ...manifest }
      : manifest;
  if (kindOf(named) !== undefined && kindOf(named) !== kind)
    throw problem("invalid-manifest", `${name} in ${folder} is wrong at /kind: it must be "${kind}".`, {
      pointer: "/kind",
    });
  const paths = (await filesUnder(folder, { hidden: false })).filter((path) => path !== name);
  return {
    manifest: named,
    files: await Promise.all(paths.map(async (path) => ({ path, ...(await sizeOf(folder, path)) }))),
  };
}

/** The text of a manifest; undefined where there is none. One that no author wrote is refused unread. */
async function readManifest(path: string): Promise<string | undefined> {
  const size = (await unlessMissing(stat(path)))?.size ?? 0;
  if (size > LARGEST_MANIFEST)
    throw problem(
      "invalid-manifest",
      `${path} has ${size} bytes; a manifest has at most ${LARGEST_MANIFEST}: put data into files beside it.`,
      { pointer: "" },
    );
  return unlessMissing(readFile(path, "utf8"));
}

/** Opens a file of a prepared folder, at a byte of it; one outside of the folder is refused. */
export async function readPreparedFile(
  folder: string,
  path: string,
  start = 0,
): Promise<ReturnType<typeof createReadStream>> {
  return createReadStream(await preparedFile(folder, path), { start, highWaterMark: 1024 * 1024 });
}

async function sizeOf(folder: string, path: string): Promise<{ bytes: number }> {
  const found = await stat(await preparedFile(folder, path));
  if (!found.isFile())
    throw problem("invalid-request", `'${path}' in ${folder} is not a file; remove it from the package.`);
  return { bytes: found.size };
}

async function preparedFile(folder: string, path: string): Promise<string> {
  const place = await realFile(folder, path);
  if (place === undefined)
    throw problem("not-found", `The folder ${folder} has no file '${path}', which its manifest lists.`);
  return place;
}
