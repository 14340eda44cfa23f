import type { DoiRecord } from "../contracts/types.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { FoundryProblem } from "../core/problems.js";
import { newestFirst } from "../core/versions.js";
import type { PackageVersion, Store } from "./store.js";
import { StoreLog } from "./store-log.js";

const keyOf = ({ kind, name, version }: PackageVersion) => `${kind}/${name}/${version}`;
const isNewer = (target: PackageVersion, known: PackageVersion, minted: ReadonlyMap<string, string>) =>
  !minted.has(keyOf(known)) && newestFirst(target.version, known.version) < 0;
const opened = new WeakMap<Store, Dois>();

/**
 * The DOIs of a store's versions: those that their manifests bring along, and those that were minted since and stand
 * in the log, as a published manifest never changes.
 */
export class Dois {
  /** How many of the log's entries were looked at. */
  private position = 0;
  private readonly minted = new Map<string, string>();
  private readonly versions = new Map<string, PackageVersion>();
  /** Versions whose manifests were read for their own DOIs, and where the log ended then. */
  private readonly read = new Set<string>();
  private readUntil: string | undefined;

  private constructor(private readonly store: Store) {}

  /** Those of a store; read once and followed from then on. */
  static of(store: Store): Dois {
    let dois = opened.get(store);
    if (!dois) opened.set(store, (dois = new Dois(store)));
    return dois;
  }

  /** The manifest with the DOI that its version was given after it was published. */
  async identified<T extends Manifest>(manifest: T): Promise<T> {
    if (manifest.doi !== undefined) return manifest;
    await this.follow();
    const doi = this.minted.get(keyOf(manifest));
    return doi === undefined ? manifest : { ...manifest, doi };
  }

  /** The DOI that a version was given after it was published. */
  async mintedFor(target: PackageVersion): Promise<string | undefined> {
    await this.follow();
    return this.minted.get(keyOf(target));
  }

  /** The version that a DOI names. */
  async find(doi: string): Promise<DoiRecord | undefined> {
    await this.follow();
    const wanted = doi.toLowerCase();
    const recorded = this.versions.get(wanted);
    if (recorded) return { doi, ...recorded };
    // Only a DOI that was not minted here is looked for in the manifests, each of which is read once.
    for (const target of await this.unread()) {
      this.read.add(keyOf(target));
      const own = (await this.readable(target))?.doi?.toLowerCase();
      const known = own === undefined ? undefined : this.versions.get(own);
      // Of several versions that share a DOI, it names the newest; one that was minted names its version alone.
      if (own !== undefined && (known === undefined || isNewer(target, known, this.minted)))
        this.versions.set(own, target);
    }
    const found = this.versions.get(wanted);
    return found && { doi, ...found };
  }

  /** Notes in the log that a version was given a DOI. */
  async record({ kind, name, version }: PackageVersion, doi: string): Promise<void> {
    await this.store.append({ action: "minted", kind, name, version, at: new Date().toISOString(), doi });
  }

  private async unread(): Promise<PackageVersion[]> {
    const { position } = StoreLog.of(this.store);
    if (position === this.readUntil) return [];
    const lists = await Promise.all(
      KINDS.map(async (kind) =>
        (await this.store.packages(kind)).flatMap(({ name, versions }) =>
          versions.map((version) => ({ kind, name, version })),
        ),
      ),
    );
    this.readUntil = position;
    return lists.flat().filter((target) => !this.read.has(keyOf(target)));
  }

  private async follow(): Promise<void> {
    const { events } = await StoreLog.of(this.store).current();
    for (; this.position < events.length; this.position += 1) {
      const entry = events[this.position];
      if (!entry) continue;
      const { action, kind, name, version, doi } = entry;
      const target = { kind, name, version };
      if (action !== "minted" || doi === undefined) continue;
      this.minted.set(keyOf(target), doi);
      this.versions.set(doi.toLowerCase(), target);
    }
  }

  /** One broken manifest does not hide the other packages. */
  private async readable(target: PackageVersion): Promise<Manifest | undefined> {
    try {
      return await this.store.manifest(target);
    } catch (error) {
      if (error instanceof FoundryProblem) return undefined;
      throw error;
    }
  }
}
