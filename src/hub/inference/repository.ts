import type { Model, RepositoryModel } from "../../contracts/types.js";
import { readable, visible } from "../../store/library.js";
import type { Store } from "../../store/store.js";

/** Formats of which code of a publisher runs, whatever is in their files. */
const CODE = new Set<Model["format"]>(["python", "torch", "keras"]);

/**
 * Every version of a model that can be found, and whether it can be asked as far as its manifest tells: what its files hold is
 * seen when it is opened.
 */
export async function repositoryIndex(
  store: Store,
  { trusts }: { trusts: (model: Model) => boolean },
  onlyReady: boolean,
): Promise<RepositoryModel[]> {
  const packages = await store.packages("model");
  const models = await Promise.all(
    packages.map(async ({ name, versions }) => {
      const shown = await visible(store, "model", name, versions);
      const manifests = await Promise.all(
        shown.map((version) => readable(store.manifest({ kind: "model", name, version }))),
      );
      return manifests.flatMap((manifest) => (manifest?.kind === "model" ? [entryOf(manifest, trusts(manifest))] : []));
    }),
  );
  return models.flat().filter(({ state }) => !onlyReady || state === "READY");
}

function entryOf({ name, version, format }: Model, trusted: boolean): RepositoryModel {
  const entry = { name, version };
  if (format === "pickle")
    return { ...entry, state: "UNAVAILABLE", reason: "It is a pickle, which a server never opens." };
  if (!CODE.has(format) || trusted) return { ...entry, state: "READY", reason: "" };
  return {
    ...{ ...entry, state: "UNAVAILABLE" },
    reason: `It runs code of its publisher: start the server with --trust ${name}@${version}.`,
  };
}
