import type { Readable } from "node:stream";
import type {
  Changes, Kind, LifecycleRequest, PackageStatus, SearchRequest, SearchResponse, VerifyReport,
} from "../contracts/types.js";
import type { FoundryProblem } from "../core/problems.js";
import type { Manifest } from "../core/manifests.js";
import { parseReference, type Reference } from "../core/references.js";

/** How far a publication is. */
export interface Progress {
  step: string;
  /** Bytes of `total`. */
  done: number;
  total: number;
}

/** What the commands work on: a store in this process, or a hub. */
export interface Foundry {
  search(request: SearchRequest): Promise<SearchResponse>;
  /** Kinds of the packages of this name. */
  kindsNamed(name: string): Promise<Kind[]>;
  manifest(kind: Kind, reference: Reference): Promise<Manifest>;
  read(manifest: Manifest, path: string): Promise<Readable>;
  verify(kind: Kind, reference: Reference): Promise<VerifyReport>;
  /** Publishes a prepared folder. */
  publish(folder: string, onProgress: (progress: Progress) => void): Promise<Manifest>;
  /** Deprecates, withdraws, renames, reviews; where the versions stand then. */
  act(request: LifecycleRequest): Promise<PackageStatus[]>;
  /** Where the versions stand that a reference names; what waits for a curator without one. */
  statuses(reference?: string, kind?: Kind): Promise<PackageStatus[]>;
  /** What changed between two versions. */
  changes(from: string, to: string): Promise<Changes>;
  /** The refusal of a name that no package has, with the nearest names. */
  unknown(kind: Kind | undefined, name: string): Promise<FoundryProblem>;
  close(): void;
}

/** A reference and the kind of package that it means: a dataset rather than a model where both have the name. */
export async function meant(
  foundry: Foundry,
  text: string,
  kind: Kind | undefined,
): Promise<{ kind: Kind; reference: Reference }> {
  const reference = parseReference(text);
  const kinds = await foundry.kindsNamed(reference.name);
  const found = kinds.find((each) => kind === undefined || each === kind);
  if (found === undefined) throw await foundry.unknown(kind, reference.name);
  return { kind: found, reference };
}
