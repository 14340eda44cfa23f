import type { Readable } from "node:stream";
import { Catalog } from "../catalog/catalog.js";
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
import { type FoundryProblem, problem } from "../core/problems.js";
import { Catalogs, readAddresses } from "../catalog/providers/catalogs.js";
import type { Reference } from "../core/references.js";
import { mintDoi } from "../registry/mint.js";
import { registrySettings } from "../registry/settings.js";
import { Dois } from "../store/dois.js";
import { changesBetween } from "../store/compare-versions.js";
import { findManifest, kindsNamed, notInStore } from "../store/library.js";
import { act, statuses, submissions } from "../store/lifecycle-actions.js";
import { openStore } from "../store/open-store.js";
import { receivePackage, type PackageSource } from "../store/package-source.js";
import { publishFolder } from "../store/publish-folder.js";
import type { ByteRange, PackageVersion, Store } from "../store/store.js";
import { verify } from "../store/verify.js";
import type { Foundry, Progress } from "./foundry.js";

/** A store in this process. */
export class LocalFoundry implements Foundry {
  private catalog: Catalog | undefined;

  private constructor(
    private readonly store: Store,
    private readonly cache: string,
  ) {}

  static async open(location: string, cache: string): Promise<LocalFoundry> {
    return new LocalFoundry(await openStore(location, cache), cache);
  }

  search(request: SearchRequest, whole?: (progress: IndexProgress) => void): Promise<SearchResponse> {
    this.catalog ??= Catalog.of(this.store, this.cache);
    return this.catalog.search(request, whole);
  }

  async searchCatalogs(request: CatalogsRequest): Promise<CatalogsResponse> {
    const addresses = readAddresses(process.env.FOUNDRY_CATALOGS);
    return new Catalogs({ addresses, anyAddress: true }).search(request);
  }

  kindsNamed(name: string): Promise<Kind[]> {
    return kindsNamed(this.store, name);
  }

  async manifest(kind: Kind, reference: Reference): Promise<Manifest> {
    return Dois.of(this.store).identified(await findManifest(this.store, kind, reference));
  }

  async findDoi(doi: string): Promise<DoiRecord> {
    const found = await Dois.of(this.store).find(doi);
    if (found) return found;
    throw problem("not-found", `No version in this store has the DOI ${doi}.`);
  }

  mintDoi(manifest: Manifest): Promise<DoiRecord> {
    return mintDoi(this.store, manifest, registrySettings(process.env));
  }

  read(manifest: Manifest, path: string, range?: ByteRange): Promise<Readable> {
    return this.store.read(manifest, path, range);
  }

  async verify(kind: Kind, reference: Reference): Promise<VerifyReport> {
    const { name, version: wanted } = reference;
    // A whole version is verified whatever its manifest looks like: that may be what is broken.
    const exists = wanted !== undefined && (await this.store.versions(kind, name)).includes(wanted);
    const version = exists ? wanted : (await this.manifest(kind, reference)).version;
    return verify(this.store, { kind, name, version });
  }

  publish(folder: string, onProgress: (progress: Progress) => void): Promise<Manifest> {
    return publishFolder(this.store, folder, onProgress, { checkTables: true });
  }

  get location(): string {
    return this.store.location;
  }

  async all(): Promise<PackageVersion[]> {
    const lists = await Promise.all(
      KINDS.map(async (kind) => (await this.store.packages(kind)).map((found) => ({ kind, ...found }))),
    );
    return lists
      .flat()
      .flatMap(({ kind, name, versions }) => [...versions].reverse().map((version) => ({ kind, name, version })));
  }

  find(target: PackageVersion): Promise<Manifest | undefined> {
    return this.store.manifest(target);
  }

  readFrom(manifest: Manifest, path: string, start: number): Promise<Readable> {
    const { bytes = 0 } = manifest.files.find((file) => file.path === path) ?? {};
    return this.store.read(manifest, path, start === 0 || start >= bytes ? undefined : { start, end: bytes - 1 });
  }

  receive(source: PackageSource, onProgress: (progress: Progress) => void): Promise<Manifest> {
    return receivePackage(this.store, source, onProgress);
  }

  log(): Promise<LogEntry[]> {
    return this.store.log();
  }

  async note(entry: Omit<LogEntry, "id">): Promise<boolean> {
    await this.store.append(entry);
    return true;
  }

  act(request: LifecycleRequest): Promise<PackageStatus[]> {
    return act(this.store, request);
  }

  statuses(reference?: string, kind?: Kind): Promise<PackageStatus[]> {
    return reference === undefined ? submissions(this.store) : statuses(this.store, reference, kind);
  }

  changes(from: string, to: string): Promise<Changes> {
    return changesBetween(this.store, from, to);
  }

  unknown(kind: Kind | undefined, name: string): Promise<FoundryProblem> {
    return notInStore(this.store, kind, name);
  }

  close(): void {
    this.catalog?.close();
  }
}
