import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Kind, LogEntry, StoreDescription } from "../../contracts/types.js";
import { validateStoreDescription } from "../../contracts/validators.js";
import { parseJson } from "../../core/contract.js";
import { Lifecycle } from "../../core/lifecycle.js";
import { KINDS, manifestFile, type Manifest } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import { checkName, isName } from "../../core/references.js";
import { isVersion, newestFirst } from "../../core/versions.js";
import { cleanStaging } from "../folder-staging.js";
import { checkFilePath } from "../package-paths.js";
import type { ByteRange, LogTail, PackageVersion, PackageVersions, ResumableUpload, Staging, Store } from "../store.js";
import { storedManifest } from "../stored-manifest.js";
import { Bucket } from "./bucket.js";
import { claimed, CLAIMS, LEASE } from "./claim.js";
import { parseS3Url, versionKey } from "./keys.js";
import { S3Log } from "./s3-log.js";
import { S3Staging } from "./s3-staging.js";

const DESCRIPTION = "foundry-store.json";

/** A store in a bucket, which several hubs may share. */
export class S3Store implements Store {
  private readonly entries: S3Log;
  /** Versions that were seen: they do not go away. */
  private readonly seen = new Set<string>();

  private constructor(
    private readonly bucket: Bucket,
    readonly name: string,
    private readonly scratch: string,
  ) {
    this.entries = new S3Log(bucket);
  }

  /**
   * Opens a place in a bucket, and makes it a store if it is none; the bucket must be there.
   * @param scratch - a folder of this machine for versions that are not whole yet
   */
  static async open(url: string, scratch: string): Promise<S3Store> {
    const { bucket: name, prefix } = parseS3Url(url);
    const bucket = new Bucket(name, prefix);
    const key = createHash("sha256").update(bucket.location).digest("hex").slice(0, 16);
    const store = new S3Store(bucket, (await describe(bucket)).name, join(scratch, key));
    await cleanStaging(store.scratch);
    await store.recover();
    return store;
  }

  get location(): string {
    return this.bucket.location;
  }

  async packages(kind: Kind): Promise<PackageVersions[]> {
    const { folders } = await this.bucket.list(`${kind}s/`, "/");
    const names = folders
      .map((folder) => folder.split("/")[1] ?? "")
      .filter(isName)
      .sort();
    const found = await Promise.all(names.map(async (name) => ({ name, versions: await this.versions(kind, name) })));
    return found.filter(({ versions }) => versions.length > 0);
  }

  async versions(kind: Kind, name: string): Promise<string[]> {
    checkName(name);
    const { folders } = await this.bucket.list(`${kind}s/${name}/`, "/");
    const listed = folders.map((folder) => folder.split("/")[2] ?? "").filter(isVersion);
    const there = await Promise.all(listed.map((version) => this.exists({ kind, name, version })));
    return listed.filter((_, index) => there[index]).sort(newestFirst);
  }

  async manifest(target: PackageVersion): Promise<Manifest | undefined> {
    const text = await this.bucket.text(versionKey(target) + manifestFile(target.kind));
    return text === undefined ? undefined : storedManifest(target, text);
  }

  async files(target: PackageVersion): Promise<string[]> {
    const prefix = versionKey(target);
    const { keys } = await this.bucket.list(prefix);
    return keys
      .map((key) => key.slice(prefix.length))
      .filter((path) => path !== manifestFile(target.kind))
      .sort();
  }

  async stat(target: PackageVersion, path: string): Promise<{ bytes: number } | undefined> {
    checkFilePath(path);
    const found = await this.bucket.head(versionKey(target) + path);
    return found && { bytes: found.bytes };
  }

  async read(target: PackageVersion, path: string, range?: ByteRange): Promise<Readable> {
    checkFilePath(path);
    const found = await this.bucket.read(versionKey(target) + path, range);
    if (found) return found;
    throw problem(
      "not-found",
      `${target.name}@${target.version} has lost its file '${path}'; run \`foundry-lab verify\`.`,
    );
  }

  begin(upload?: ResumableUpload): Promise<Staging> {
    return S3Staging.begin(this.bucket, this.scratch, upload);
  }

  resume(id: string): Promise<{ staging: Staging; note: string } | undefined> {
    return S3Staging.resume(this.bucket, this.scratch, id);
  }

  /** A bucket's files are not those of a process beside this one. */
  takeShared(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async expire(): Promise<void> {
    await cleanStaging(this.scratch);
  }

  append(entry: Omit<LogEntry, "id">): Promise<LogEntry> {
    return this.entries.append(entry);
  }

  log(): Promise<LogEntry[]> {
    return this.entries.entries();
  }

  logTail(after?: string): Promise<LogTail> {
    return this.entries.tail(after);
  }

  logEntries(ids: readonly string[]): Promise<LogEntry[]> {
    return this.entries.read(ids);
  }

  logStamp(): Promise<string | undefined> {
    return this.entries.stamp();
  }

  private async exists(target: PackageVersion): Promise<boolean> {
    const key = versionKey(target) + manifestFile(target.kind);
    if (this.seen.has(key)) return true;
    const found = await this.bucket.head(key);
    if (found) this.seen.add(key);
    return found !== undefined;
  }

  /** Logs versions whose publisher died before doing so, and all of a bucket that came in without a log. */
  private async recover(): Promise<void> {
    const { keys } = await this.bucket.list(CLAIMS);
    const stale: { key: string; target: PackageVersion }[] = [];
    for (const key of keys) {
      const target = claimed(key);
      const found = target && (await this.bucket.head(key));
      if (found && Date.now() - found.modified.getTime() > LEASE) stale.push({ key, target });
    }
    const isNew = (await this.logTail()).lines.length === 0;
    const candidates = isNew ? await this.everything() : stale.map(({ target }) => target);
    const lifecycle = new Lifecycle(candidates.length > 0 ? await this.log() : []);
    for (const target of candidates)
      if (!lifecycle.knows(target) && (await this.exists(target))) await this.logFound(target);
    await this.bucket.remove(stale.map(({ key }) => key));
  }

  private async everything(): Promise<PackageVersion[]> {
    const lists = await Promise.all(
      KINDS.map(async (kind) => (await this.packages(kind)).map((found) => ({ kind, ...found }))),
    );
    return lists
      .flat()
      .flatMap(({ kind, name, versions }) => [...versions].reverse().map((version) => ({ kind, name, version })));
  }

  private async logFound(target: PackageVersion): Promise<void> {
    const found = await this.bucket.head(versionKey(target) + manifestFile(target.kind));
    if (found) await this.append({ action: "published", ...target, at: found.modified.toISOString() });
  }
}

async function describe(bucket: Bucket): Promise<StoreDescription> {
  const what = `${DESCRIPTION} of the store ${bucket.location}`;
  const text = await bucket.text(DESCRIPTION);
  if (text !== undefined) return parseJson(validateStoreDescription, text, what);
  const description: StoreDescription = { formatVersion: 1, name: bucket.prefix.split("/").at(-2) ?? bucket.name };
  await bucket.putIf(DESCRIPTION, `${JSON.stringify(description, undefined, 2)}\n`);
  const now = await bucket.text(DESCRIPTION);
  return now === undefined ? description : parseJson(validateStoreDescription, now, what);
}
