import { Readable } from "node:stream";
import type { FileEntry } from "../contracts/types.js";
import { validateStatistics } from "../contracts/validators.js";
import { parseFold } from "../core/benchmarks.js";
import { parseJson } from "../core/contract.js";
import { parseManifest, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { readme } from "../core/readme.js";
import { nextVersions } from "../core/versions.js";
import { fileEntry, parsePrepared, type ExpectedFile } from "./prepared.js";
import type { Staging, Store } from "./store.js";

/** What a publication is about to do. */
export type PublishStep = "begin" | "stage" | "hash" | "validate" | "commit" | "log" | "finish";

/** How far a publication is; bytes in `stage` and `hash`, nothing to count elsewhere. */
export interface PublishProgress {
  step: PublishStep;
  done: number;
  total: number;
  path?: string;
}

/** Told of each step before it happens, and waited for. */
export type PublishObserver = (progress: PublishProgress) => void | Promise<void>;

const README = "README.md";
const STATISTICS = "statistics.json";

/** A version on its way into a store: begun, filled file by file, committed or discarded. */
export class Publication {
  private readonly staged = new Map<string, FileEntry>();
  private done = 0;
  private open = true;

  private constructor(
    private readonly store: Store,
    private readonly staging: Staging,
    private readonly prepared: Manifest,
    private readonly expected: ReadonlyMap<string, ExpectedFile>,
    private readonly total: number,
    private readonly observe: PublishObserver,
  ) {}

  /** @param files - the files to expect where the manifest lists none */
  static async begin(
    store: Store,
    value: unknown,
    { files, onStep = () => undefined }: { files?: ExpectedFile[]; onStep?: PublishObserver } = {},
  ): Promise<Publication> {
    const { manifest, files: expected } = parsePrepared(value, files);
    const versions = await store.versions(manifest.kind, manifest.name);
    if (versions.includes(manifest.version)) throw await duplicate(store, manifest);
    const total = expected.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
    await onStep({ step: "begin", done: 0, total });
    const byPath = new Map(expected.map((file) => [file.path, file]));
    return new Publication(store, await store.begin(), manifest, byPath, total, onStep);
  }

  get id(): string {
    return this.staging.id;
  }

  /** Paths of the files that are still to be put. */
  get missing(): string[] {
    return [...this.expected.keys()].filter((path) => !this.staged.has(path));
  }

  /** Stages a file, and checks it against what the manifest says of it. */
  async put(path: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    this.requireOpen();
    const file = this.expected.get(path);
    if (!file)
      throw problem("not-found", `The manifest lists no file '${path}'.`, { suggestions: this.missing.slice(0, 5) });
    await this.observe({ step: "stage", done: this.done, total: this.total, path });
    const found = await this.staging.put(path, source, file.bytes);
    this.staged.delete(path);
    await this.observe({ step: "hash", done: this.done + found.bytes, total: this.total, path });
    checkFile(file, found);
    this.done += found.bytes;
    this.staged.set(path, fileEntry(file, found));
  }

  /** Makes the version appear. */
  async commit(): Promise<Manifest> {
    this.requireOpen();
    const [missing] = this.missing;
    if (missing !== undefined)
      throw problem("invalid-request", `The package is not complete: '${missing}' has not arrived.`, {
        status: 409,
        suggestions: this.missing.slice(0, 5),
      });
    this.open = false;
    try {
      const manifest = await this.complete();
      const { kind, name, version } = manifest;
      await this.announce("commit");
      await this.appear(manifest);
      await this.announce("log");
      await this.store.append({ action: "published", kind, name, version, at: manifest.publishedAt });
      await this.announce("finish");
      return manifest;
    } finally {
      await this.staging.discard();
    }
  }

  /** Leaves nothing behind; what was committed stays. */
  async discard(): Promise<void> {
    this.open = false;
    await this.staging.discard();
  }

  private async complete(): Promise<Manifest> {
    await this.announce("validate");
    const files = [...this.expected.keys()].flatMap((path) => this.staged.get(path) ?? []);
    const manifest = parseManifest({ ...this.prepared, files });
    if (manifest.kind === "dataset" && this.expected.has(STATISTICS))
      parseJson(validateStatistics, await this.staging.text(STATISTICS), `The file ${STATISTICS}`, "invalid-manifest");
    if (manifest.kind === "benchmark")
      for (const { name, path, rows } of manifest.folds)
        parseFold(await this.staging.text(path), name, { rows, hidden: manifest.labels.hidden });
    if (this.expected.has(README)) return manifest;
    const found = await this.staging.put(README, Readable.from([Buffer.from(readme(manifest))]));
    return parseManifest({ ...manifest, files: [...files, fileEntry({ path: README }, found)] });
  }

  private async appear(manifest: Manifest): Promise<void> {
    try {
      await this.staging.commit(manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
    } catch (error) {
      // Another process may have published the same version meanwhile.
      if (error instanceof FoundryProblem && error.type === "duplicate-version") throw await duplicate(this.store, manifest);
      throw error;
    }
  }

  private async announce(step: PublishStep): Promise<void> {
    await this.observe({ step, done: this.done, total: this.total });
  }

  private requireOpen(): void {
    if (!this.open) throw problem("not-found", "This publication has ended already; begin it again.");
  }
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
