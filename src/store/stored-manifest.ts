import { parseManifest, type Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import type { PackageVersion } from "./store.js";

/** Reads the text of a version's manifest as a store keeps it; one that is another version's is refused. */
export function storedManifest(target: PackageVersion, text: string): Manifest {
  const what = `The manifest of ${target.name}@${target.version} in the store`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem("invalid-manifest", `${what} is not JSON.`);
  }
  const manifest = parseManifest(value, what);
  if (manifest.kind !== target.kind || manifest.name !== target.name || manifest.version !== target.version)
    throw problem("invalid-manifest", `${what} is that of ${manifest.name}@${manifest.version}.`);
  return manifest;
}
