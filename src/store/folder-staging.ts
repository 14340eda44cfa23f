import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ulid } from "ulid";
import type { FileEntry } from "../contracts/types.js";
import { KINDS, manifestFile } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { isName } from "../core/references.js";
import { isVersion } from "../core/versions.js";
import { errorCode, syncFolder, unlessMissing, writeSynced } from "./durable.js";
import { LocalStaging, NOTE, openStaging, removeStaging, takeOver, UPLOAD_LIFE } from "./local-staging.js";
import { isAlive } from "./owners.js";
import { realFile } from "./package-paths.js";
import { sizesOf, takeShared } from "./shared-staging.js";
import type { PackageVersion, ResumableUpload, SharedStaging, StagedFile } from "./store.js";

/** A version on its way into a folder: `<staging>/<id>/package` becomes `<kind>s/<name>/<version>` by one rename. */
export class FolderStaging extends LocalStaging {
  private constructor(
    id: string,
    private readonly root: string,
    resumable: boolean,
  ) {
    super(id, stagingOf(root), resumable);
  }

  static async begin(root: string, upload?: ResumableUpload): Promise<FolderStaging> {
    return new FolderStaging(await openStaging(stagingOf(root), upload), root, upload !== undefined);
  }

  static async resume(root: string, id: string): Promise<{ staging: FolderStaging; note: string } | undefined> {
    const note = await takeOver(stagingOf(root), id);
    return note === undefined ? undefined : { staging: new FolderStaging(id, root, true), note };
  }

  /** Takes over what another process of this user has written into the staging folder. */
  static async takeShared(root: string, id: string): Promise<SharedStaging | undefined> {
    const prepared = await takeShared(stagingOf(root), id);
    if (prepared === undefined) return undefined;
    const staging = new FolderStaging(id, root, false);
    try {
      return { staging, prepared, sizes: await sizesOf(staging.package) };
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  /** Shares the bytes with the published file, which never change; where the file system cannot, copies them. */
  async adopt(path: string, { kind, name, version }: PackageVersion, file: FileEntry): Promise<StagedFile | undefined> {
    const source = await realFile(join(this.root, `${kind}s`, name, version), file.path);
    if (source === undefined) return undefined;
    const partial = join(this.staging, this.id, ulid());
    await copyFile(source, partial, constants.COPYFILE_FICLONE_FORCE)
      .catch(() => link(source, partial))
      .catch(() => copyFile(source, partial));
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const chunk of createReadStream(partial, { highWaterMark: 1024 * 1024 })) {
      hash.update(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).byteLength;
    }
    const found = { bytes, sha256: hash.digest("hex") };
    if (found.sha256 === file.sha256) {
      await this.arrive(path, partial);
      return found;
    }
    await rm(partial, { force: true });
    return undefined;
  }

  async commit(target: PackageVersion, manifest: string): Promise<void> {
    await rm(this.fileAt(manifestFile(target.kind)), { force: true });
    await writeSynced(this.fileAt(manifestFile(target.kind)), manifest);
    await syncTree(this.package);
    // Should this process die before the log has an entry, whoever clears up knows of what.
    const { kind, name, version } = target;
    await rm(join(this.staging, this.id, TARGET), { force: true });
    await writeSynced(join(this.staging, this.id, TARGET), JSON.stringify({ kind, name, version }));
    const names = join(this.root, `${target.kind}s`);
    const versions = join(names, target.name);
    await mkdir(versions, { recursive: true });
    try {
      await rename(this.package, join(versions, target.version));
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(errorCode(error) ?? "")) throw error;
      throw problem("duplicate-version", `${target.name}@${target.version} exists already.`, { cause: error });
    }
    await syncFolder(versions);
    await syncFolder(names);
    await syncFolder(this.root);
  }
}

/** Where a store keeps what is not published yet. */
export const STAGING = ".staging";

/** Names the version that a staging becomes, from just before it does. */
const TARGET = "target.json";

const stagingOf = (root: string): string => join(root, STAGING);

/** What dead processes have left. */
export interface Leftovers {
  /** Versions that they made appear, and may not have logged. */
  versions: PackageVersion[];
  /** Whether there was nothing at all. */
  isClean: boolean;
}

/** Removes what dead processes left behind and nobody can go on with any more; what a living one stages stays. */
export async function cleanStaging(staging: string, now = Date.now()): Promise<Leftovers> {
  const left: Leftovers = { versions: [], isClean: true };
  const names = (await unlessMissing(readdir(staging))) ?? [];
  const ids = new Set(names.map((name) => name.replace(/\.[a-z]+$/, "")));
  for (const id of ids) {
    const owner = join(staging, `${id}.owner`);
    const [text, found, note] = await Promise.all([
      unlessMissing(readFile(owner, "utf8")),
      unlessMissing(stat(owner)),
      unlessMissing(stat(join(staging, id, NOTE))),
    ]);
    const owned = text !== undefined && found !== undefined && isAlive(text, now - found.mtimeMs);
    const resumable = note !== undefined && now - note.mtimeMs < UPLOAD_LIFE;
    if (owned) continue;
    const target = await unlessMissing(readFile(join(staging, id, TARGET), "utf8"));
    if (target !== undefined) left.versions.push(...versionIn(target));
    if (resumable) continue;
    left.isClean = false;
    await removeStaging(staging, id);
  }
  return left;
}

/** The version that a staging was of; none where the disk has lost what was written. */
function versionIn(text: string): PackageVersion[] {
  try {
    const { kind, name, version } = JSON.parse(text) as Partial<PackageVersion>;
    return kind && KINDS.includes(kind) && isName(name ?? "") && isVersion(version ?? "")
      ? [{ kind, name: name ?? "", version: version ?? "" }]
      : [];
  } catch {
    return [];
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncTree(join(folder, entry.name));
  await syncFolder(folder);
}
