import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ulid } from "ulid";
import { manifestFile } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { errorCode, syncFolder, unlessMissing, writeSynced } from "./durable.js";
import { isAlive, thisProcess } from "./owners.js";
import type { PackageVersion, StagedFile, Staging } from "./store.js";

/** A version on its way into a folder: `<staging>/<id>/package` becomes `<kind>s/<name>/<version>` by one rename. */
export class FolderStaging implements Staging {
  private constructor(
    readonly id: string,
    private readonly root: string,
    private readonly staging: string,
  ) {}

  static async begin(root: string): Promise<FolderStaging> {
    const staging = join(root, ".staging");
    const id = ulid();
    await mkdir(staging, { recursive: true });
    // Its owner first: a folder without one is nobody's.
    await writeSynced(join(staging, `${id}.owner`), JSON.stringify(thisProcess()));
    await mkdir(join(staging, id, "package"), { recursive: true });
    return new FolderStaging(id, root, staging);
  }

  async put(path: string, source: AsyncIterable<Uint8Array>, limit = Infinity): Promise<StagedFile> {
    const target = this.fileAt(path);
    const partial = join(this.staging, this.id, ulid());
    const hash = createHash("sha256");
    let bytes = 0;
    const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > limit)
          throw problem("checksum-mismatch", `'${path}' is longer than the ${limit} bytes that its manifest says.`);
        hash.update(chunk);
        yield chunk;
      }
    };
    try {
      await pipeline(source, hashed, createWriteStream(partial, { flags: "wx", flush: true }));
      await mkdir(dirname(target), { recursive: true });
      await rename(partial, target);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return { bytes, sha256: hash.digest("hex") };
  }

  text(path: string): Promise<string> {
    return readFile(this.fileAt(path), "utf8");
  }

  read(path: string): Promise<Readable> {
    return Promise.resolve(createReadStream(this.fileAt(path), { highWaterMark: 256 * 1024 }));
  }

  async commit(target: PackageVersion, manifest: string): Promise<void> {
    await rm(this.fileAt(manifestFile(target.kind)), { force: true });
    await writeSynced(this.fileAt(manifestFile(target.kind)), manifest);
    await syncTree(this.package);
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

  discard(): Promise<void> {
    return remove(this.staging, this.id);
  }

  private get package(): string {
    return join(this.staging, this.id, "package");
  }

  private fileAt(path: string): string {
    return join(this.package, ...path.split("/"));
  }
}

/** Removes what dead processes left behind; what a living one stages stays. */
export async function cleanStaging(root: string): Promise<void> {
  const staging = join(root, ".staging");
  const names = (await unlessMissing(readdir(staging))) ?? [];
  const ids = new Set(names.map((name) => name.replace(/\.[a-z]+$/, "")));
  for (const id of ids) {
    const owner = join(staging, `${id}.owner`);
    const [text, found] = await Promise.all([unlessMissing(readFile(owner, "utf8")), unlessMissing(stat(owner))]);
    if (text === undefined || !found || !isAlive(text, Date.now() - found.mtimeMs)) await remove(staging, id);
  }
}

async function remove(staging: string, id: string): Promise<void> {
  await rm(join(staging, id), { recursive: true, force: true });
  await rm(join(staging, `${id}.entry`), { force: true });
  // Its owner last: until then nobody else takes the rest for forgotten.
  await rm(join(staging, `${id}.owner`), { force: true });
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await syncTree(join(folder, entry.name));
  await syncFolder(folder);
}
