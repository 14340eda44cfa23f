import type { Kind, Model, PackageSummary } from "../contracts/types.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { nearest } from "../core/nearest.js";
import { FoundryProblem, problem } from "../core/problems.js";
import { referenceText, type Reference } from "../core/references.js";
import { resolveVersion } from "../core/versions.js";
import type { Store } from "./store.js";

/** The manifest that a reference means; an unknown name is refused with the nearest ones. */
export async function findManifest(store: Store, kind: Kind, reference: Reference): Promise<Manifest> {
  const versions = await store.versions(kind, reference.name);
  if (versions.length === 0) throw await unknownName(store, kind, reference.name);
  const version = resolveVersion(versions, reference.version);
  const manifest = version === undefined ? undefined : await store.manifest({ kind, name: reference.name, version });
  if (manifest) return manifest;
  throw problem(
    "not-found",
    `The ${kind} ${reference.name} has no version ${reference.version ?? ""}; it has ${versions.slice(0, 5).join(", ")}.`,
    { suggestions: versions.slice(0, 5).map((found) => referenceText({ name: reference.name, version: found })) },
  );
}

/** A package with its versions. */
export async function summary(store: Store, kind: Kind, name: string): Promise<PackageSummary> {
  const { title } = await findManifest(store, kind, { name });
  return { kind, name, title, versions: await store.versions(kind, name) };
}

/** Every package of a kind. One whose manifest cannot be read is listed by its name. */
export async function summaries(store: Store, kind: Kind): Promise<PackageSummary[]> {
  const packages = await store.packages(kind);
  return Promise.all(
    packages.map(async ({ name, versions }) => {
      const manifest = await readable(store.manifest({ kind, name, version: versions[0] ?? "" }));
      return { kind, name, title: manifest?.title ?? name, versions };
    }),
  );
}

/** Newest version of each model that was trained on a dataset. */
export async function modelsTrainedOn(store: Store, dataset: string): Promise<Model[]> {
  const packages = await store.packages("model");
  const newest = await Promise.all(
    packages.map(({ name, versions }) => readable(store.manifest({ kind: "model", name, version: versions[0] ?? "" }))),
  );
  return newest.flatMap((manifest) =>
    manifest?.kind === "model" && manifest.trainedOn?.some((trained) => trained.dataset === dataset) ? [manifest] : [],
  );
}

/** Which kinds of package have a name. */
export async function kindsNamed(store: Store, name: string): Promise<Kind[]> {
  const found = await Promise.all(KINDS.map(async (kind) => ((await store.versions(kind, name)).length > 0 ? [kind] : [])));
  return found.flat();
}

/** The refusal of a name that no package has. */
export async function unknownName(store: Store, kind: Kind | undefined, name: string): Promise<FoundryProblem> {
  const kinds = kind === undefined ? KINDS : [kind];
  const lists = await Promise.all(kinds.map((each) => store.packages(each)));
  const suggestions = nearest(name, [...new Set(lists.flat().map((found) => found.name))]);
  const meant = suggestions.length > 0 ? `did you mean ${suggestions.join(", ")}?` : "search for it by a word instead.";
  return problem("not-found", `There is no ${kind ?? "package"} '${name}' in this store; ${meant}`, { suggestions });
}

/** One broken manifest does not hide the other packages. */
async function readable(manifest: Promise<Manifest | undefined>): Promise<Manifest | undefined> {
  try {
    return await manifest;
  } catch (error) {
    if (error instanceof FoundryProblem) return undefined;
    throw error;
  }
}
