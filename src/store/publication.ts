import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { FileEntry, FileHash } from "../contracts/types.js";
import { validateStatistics } from "../contracts/validators.js";
import { parseJson } from "../core/contract.js";
import { CROISSANT_FILE, README } from "../core/derived-files.js";
import { jsonText } from "../core/json-text.js";
import { parseManifest, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { readme } from "../core/readme.js";
import { nextVersions } from "../core/versions.js";
import { Appends } from "./appends.js";
import { checkFoldFiles } from "./fold-files.js";
import { fileEntry, parsePrepared, type ExpectedFile } from "./prepared.js";
import { requirePresentName, versioned } from "./version-check.js";
import { filesOfOtherVersions, type PublishedFile } from "./published-files.js";
import { dropSpareLabels, sameVersion } from "./same-version.js";
import { requireListed } from "./shared-staging.js";
import type { AppendedFile, StagedFile, Staging, Store } from "./store.js";
import { checkTables } from "./table-check.js";

/** What a publication is about to do. */
export type PublishStep = "begin" | "stage" | "hash" | "validate" | "commit" | "log" | "finish" | "unchanged";

/** How far a publication is; bytes in `stage` and `hash`, nothing to count elsewhere. */
export interface PublishProgress {
  step: PublishStep;
  done: number;
  total: number;
  path?: string;
}

/** Told of each step before it happens, and waited for. */
export type PublishObserver = (progress: PublishProgress) => void | Promise<void>;

/** How a publication is to go. */
export interface PublicationOptions {
  /** The files to expect where the manifest lists none. */
  files?: ExpectedFile[];
  onStep?: PublishObserver;
  /** Whether another process may go on with it; every file must be listed with its size then. */
  resumable?: boolean;
  /** Whether Parquet files are read as far as their footers: for what comes from outside. */
  checkTables?: boolean;
}

const STATISTICS = "statistics.json";
/** How often another process may take the version that was to be the next. */
const MOST_ATTEMPTS = 50;

/** A version on its way into a store: begun, filled file by file, committed or discarded. */
export class Publication {
  private readonly staged = new Map<string, FileEntry>();
  private readonly appends: Appends;
  private done = 0;
  private open = true;
  private same = false;

  private constructor(
    private readonly store: Store,
    private readonly staging: Staging,
    private readonly prepared: Manifest,
    private readonly expected: ReadonlyMap<string, ExpectedFile>,
    private readonly total: number,
    private readonly observe: PublishObserver,
    private readonly checksTables: boolean,
    private readonly chooseVersion: boolean,
  ) {
    this.appends = new Appends(staging);
  }

  static async begin(store: Store, value: unknown, options: PublicationOptions = {}): Promise<Publication> {
    const { manifest, files: expected, chooseVersion } = await parsePublishable(store, value, options.files);
    const resumable = options.resumable === true && expected.every(({ bytes }) => bytes !== undefined);
    const upload = resumable ? { id: uploadId(manifest, expected), note: JSON.stringify(value) } : undefined;
    return Publication.filled(store, await store.begin(upload), manifest, expected, chooseVersion, options);
  }

  /** Goes on with a publication that another process began; undefined where there is none, or no more. */
  static async resume(store: Store, id: string, options: PublicationOptions = {}): Promise<Publication | undefined> {
    const found = await store.resume(id);
    if (!found) return undefined;
    const { manifest, files, chooseVersion } = parsePrepared(JSON.parse(found.note));
    return Publication.filled(store, found.staging, manifest, files, chooseVersion, options);
  }

  /** Takes over a package that another process of this user has written into the store's staging, and hashed. */
  static async takeShared(store: Store, id: string, options: PublicationOptions = {}): Promise<Publication> {
    const found = await store.takeShared(id);
    if (!found) throw problem("not-found", `The store's staging has no package '${id}'; write it again.`);
    const { staging, prepared, sizes } = found;
    try {
      const { manifest, files, chooseVersion } = await parsePublishable(store, JSON.parse(prepared));
      requireListed(files, sizes);
      return await Publication.filled(store, staging, manifest, files, chooseVersion, options);
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  private static async filled(
    store: Store,
    staging: Staging,
    manifest: Manifest,
    expected: ExpectedFile[],
    chooseVersion: boolean,
    { onStep = () => undefined, checkTables: checks = false }: PublicationOptions,
  ): Promise<Publication> {
    const total = expected.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
    await onStep({ step: "begin", done: 0, total });
    const byPath = new Map(expected.map((file) => [file.path, file]));
    const publication = new Publication(store, staging, manifest, byPath, total, onStep, checks, chooseVersion);
    try {
      await publication.takeWhatIsThere();
      return publication;
    } catch (error) {
      await staging.release();
      throw error;
    }
  }

  get id(): string {
    return this.staging.id;
  }

  /** Whether a version that holds the same was there, so that nothing was published. */
  get unchanged(): boolean {
    return this.same;
  }

  /** Paths of the files that are still to be put. */
  get missing(): string[] {
    return [...this.expected.keys()].filter((path) => !this.staged.has(path));
  }

  /** Files that arrived whole, with the hashes that their publisher has not given. */
  get arrived(): FileHash[] {
    return [...this.staged.values()].flatMap(({ path, sha256 }) =>
      this.expected.get(path)?.sha256 === undefined ? [{ path, sha256 }] : [],
    );
  }

  /** Missing files of which a part has arrived. */
  async received(): Promise<{ path: string; bytes: number }[]> {
    const found = await Promise.all(
      this.missing.map(async (path) => ({ path, bytes: await this.staging.received(path) })),
    );
    return found.filter(({ bytes }) => bytes > 0);
  }

  /** Bytes of a file that have arrived, of how many. */
  async progressOf(path: string): Promise<{ bytes: number; total: number | undefined }> {
    const file = this.expectedAt(path);
    return { bytes: this.staged.get(path)?.bytes ?? (await this.staging.received(path)), total: file.bytes };
  }

  /** Stages a file, and checks it against what the manifest says of it; its hash. */
  async put(path: string, source: AsyncIterable<Uint8Array>): Promise<string> {
    const file = this.expectedAt(path);
    await this.observe({ step: "stage", done: this.done, total: this.total, path });
    this.forget(path);
    const found = await this.staging.put(path, source, file.bytes);
    await this.take(file, found);
    return found.sha256;
  }

  /** Goes on with a file where it stopped; it is checked when it is whole, and has a hash then. */
  async append(path: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<AppendedFile> {
    const file = this.expectedAt(path);
    if (file.bytes === undefined)
      throw problem("invalid-request", `The manifest does not say how long '${path}' is; send it whole, by PUT.`);
    await this.observe({ step: "stage", done: this.done + offset, total: this.total, path });
    const found = await this.appends.append(path, source, offset, file.bytes);
    const { bytes, sha256 } = found;
    if (sha256 !== undefined) await this.take(file, { bytes, sha256 });
    return found;
  }

  /**
   * Makes the version appear. Where one that holds the same is there, that is the answer, and the step is `unchanged`.
   * @param hashes - what its publisher has read meanwhile, of files whose hashes the manifest did not give
   */
  async commit(hashes: readonly FileHash[] = []): Promise<Manifest> {
    this.requireOpen();
    await this.check(hashes);
    const [missing] = this.missing;
    if (missing !== undefined)
      throw problem("invalid-request", `The package is not complete: '${missing}' has not arrived.`, {
        status: 409,
        suggestions: this.missing.slice(0, 5),
      });
    this.open = false;
    try {
      const manifest = await this.appear();
      await this.announce("finish");
      await this.staging.discard();
      return manifest;
    } catch (error) {
      // What a full disk or a store out of reach has stopped can be gone on with.
      await (error instanceof FoundryProblem && error.type !== "unavailable"
        ? this.staging.discard()
        : this.staging.release());
      throw error;
    }
  }

  /** Leaves nothing behind; what was committed stays. */
  async discard(): Promise<void> {
    this.open = false;
    await this.staging.discard();
  }

  /** Lets another process go on with it, where it is resumable; discards it otherwise. */
  async release(): Promise<void> {
    this.open = false;
    await this.staging.release();
  }

  private async takeWhatIsThere(): Promise<void> {
    let others: Map<string, PublishedFile> | undefined;
    for (const file of this.expected.values()) {
      const { path, bytes, sha256 } = file;
      if (bytes === undefined) continue;
      if (await this.staging.has(path)) {
        await this.take(file, sha256 === undefined ? await hashOf(this.staging, path) : { bytes, sha256 });
        continue;
      }
      if (sha256 === undefined) continue;
      others ??= await filesOfOtherVersions(this.store, this.prepared);
      const other = others.get(sha256);
      const found = other && (await this.staging.adopt(path, other.of, other.file));
      if (found) await this.take(file, found);
    }
  }

  private async take(file: ExpectedFile, found: { bytes: number; sha256: string }): Promise<void> {
    const { path } = file;
    try {
      await this.observe({ step: "hash", done: this.done + found.bytes, total: this.total, path });
      checkFile(file, found);
    } catch (error) {
      await this.staging.drop(path);
      throw error;
    }
    this.done += found.bytes;
    this.staged.set(path, fileEntry(file, found));
  }

  private async check(hashes: readonly FileHash[]): Promise<void> {
    for (const { path, sha256 } of hashes) {
      const found = this.staged.get(path);
      if (!found || found.sha256 === sha256) continue;
      this.forget(path);
      await this.staging.drop(path);
      throw problem(
        "checksum-mismatch",
        `'${path}' arrived with the SHA-256 ${found.sha256}, but its publisher sent ${sha256}; send it again.`,
      );
    }
  }

  private forget(path: string): void {
    this.done -= this.staged.get(path)?.bytes ?? 0;
    this.staged.delete(path);
  }

  private async complete(): Promise<Manifest> {
    await this.announce("validate");
    const files = [...this.expected.keys()].flatMap((path) => this.staged.get(path) ?? []);
    const read = (path: string) => Promise.resolve(Readable.from(staged(this.staging, path)));
    const manifest = await versioned(
      this.store,
      { manifest: parseManifest({ ...this.prepared, files }), read },
      this.chooseVersion,
    );
    if (this.checksTables) await checkTables(manifest, this.staging);
    if (manifest.kind === "dataset" && this.expected.has(STATISTICS))
      parseJson(validateStatistics, await this.staging.text(STATISTICS), `The file ${STATISTICS}`, "invalid-manifest");
    if (manifest.kind === "benchmark") await checkFoldFiles(manifest, this.staging, this.store);
    return this.withCroissant(
      this.expected.has(README) ? manifest : await this.addFile(manifest, README, readme(manifest)),
    );
  }

  /** Loaded when it is needed: the citation library takes longer than the rest of the command. */
  private async withCroissant(manifest: Manifest): Promise<Manifest> {
    if (manifest.kind !== "dataset") return manifest;
    const { croissant, describes } = await import("../core/croissant.js");
    if (this.expected.has(CROISSANT_FILE) && describes(await this.staging.text(CROISSANT_FILE), manifest))
      return manifest;
    const others = { ...manifest, files: manifest.files.filter(({ path }) => path !== CROISSANT_FILE) };
    return this.addFile(others, CROISSANT_FILE, jsonText(croissant(others)));
  }

  private async addFile(manifest: Manifest, path: string, content: string): Promise<Manifest> {
    const found = await this.staging.put(path, Readable.from([Buffer.from(content)]));
    return parseManifest({ ...manifest, files: [...manifest.files, fileEntry({ path }, found)] });
  }

  /** The version that is there then: where none was asked for, the next one if another process takes it meanwhile. */
  private async appear(): Promise<Manifest> {
    for (let attempt = 1; ; attempt += 1) {
      const there = await sameVersion(this.store, this.prepared, [...this.staged.values()], this.chooseVersion);
      if (there) {
        this.same = true;
        await dropSpareLabels(this.store, this.prepared);
        await this.announce("unchanged");
        return there;
      }
      if (attempt > (this.chooseVersion ? MOST_ATTEMPTS : 1)) throw await duplicate(this.store, this.prepared);
      const manifest = await this.complete();
      // Before it is there: nobody finds what no curator has let in, not even for a moment.
      if (this.store.curation === true) await this.store.append({ action: "submitted", ...entryOf(manifest) });
      await this.announce("commit");
      try {
        await this.staging.commit(manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
      } catch (error) {
        if (error instanceof FoundryProblem && error.type === "duplicate-version") continue;
        throw error;
      }
      await this.announce("log");
      if (this.store.curation !== true) await this.store.append({ action: "published", ...entryOf(manifest) });
      return manifest;
    }
  }

  private async announce(step: PublishStep): Promise<void> {
    await this.observe({ step, done: this.done, total: this.total });
  }

  private expectedAt(path: string): ExpectedFile {
    this.requireOpen();
    const file = this.expected.get(path);
    if (file) return file;
    throw problem("not-found", `The manifest lists no file '${path}'.`, { suggestions: this.missing.slice(0, 5) });
  }

  private requireOpen(): void {
    if (!this.open) throw problem("not-found", "This publication has ended already; begin it again.");
  }
}

/** Its time is the store's: `publishedAt` is what a manifest says, of a copy that of its origin. */
const entryOf = ({ kind, name, version }: Manifest) => ({ kind, name, version, at: new Date().toISOString() });

/** A prepared package whose name is free, and its version too or, as far as it is known yet, the same. */
async function parsePublishable(store: Store, value: unknown, given?: ExpectedFile[]) {
  const prepared = parsePrepared(value, given);
  const { manifest, files, chooseVersion } = prepared;
  await requirePresentName(store, manifest);
  const taken = !chooseVersion && (await store.versions(manifest.kind, manifest.name)).includes(manifest.version);
  if (taken && !(await sameVersion(store, manifest, files, false))) throw await duplicate(store, manifest);
  return prepared;
}

/** One id for what has the same name, version and files, so that whoever begins again goes on. */
function uploadId({ kind, name, version }: Manifest, files: ExpectedFile[]): string {
  const content = files.map(({ path, bytes, sha256 }) => [path, bytes, sha256]).sort();
  return createHash("sha256")
    .update(JSON.stringify([kind, name, version, content]))
    .digest("hex")
    .slice(0, 32);
}

function checkFile({ path, bytes, sha256 }: ExpectedFile, found: { bytes: number; sha256: string }): void {
  if (sha256 !== undefined && sha256 !== found.sha256)
    throw problem(
      "checksum-mismatch",
      `'${path}' arrived with the SHA-256 ${found.sha256}, but its manifest says ${sha256}; send it again or correct the manifest.`,
    );
  if (bytes !== undefined && bytes !== found.bytes)
    throw problem("checksum-mismatch", `'${path}' arrived with ${found.bytes} bytes, but its manifest says ${bytes}.`);
}

async function duplicate(store: Store, { kind, name, version }: Manifest): Promise<FoundryProblem> {
  const next = nextVersions(await store.versions(kind, name));
  const detail = `${name}@${version} exists already and versions never change; publish it as ${next.join(", ")} or another version.`;
  return problem("duplicate-version", detail, { suggestions: next });
}

async function hashOf(staging: Staging, path: string): Promise<StagedFile> {
  const hash = createHash("sha256");
  for await (const chunk of staged(staging, path)) hash.update(chunk);
  return { bytes: await staging.size(path), sha256: hash.digest("hex") };
}

const PIECE = 1024 * 1024;

/** A staged file's bytes, piece by piece. */
async function* staged(staging: Staging, path: string): AsyncGenerator<Uint8Array> {
  const size = await staging.size(path);
  for (let start = 0; start < size; start += PIECE)
    yield await staging.slice(path, start, Math.min(size, start + PIECE));
}
