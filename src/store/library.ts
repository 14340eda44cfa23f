import type { Kind, Model, PackageSummary } from "../contracts/types.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { referenceText, type Reference } from "../core/references.js";
import { unknownName } from "../core/unknown-name.js";
import { isVersion, resolveVersion } from "../core/versions.js";
import { lifecycleOf } from "./store-log.js";
import type { PackageVersion, Store } from "./store.js";

/**
 * The manifest that a reference means; an unknown name is refused with the nearest ones. What is withdrawn, or waits
 * for a curator, is found by its whole version only.
 */
export async function findManifest(store: Store, kind: Kind, reference: Reference): Promise<Manifest> {
  const all = await store.versions(kind, reference.name);
  if (all.length === 0) throw await notInStore(store, kind, reference.name);
  const whole = reference.version !== undefined && isVersion(reference.version);
  const versions = whole ? all : await visible(store, kind, reference.name, all);
  const version = resolveVersion(versions, reference.version);
  const manifest = version === undefined ? undefined : await store.manifest({ kind, name: reference.name, version });
  if (manifest) return manifest;
  const hidden = resolveVersion(all, reference.version);
  if (!whole && hidden !== undefined) throw await hiddenProblem(store, { kind, name: reference.name, version: hidden });
  const shown = (await visible(store, kind, reference.name, all)).slice(0, 5);
  throw problem(
    "not-found",
    `The ${kind} ${reference.name} has no version ${reference.version ?? ""}; it has ${shown.join(", ") || "none that can be found"}.`,
    { suggestions: shown.map((found) => referenceText({ name: reference.name, version: found })) },
  );
}

/** A package with those of its versions that can be found. */
export async function summary(store: Store, kind: Kind, name: string): Promise<PackageSummary> {
  const { title, name: current } = await findManifest(store, kind, { name });
  return { kind, name: current, title, versions: await visible(store, kind, name, await store.versions(kind, name)) };
}

/** Every package of a kind that can be found. One whose manifest cannot be read is listed by its name. */
export async function summaries(store: Store, kind: Kind): Promise<PackageSummary[]> {
  const packages = await store.packages(kind);
  const found = await Promise.all(
    packages.map(async ({ name, versions: all }) => {
      const versions = await visible(store, kind, name, all);
      if (versions.length === 0) return [];
      const manifest = await readable(store.manifest({ kind, name, version: versions[0] ?? "" }));
      return [{ kind, name, title: manifest?.title ?? name, versions }];
    }),
  );
  return found.flat();
}

/** Those versions that are found without being named in whole. */
export async function visible(store: Store, kind: Kind, name: string, versions: readonly string[]): Promise<string[]> {
  const lifecycle = await lifecycleOf(store);
  return versions.filter((version) => lifecycle.isVisible({ kind, name, version }));
}

async function hiddenProblem(store: Store, target: PackageVersion): Promise<FoundryProblem> {
  const { state, reason = "no reason was given" } = (await lifecycleOf(store)).status(target);
  const exact = `${target.name}@${target.version}`;
  const details = { suggestions: [exact] };
  if (state === "withdrawn")
    return problem(
      "withdrawn",
      `The ${target.kind} ${target.name} was withdrawn (${withoutStop(reason)}); ask for ${exact} to have it all the same.`,
      details,
    );
  return problem(
    "not-found",
    `The ${target.kind} ${target.name} has no accepted version: ${exact} is ${state}; ask for it by its version.`,
    details,
  );
}

const withoutStop = (text: string) => text.trim().replace(/[.\s]+$/, "");

/** Newest version of each model that was trained on a dataset. */
export async function modelsTrainedOn(store: Store, dataset: string): Promise<Model[]> {
  const packages = await store.packages("model");
  const newest = await Promise.all(
    packages.map(async ({ name, versions }) => {
      const [version] = await visible(store, "model", name, versions);
      return version === undefined ? undefined : readable(store.manifest({ kind: "model", name, version }));
    }),
  );
  return newest.flatMap((manifest) =>
    manifest?.kind === "model" && manifest.trainedOn?.some((trained) => trained.dataset === dataset) ? [manifest] : [],
  );
}

/** Which kinds of package have a name. */
export async function kindsNamed(store: Store, name: string): Promise<Kind[]> {
  const found = await Promise.all(
    KINDS.map(async (kind) => ((await store.versions(kind, name)).length > 0 ? [kind] : [])),
  );
  return found.flat();
}

/** The refusal of a name that no package of a store has. */
export async function notInStore(store: Store, kind: Kind | undefined, name: string): Promise<FoundryProblem> {
  const lists = await Promise.all((kind === undefined ? KINDS : [kind]).map((each) => store.packages(each)));
  return unknownName(
    kind,
    name,
    "in this store",
    lists.flat().map((one) => one.name),
  );
}

/** One broken manifest does not hide the other packages. */
export async function readable(manifest: Promise<Manifest | undefined>): Promise<Manifest | undefined> {
  try {
    return await manifest;
  } catch (error) {
    if (error instanceof FoundryProblem) return undefined;
    throw error;
  }
}
