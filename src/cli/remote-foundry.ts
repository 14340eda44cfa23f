import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { HubClient } from "../client/hub-client.js";
import type {
  CatalogsRequest,
  CatalogsResponse,
  Changes,
  DoiRecord,
  IndexProgress,
  Kind,
  LifecycleRequest,
  LogEntry,
  PackageStatus,
  SearchRequest,
  SearchResponse,
  VerifyReport,
} from "../contracts/types.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { isReview } from "../core/lifecycle.js";
import { FoundryProblem } from "../core/problems.js";
import type { Reference } from "../core/references.js";
import { unknownName } from "../core/unknown-name.js";
import type { PackageSource } from "../store/package-source.js";
import type { ByteRange } from "../store/store.js";
import { parsePrepared, type ExpectedFile } from "../store/prepared.js";
import { readPrepared } from "../store/publish-folder.js";
import { VERSIONS } from "../store/published-files.js";
import type { PackageVersion } from "../store/store.js";
import { hashOf, openChecked } from "./checked-file.js";
import type { Foundry, Progress } from "./foundry.js";

/** A hub somewhere else. */
export class RemoteFoundry implements Foundry {
  private readonly client: HubClient;
  /** Asks with the curator's token, where there is one. */
  private readonly curator: HubClient;

  constructor(
    private readonly url: string,
    token: string | undefined,
    curatorToken = token,
  ) {
    this.client = new HubClient({ url, ...(token === undefined ? {} : { token }) });
    this.curator = new HubClient({ url, ...(curatorToken === undefined ? {} : { token: curatorToken }) });
  }

  async search(request: SearchRequest, whole?: (progress: IndexProgress) => void): Promise<SearchResponse> {
    let response = await this.client.search(request);
    while (whole && response.indexing) {
      whole(response.indexing);
      // The hub itself waits a moment for its index before it answers.
      response = await this.client.search(request);
    }
    return response;
  }

  searchCatalogs(request: CatalogsRequest): Promise<CatalogsResponse> {
    return this.client.searchCatalogs(request);
  }

  async kindsNamed(name: string): Promise<Kind[]> {
    const found = await Promise.all(KINDS.map(async (kind) => ((await this.exists(kind, name)) ? [kind] : [])));
    return found.flat();
  }

  manifest(kind: Kind, { name, version }: Reference): Promise<Manifest> {
    return this.client.manifest(kind, name, version);
  }

  findDoi(doi: string): Promise<DoiRecord> {
    return this.client.findDoi(doi);
  }

  mintDoi({ kind, name, version }: Manifest): Promise<DoiRecord> {
    return this.client.mintDoi(kind, name, version);
  }

  async read({ kind, name, version }: Manifest, path: string, range?: ByteRange): Promise<Readable> {
    const headers = range ? { range: `bytes=${range.start}-${range.end}` } : {};
    const { body } = await this.client.file(kind, name, version, path, { headers });
    return body === null ? Readable.from([]) : Readable.fromWeb(body as NodeStream);
  }

  verify(kind: Kind, { name, version = "latest" }: Reference): Promise<VerifyReport> {
    return this.client.verify(kind, name, version);
  }

  async publish(folder: string, onProgress: (progress: Progress) => void): Promise<Manifest> {
    const prepared = await readPrepared(folder);
    const {
      files,
      manifest: { kind, name },
    } = parsePrepared(prepared.manifest, prepared.files);
    const there = await this.sizesOf(kind, name);
    const total = files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    const sizes = new Map(prepared.files.map(({ path, bytes }) => [path, bytes]));
    const entries: ExpectedFile[] = [];
    let done = 0;
    for (const file of files) {
      // What its author wrote of a file is for the hub to check.
      const entry = { ...file, bytes: file.bytes ?? sizes.get(file.path) ?? 0 };
      done += entry.bytes;
      // Only what the hub may have already is read before it is sent.
      const known = entry.sha256 !== undefined || !there.has(entry.bytes);
      entries.push(known ? entry : { ...entry, sha256: await hashOf(folder, file.path) });
      if (!known) onProgress({ step: "hash", done, total });
    }
    const manifest = { ...(prepared.manifest as object), files: entries };
    return this.client.publish(manifest, (file, start) => openChecked(folder, file, start), { onProgress });
  }

