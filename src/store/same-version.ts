import { isDeepStrictEqual } from "node:util";
import { CROISSANT_FILE, README } from "../core/derived-files.js";
import type { Manifest } from "../core/manifests.js";
import { LabelVault, labelsFolder } from "./hidden-labels.js";
import { readable } from "./library.js";
import type { ExpectedFile } from "./prepared.js";
import { VERSIONS } from "./published-files.js";
import { lifecycleOf } from "./store-log.js";
import type { Store } from "./store.js";

/** The digest of labels, where a benchmark is checked before a hub keeps them. */
const NOT_KEPT_YET = "0".repeat(64);

/**
 * The version that holds the same as a package that is to be published: the one that it names or, where it names none,
 * the newest. What was withdrawn is not published by publishing it again.
 * @param files - one without a hash may be the same as any of its path
 */
export async function sameVersion(
  store: Store,
  manifest: Manifest,
  files: readonly ExpectedFile[],
  chooseVersion: boolean,
): Promise<Manifest | undefined> {
  const { kind, name } = manifest;
  const there = await store.versions(kind, name);
  const versions = chooseVersion ? there.slice(0, VERSIONS) : there.filter((version) => version === manifest.version);
  const lifecycle = versions.length > 0 ? await lifecycleOf(store) : undefined;
  for (const version of versions) {
    const target = { kind, name, version };
    const { state } = lifecycle?.status(target) ?? {};
    if (state === "withdrawn" || state === "returned") continue;
    const other = await readable(store.manifest(target));
    if (other && sameFiles(other, files) && (await sameWords(store, other, manifest))) return other;
  }
  return undefined;
}

/** Forgets labels that were kept for a benchmark which is there already under another salt, unless another one names them. */
export async function dropSpareLabels(store: Store, manifest: Manifest): Promise<void> {
  if (manifest.kind !== "benchmark" || !manifest.labels.hidden) return;
  const { sha256 = "" } = manifest.labels;
  for (const { name, versions } of await store.packages("benchmark"))
    for (const version of versions) {
      const other = await readable(store.manifest({ kind: "benchmark", name, version }));
      if (other?.kind !== "benchmark" || other.labels.sha256 === sha256) return;
    }
  await new LabelVault(labelsFolder(store.location), store).drop(sha256);
}

function sameFiles(other: Manifest, files: readonly ExpectedFile[]): boolean {
  const given = new Map(files.map((file) => [file.path, file]));
  // Derived from the rest.
  given.delete(CROISSANT_FILE);
  const known = other.files.filter(({ path }) => path !== CROISSANT_FILE && (path !== README || given.has(README)));
  return (
    known.length === given.size &&
    known.every(({ path, sha256 }) => {
      const file = given.get(path);
      return file !== undefined && (file.sha256 === undefined || file.sha256 === sha256);
    })
  );
}

async function sameWords(store: Store, other: Manifest, manifest: Manifest): Promise<boolean> {
  if (!isDeepStrictEqual(wordsOf(other), wordsOf(manifest))) return false;
  if (other.kind !== "benchmark" || manifest.kind !== "benchmark" || !manifest.labels.hidden) return true;
  const [old, now] = [other.labels.sha256 ?? "", manifest.labels.sha256 ?? ""];
  if (old === now || now === NOT_KEPT_YET) return true;
  // Of the same labels each publication has another salt.
  const vault = new LabelVault(labelsFolder(store.location), store);
  if ((await vault.text(old)) === undefined || (await vault.text(now)) === undefined) return false;
  return isDeepStrictEqual((await vault.labels(other)).folds, (await vault.labels(manifest)).folds);
}

const wordsOf = (manifest: Manifest) => ({
  ...manifest,
  ...{ version: "", publishedAt: "", files: [] },
  ...(manifest.kind === "benchmark" && manifest.labels.hidden ? { labels: { ...manifest.labels, sha256: "" } } : {}),
});
