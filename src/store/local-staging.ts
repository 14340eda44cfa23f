import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ulid } from "ulid";
import type { FileEntry } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { unlessMissing, writeSynced } from "./durable.js";
import { isAlive, isThisProcess, thisProcess } from "./owners.js";
import type { AppendedFile, PackageVersion, ResumableUpload, StagedFile, Staging } from "./store.js";

/** Milliseconds for which an upload that is silent can be gone on with. */
export const UPLOAD_LIFE = 86_400_000;

/** Beside the package in a staging folder: what whoever goes on with it has to know. */
export const NOTE = "upload.json";

const CHUNK = 1024 * 1024;

/** Files of a version on their way in, under `<staging>/<id>/package`, with those that are not whole yet beside it. */
export abstract class LocalStaging implements Staging {
  private readonly hashes = new Map<string, { hash: Hash; bytes: number }>();

  constructor(
    readonly id: string,
    protected readonly staging: string,
    private readonly resumable: boolean,
  ) {}

  abstract adopt(path: string, from: PackageVersion, file: FileEntry): Promise<StagedFile | undefined>;
  abstract commit(target: PackageVersion, manifest: string): Promise<void>;

  async put(path: string, source: AsyncIterable<Uint8Array>, limit = Infinity): Promise<StagedFile> {
    const partial = join(this.staging, this.id, ulid());
    const state = { hash: createHash("sha256"), bytes: 0 };
    try {
      await pipeline(source, counting(path, state, limit), createWriteStream(partial, { flags: "wx", flush: true }));
      await this.arrive(path, partial);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return { bytes: state.bytes, sha256: state.hash.digest("hex") };
  }

  async append(
    path: string,
    source: AsyncIterable<Uint8Array>,
    { offset, total, signal }: { offset: number; total: number; signal?: AbortSignal },
  ): Promise<AppendedFile> {
    const partial = this.partialOf(path);
    const known = this.hashes.get(path);
    this.hashes.delete(path);
    const state = known?.bytes === offset ? known : await hashed(partial, offset);
    // Not `a`: a process that was cut off may have left less than it had hashed.
    const sink = createWriteStream(partial, { flags: offset === 0 ? "w" : "r+", start: offset, highWaterMark: CHUNK });
    await pipeline(source, counting(path, state, total), sink, signal ? { signal } : {});
    await this.touch();
    if (state.bytes < total) {
      this.hashes.set(path, state);
      return { bytes: state.bytes };
    }
    const handle = await open(partial, "r+");
    await handle.sync().finally(() => handle.close());
    await this.arrive(path, partial);
    return { bytes: state.bytes, sha256: state.hash.digest("hex") };
  }

  async received(path: string): Promise<number> {
    const [whole, partial] = await Promise.all([
      unlessMissing(stat(this.fileAt(path))),
      unlessMissing(stat(this.partialOf(path))),
    ]);
    return whole?.size ?? partial?.size ?? 0;
  }

  async has(path: string): Promise<boolean> {
    return (await unlessMissing(stat(this.fileAt(path)))) !== undefined;
  }

  async drop(path: string): Promise<void> {
    this.hashes.delete(path);
    await rm(this.fileAt(path), { force: true });
    await rm(this.partialOf(path), { force: true });
  }

  async size(path: string): Promise<number> {
    return (await stat(this.fileAt(path))).size;
  }

  async slice(path: string, start: number, end: number): Promise<Uint8Array> {
    const handle = await open(this.fileAt(path), "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, end - start)), 0, undefined, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  text(path: string): Promise<string> {
    return readFile(this.fileAt(path), "utf8");
  }

  discard(): Promise<void> {
    return removeStaging(this.staging, this.id);
  }

  async release(): Promise<void> {
    if (!this.resumable) return this.discard();
    await rm(join(this.staging, `${this.id}.owner`), { force: true });
  }

  protected get package(): string {
    return join(this.staging, this.id, "package");
  }

  protected fileAt(path: string): string {
    return join(this.package, ...path.split("/"));
  }

  protected async arrive(path: string, partial: string): Promise<void> {
    const target = this.fileAt(path);
    await mkdir(dirname(target), { recursive: true });
    await rename(partial, target);
    await this.touch();
  }

  private partialOf(path: string): string {
    return join(this.staging, this.id, `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.partial`);
  }

  private async touch(): Promise<void> {
    const now = new Date();
    if (this.resumable) await unlessMissing(utimes(join(this.staging, this.id, NOTE), now, now));
  }
}

/** Makes a staging folder that belongs to this process, or takes over one that can be gone on with. */
export async function openStaging(staging: string, upload: ResumableUpload | undefined): Promise<string> {
  const id = upload?.id ?? ulid();
  await mkdir(staging, { recursive: true });
  await own(staging, id);
  // Nobody else looks at what is not published yet; the package itself is to be readable like any folder.
  await mkdir(join(staging, id), { recursive: true, mode: 0o700 });
  await mkdir(join(staging, id, "package"), { recursive: true });
  if (upload) await writeFile(join(staging, id, NOTE), upload.note);
  return id;
}

/** The note of a staging that can be gone on with; this process owns it then. */
export async function takeOver(staging: string, id: string): Promise<string | undefined> {
  if (!/^[\dA-Za-z-]{1,64}$/.test(id)) return undefined;
  const note = await unlessMissing(readFile(join(staging, id, NOTE), "utf8"));
  if (note !== undefined) await own(staging, id);
  return note;
}

/** Removes a staging folder. */
export async function removeStaging(staging: string, id: string): Promise<void> {
  await rm(join(staging, id), { recursive: true, force: true });
  await rm(join(staging, `${id}.entry`), { force: true });
  // Its owner last: until then nobody else takes the rest for forgotten.
  await rm(join(staging, `${id}.owner`), { force: true });
}

/** Writes whose a staging folder is before there is one: a folder without an owner is nobody's. */
async function own(staging: string, id: string): Promise<void> {
  const path = join(staging, `${id}.owner`);
  const [text, found] = await Promise.all([unlessMissing(readFile(path, "utf8")), unlessMissing(stat(path))]);
  if (text !== undefined && found && !isThisProcess(text) && isAlive(text, Date.now() - found.mtimeMs))
    throw problem(
      "unavailable",
      "Another hub of this store is receiving this upload; go on through that one, or try again later.",
      { status: 409 },
    );
  await rm(path, { force: true });
  await writeSynced(path, JSON.stringify(thisProcess()));
}

function counting(path: string, state: { hash: Hash; bytes: number }, limit: number) {
  return async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      if (state.bytes + chunk.byteLength > limit)
        throw problem("checksum-mismatch", `'${path}' is longer than the ${limit} bytes that its manifest says.`);
      state.bytes += chunk.byteLength;
      state.hash.update(chunk);
      yield chunk;
    }
  };
}

/** The hash of a file's first bytes, so that more can follow. */
async function hashed(file: string, length: number): Promise<{ hash: Hash; bytes: number }> {
  const hash = createHash("sha256");
  if (length > 0)
    for await (const chunk of createReadStream(file, { end: length - 1, highWaterMark: CHUNK }))
      hash.update(chunk as Uint8Array);
  return { hash, bytes: length };
}
