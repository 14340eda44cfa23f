import type { FileEntry } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import { FoundryProblem } from "../core/problems.js";
import type { PackageVersion, Store } from "./store.js";

/** A file of a published version. */
export interface PublishedFile {
  of: PackageVersion;
  file: FileEntry;
}

/** How many versions back a file is looked for. */
export const VERSIONS = 20;

/** Files of the newest versions of a package, by SHA-256: what a new version does not need to bring again. */
export async function filesOfOtherVersions(
  store: Store,
  { kind, name }: Manifest,
): Promise<Map<string, PublishedFile>> {
  const found = new Map<string, PublishedFile>();
  for (const version of (await store.versions(kind, name)).slice(0, VERSIONS)) {
    const of = { kind, name, version };
    try {
      for (const file of (await store.manifest(of))?.files ?? [])
        if (!found.has(file.sha256)) found.set(file.sha256, { of, file });
    } catch (error) {
      // A broken version has nothing to share, and is no reason not to publish a sound one.
      if (!(error instanceof FoundryProblem)) throw error;
    }
  }
  return found;
}
