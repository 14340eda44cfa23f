import type { Readable } from "node:stream";
import { Catalog } from "../catalog/catalog.js";
import type {
  Changes, Kind, LifecycleRequest, PackageStatus, SearchRequest, SearchResponse, VerifyReport,
} from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import type { FoundryProblem } from "../core/problems.js";
import type { Reference } from "../core/references.js";
import { changesBetween } from "../store/compare-versions.js";
import { findManifest, kindsNamed, unknownName } from "../store/library.js";
import { act, statuses, submissions } from "../store/lifecycle-actions.js";
import { openStore } from "../store/open-store.js";
import { publishFolder } from "../store/publish-folder.js";
import type { Store } from "../store/store.js";
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
    return new LocalFoundry(await openStore(location), cache);
  }

  search(request: SearchRequest): Promise<SearchResponse> {
    this.catalog ??= Catalog.of(this.store, this.cache);
    return this.catalog.search(request);
  }

  kindsNamed(name: string): Promise<Kind[]> {
    return kindsNamed(this.store, name);
  }

  manifest(kind: Kind, reference: Reference): Promise<Manifest> {
    return findManifest(this.store, kind, reference);
  }

  read(manifest: Manifest, path: string): Promise<Readable> {
    return this.store.read(manifest, path);
  }

  async verify(kind: Kind, reference: Reference): Promise<VerifyReport> {
    const { name, version: wanted } = reference;
    // A whole version is verified whatever its manifest looks like: that may be what is broken.
    const exists = wanted !== undefined && (await this.store.versions(kind, name)).includes(wanted);
    const version = exists ? wanted : (await this.manifest(kind, reference)).version;
    return verify(this.store, { kind, name, version });
  }

  publish(folder: string, onProgress: (progress: Progress) => void): Promise<Manifest> {
    return publishFolder(this.store, folder, onProgress);
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
    return unknownName(this.store, kind, name);
  }

  close(): void {
    this.catalog?.close();
  }
}
