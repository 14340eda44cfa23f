import { buffer } from "node:stream/consumers";
import type { FileEntry } from "../../contracts/types.js";
import { manifestFile, parseManifest } from "../../core/manifests.js";
import { problem } from "../../core/problems.js";
import { LocalStaging, openStaging, takeOver } from "../local-staging.js";
import type { PackageVersion, ResumableUpload, StagedFile } from "../store.js";
import type { Bucket } from "./bucket.js";
import { Claim } from "./claim.js";
import { versionKey } from "./keys.js";

/** Files sent at a time. */
const AT_ONCE = 4;

/** A version on its way into a bucket: on this machine's disk until it is whole. */
export class S3Staging extends LocalStaging {
  /** Files that are in the bucket already, in another version: by path, where they are. */
  private readonly adopted = new Map<string, { key: string; file: FileEntry }>();
  private claim: Claim | undefined;

  private constructor(
    id: string,
    scratch: string,
    private readonly bucket: Bucket,
    resumable: boolean,
  ) {
    super(id, scratch, resumable);
  }

  static async begin(bucket: Bucket, scratch: string, upload?: ResumableUpload): Promise<S3Staging> {
    return new S3Staging(await openStaging(scratch, upload), scratch, bucket, upload !== undefined);
  }

  static async resume(
    bucket: Bucket,
    scratch: string,
    id: string,
  ): Promise<{ staging: S3Staging; note: string } | undefined> {
    const note = await takeOver(scratch, id);
    return note === undefined ? undefined : { staging: new S3Staging(id, scratch, bucket, true), note };
  }

  async adopt(path: string, from: PackageVersion, file: FileEntry): Promise<StagedFile | undefined> {
    const key = versionKey(from) + file.path;
    const found = await this.bucket.head(key);
    // Its hash was checked by S3 when it was sent; what others have put there has none.
    if (found?.sha256 !== file.sha256 || found.bytes !== file.bytes) return undefined;
    this.adopted.set(path, { key, file });
    return { bytes: file.bytes, sha256: file.sha256 };
  }

  override async has(path: string): Promise<boolean> {
    return this.adopted.has(path) || (await super.has(path));
  }

  override async drop(path: string): Promise<void> {
    this.adopted.delete(path);
    await super.drop(path);
  }

  override async size(path: string): Promise<number> {
    return this.adopted.get(path)?.file.bytes ?? (await super.size(path));
  }

  override async slice(path: string, start: number, end: number): Promise<Uint8Array> {
    const found = this.adopted.get(path);
    if (!found) return super.slice(path, start, end);
    const stream = end > start ? await this.bucket.read(found.key, { start, end: end - 1 }) : undefined;
    return stream ? buffer(stream) : new Uint8Array();
  }

  override async text(path: string): Promise<string> {
    const found = this.adopted.get(path);
    return found ? ((await this.bucket.text(found.key)) ?? "") : super.text(path);
  }

  /** Sends the files under a claim, each where nothing is yet, and then the manifest, which makes the version appear. */
  async commit(target: PackageVersion, manifest: string): Promise<void> {
    const prefix = versionKey(target);
    const manifestKey = prefix + manifestFile(target.kind);
    await this.giveUpClaim();
    const taken = problem("duplicate-version", `${target.name}@${target.version} exists already.`);
    this.claim = await Claim.of(this.bucket, target, async () => (await this.bucket.head(manifestKey)) !== undefined);
    if (!this.claim) throw taken;
    // Whoever had the claim before may have died in the middle.
    await this.bucket.remove((await this.bucket.list(prefix)).keys);
    const waiting = [...parseManifest(JSON.parse(manifest)).files];
    const worker = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) await this.send(file, prefix + file.path, target);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if ((await this.bucket.putIf(manifestKey, manifest)) === undefined) throw taken;
  }

  override async discard(): Promise<void> {
    await this.giveUpClaim();
    await super.discard();
  }

  override async release(): Promise<void> {
    await this.giveUpClaim();
    await super.release();
  }

  private async send(file: FileEntry, key: string, { name, version }: PackageVersion): Promise<void> {
    const other = this.adopted.get(file.path);
    if (other) {
      if (await this.bucket.copy(other.key, key, file.bytes)) return;
      // Too large to be copied where it is.
      const stream = await this.bucket.read(other.key);
      if (stream) await this.put(file.path, stream);
    }
    if (await this.bucket.sendNew(key, this.fileAt(file.path), { sha256: file.sha256, type: file.mediaType })) return;
    throw problem("unavailable", `Another process writes '${file.path}' of ${name}@${version}; try again in a while.`, {
      status: 409,
    });
  }

  private async giveUpClaim(): Promise<void> {
    const { claim } = this;
    this.claim = undefined;
    await claim?.release();
  }
}