  act(request: LifecycleRequest): Promise<PackageStatus[]> {
    return (isReview(request.action) ? this.curator : this.client).act(request);
  }

  statuses(reference?: string, kind?: Kind): Promise<PackageStatus[]> {
    return this.client.statuses(reference, kind);
  }

  changes(from: string, to: string): Promise<Changes> {
    return this.client.changes(from, to);
  }

  get location(): string {
    return this.url;
  }

  async all(): Promise<PackageVersion[]> {
    const lists = await Promise.all(KINDS.map((kind) => this.client.list(kind)));
    const listed = lists
      .flat()
      .flatMap(({ kind, name, versions }) => [...versions].reverse().map((version) => ({ kind, name, version })));
    // What is withdrawn or waits for a curator is not listed, but there.
    const logged = (await this.log()).map(({ kind, name, version }) => ({ kind, name, version }));
    return [
      ...new Map(
        [...logged, ...listed].map((target) => [`${target.kind}/${target.name}/${target.version}`, target]),
      ).values(),
    ];
  }

  async find({ kind, name, version }: PackageVersion): Promise<Manifest | undefined> {
    try {
      return await this.manifest(kind, { name, version });
    } catch (error) {
      if (error instanceof FoundryProblem && error.type === "not-found") return undefined;
      throw error;
    }
  }

  async readFrom({ kind, name, version }: Manifest, path: string, start: number): Promise<Readable> {
    const headers = start === 0 ? {} : { range: `bytes=${start}-` };
    const { body } = await this.client.file(kind, name, version, path, { headers });
    return body === null ? Readable.from([]) : Readable.fromWeb(body as NodeStream);
  }

  receive({ manifest, read }: PackageSource, onProgress: (progress: Progress) => void): Promise<Manifest> {
    const open = async ({ path }: { path: string }, start: number) =>
      Readable.toWeb(await read(path, start)) as ReadableStream<Uint8Array>;
    return this.client.publish(manifest, open, { onProgress });
  }

  log(): Promise<LogEntry[]> {
    return this.client.log();
  }

  async note({ action, ...entry }: Omit<LogEntry, "id">): Promise<boolean> {
    // Publishing here has noted it.
    if (action === "published") return false;
    try {
      await this.client.note({ action, ...entry });
      return true;
    } catch (error) {
      // A version that is not there, or that only a curator lets in.
      if (error instanceof FoundryProblem && (error.type === "not-found" || error.problem.status === 403)) return false;
      throw error;
    }
  }

  async unknown(kind: Kind | undefined, name: string): Promise<FoundryProblem> {
    const lists = await Promise.all((kind === undefined ? KINDS : [kind]).map((each) => this.client.list(each)));
    return unknownName(
      kind,
      name,
      `at ${this.url}`,
      lists.flat().map((one) => one.name),
    );
  }

  close(): void {
    // Its connections end by themselves.
  }

  /** Sizes of the files that a package's versions have. */
  private async sizesOf(kind: Kind, name: string): Promise<Set<number>> {
    if (!(await this.exists(kind, name))) return new Set();
    const { versions } = await this.client.versions(kind, name);
    const manifests = await Promise.all(
      versions.slice(0, VERSIONS).map((version) => this.client.manifest(kind, name, version)),
    );
    return new Set(manifests.flatMap(({ files }) => files.map(({ bytes }) => bytes)));
  }

  private async exists(kind: Kind, name: string): Promise<boolean> {
    try {
      await this.client.versions(kind, name);
      return true;
    } catch (error) {
      if (error instanceof FoundryProblem && error.type === "not-found") return false;
      throw error;
    }
  }
}
