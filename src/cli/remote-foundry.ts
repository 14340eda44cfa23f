import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { HubClient } from "../client/hub-client.js";
import type {
  CatalogsRequest, CatalogsResponse, Changes, DoiRecord, Kind, LifecycleRequest, LogEntry, PackageStatus, SearchRequest, SearchResponse,
  VerifyReport,
} from "../contracts/types.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { nearest } from "../core/nearest.js";
import { FoundryProblem, problem } from "../core/problems.js";
import type { Reference } from "../core/references.js";
import type { PackageSource } from "../store/package-source.js";
import type { ByteRange } from "../store/store.js";
import { fileEntry, parsePrepared } from "../store/prepared.js";
import { readPrepared, readPreparedFile } from "../store/publish-folder.js";
import type { PackageVersion } from "../store/store.js";
import type { Foundry, Progress } from "./foundry.js";

/** A hub somewhere else. */
export class RemoteFoundry implements Foundry {
  private readonly client: HubClient;

  constructor(
    private readonly url: string,
    token: string | undefined,
  ) {
    this.client = new HubClient({ url, ...(token === undefined ? {} : { token }) });
  }

  search(request: SearchRequest): Promise<SearchResponse> {
    return this.client.search(request);
  }

  searchCatalogs(request: CatalogsRequest): Promise<CatalogsResponse> {
    return this.client.searchCatalogs(request);
  }

  async kindsNamed(name: string): Promise<Kind[]> {
    const found = await Promise.all(KINDS.map(async (kind) => ((await this.exists(kind, name)) ? [kind] : [])));
    return found.flat();
  }

  manifest(kind: Kind, { name, version }: Reference): Promise<Manifest> {
    return kind === "model" ? this.client.model(name, version) : this.client.dataset(name, version);
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
    const { files } = parsePrepared(prepared.manifest, prepared.files);
    const total = prepared.files.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    const entries = [];
    let done = 0;
    for (const file of files) {
      const hash = createHash("sha256");
      let bytes = 0;
      for await (const chunk of await readPreparedFile(folder, file.path)) {
        hash.update(chunk as Uint8Array);
        bytes += (chunk as Uint8Array).byteLength;
      }
      // What its author wrote of a file is for the hub to check.
      entries.push(fileEntry(file, { bytes: file.bytes ?? bytes, sha256: file.sha256 ?? hash.digest("hex") }));
      done += bytes;
      onProgress({ step: "hash", done, total });
    }
    const manifest = { ...(prepared.manifest as object), files: entries };
    const open = async ({ path }: { path: string }, start: number) =>
      Readable.toWeb(await readPreparedFile(folder, path, start)) as ReadableStream<Uint8Array>;
    return this.client.publish(manifest, open, { onProgress });
  }

  act(request: LifecycleRequest): Promise<PackageStatus[]> {
    return this.client.act(request);
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
    return lists.flat().flatMap(({ kind, name, versions }) => [...versions].reverse().map((version) => ({ kind, name, version })));
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
    const open = async ({ path }: { path: string }, start: number) => Readable.toWeb(await read(path, start)) as ReadableStream<Uint8Array>;
    return this.client.publish(manifest, open, { onProgress });
  }

  log(): Promise<LogEntry[]> {
    return Promise.resolve([]);
  }

  note(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async unknown(kind: Kind | undefined, name: string): Promise<FoundryProblem> {
    const lists = await Promise.all((kind === undefined ? KINDS : [kind]).map((each) => this.client.list(each)));
    const suggestions = nearest(name, [...new Set(lists.flat().map((found) => found.name))]);
    const meant = suggestions.length > 0 ? `did you mean ${suggestions.join(", ")}?` : "search for it by a word instead.";
    return problem("not-found", `There is no ${kind ?? "dataset or model"} '${name}' at ${this.url}; ${meant}`, { suggestions });
  }

  close(): void {
    // Its connections end by themselves.
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
