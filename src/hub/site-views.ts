import type { Benchmark, Kind, Leaderboard, Model, PackageSummary } from "../contracts/types.js";
import { isPending } from "../core/lifecycle.js";
import { KINDS, type Manifest } from "../core/manifests.js";
import { FoundryProblem, problem } from "../core/problems.js";
import type { PackageView } from "../site/package-page.js";
import { findManifest, summaries, visible } from "../store/library.js";
import { lifecycleOf } from "../store/store-log.js";
import type { Store } from "../store/store.js";

/** What a landing page shows; what waits for a curator has none. */
export async function packageView(
  store: Store,
  kind: Kind,
  { name, version }: { name: string; version?: string },
  modelsTrainedOn: (dataset: string) => Promise<readonly Model[]>,
  filePath: ((manifest: Manifest, path: string) => string) | undefined,
  board?: (benchmark: Benchmark) => Promise<Leaderboard>,
): Promise<PackageView> {
  const manifest = await findManifest(store, kind, { name, ...(version === undefined ? {} : { version }) });
  const status = (await lifecycleOf(store)).status({ kind, name: manifest.name, version: manifest.version });
  if (isPending(status.state)) throw problem("not-found", `There is no ${kind} ${name}@${manifest.version} here.`);
  const [versions, models] = await Promise.all([
    store.versions(kind, manifest.name).then((all) => visible(store, kind, manifest.name, all)),
    kind === "dataset" ? modelsTrainedOn(manifest.name) : [],
  ]);
  return {
    ...{ manifest, status, versions, models },
    exact: version !== undefined,
    ...(manifest.kind === "benchmark" && board ? { board: await board(manifest) } : {}),
    filePath: filePath && ((path) => filePath(manifest, path)),
  };
}

/** Every package that can be found, by title. */
export async function everyPackage(store: Store, kinds: readonly Kind[] = KINDS): Promise<PackageSummary[]> {
  const found = await Promise.all(kinds.map((kind) => summaries(store, kind)));
  return found.flat().sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** The newest version of every package that can be found and read. */
export async function newestManifests(store: Store): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const { kind, name } of await everyPackage(store))
    try {
      found.push(await findManifest(store, kind, { name }));
    } catch (error) {
      // One broken manifest does not hide the other packages.
      if (!(error instanceof FoundryProblem)) throw error;
    }
  return found;
}
