import { json } from "node:stream/consumers";
import type { Benchmark, Kind, Leaderboard, Model, PackageSummary, Statistics } from "../contracts/types.js";
import { validateStatistics } from "../contracts/validators.js";
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
  const [versions, models, benchmarks, statistics] = await Promise.all([
    store.versions(kind, manifest.name).then((all) => visible(store, kind, manifest.name, all)),
    kind === "dataset" ? modelsTrainedOn(manifest.name) : [],
    kind === "dataset" ? benchmarksOn(store, manifest.name) : [],
    statisticsOf(store, manifest),
  ]);
  return {
    ...{ manifest, status, versions, models, benchmarks, statistics },
    exact: version !== undefined,
    ...(manifest.kind === "benchmark" && board ? { board: await board(manifest) } : {}),
    filePath: filePath && ((path) => filePath(manifest, path)),
  };
}

/** The newest versions of the benchmarks on a dataset, under any of its names. */
async function benchmarksOn(store: Store, dataset: string): Promise<Benchmark[]> {
  const names = (await lifecycleOf(store)).namesOf("dataset", dataset);
  const all = await readable(store, await summaries(store, "benchmark"));
  return all.flatMap((one) => (one.kind === "benchmark" && names.includes(one.dataset.name) ? [one] : []));
}

async function statisticsOf(store: Store, manifest: Manifest): Promise<Statistics | undefined> {
  const path = "statistics.json";
  if (manifest.kind !== "dataset" || !manifest.files.some((file) => file.path === path)) return undefined;
  const found = await json(await store.read(manifest, path)).catch(() => undefined);
  // A page without plots is better than none.
  return validateStatistics(found) ? found : undefined;
}

/** Every package that can be found, by title. */
export async function everyPackage(store: Store, kinds: readonly Kind[] = KINDS): Promise<PackageSummary[]> {
  const found = await Promise.all(kinds.map((kind) => summaries(store, kind)));
  return found.flat().sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** The newest version of every package that can be found and read. */
export const newestManifests = async (store: Store): Promise<Manifest[]> => readable(store, await everyPackage(store));

async function readable(store: Store, packages: readonly PackageSummary[]): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const { kind, name } of packages)
    try {
      found.push(await findManifest(store, kind, { name }));
    } catch (error) {
      // One broken manifest does not hide the other packages.
      if (!(error instanceof FoundryProblem)) throw error;
    }
  return found;
}
