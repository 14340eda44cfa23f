import type { Benchmark, LogEntry } from "../contracts/types.js";
import { problem } from "../core/problems.js";
import { readable } from "./library.js";
import { lifecycleOf } from "./store-log.js";
import type { Store } from "./store.js";

/**
 * Refuses a benchmark whose hidden labels are another version's. Their digest is in a public manifest, so that naming it
 * proves nothing: labels belong to the version that named them first.
 */
export async function requireOwnLabels(store: Store, { name, version, labels }: Benchmark): Promise<void> {
  if (!labels.hidden || labels.sha256 === undefined) return;
  const owner = await ownerOf(store, labels.sha256);
  if (owner === undefined || (owner.name === name && owner.version === version)) return;
  throw problem(
    "not-allowed",
    `The labels that ${name}@${version} names belong to ${owner.name}@${owner.version}: a benchmark has labels of its own; publish it with them.`,
  );
}

type Owner = Pick<Benchmark, "name" | "version">;

async function ownerOf(store: Store, sha256: string): Promise<Owner | undefined> {
  const packages = await store.packages("benchmark");
  const all = packages.flatMap(({ name, versions }) => versions.map((version) => ({ name, version })));
  const manifests = await Promise.all(all.map((one) => readable(store.manifest({ kind: "benchmark", ...one }))));
  const owners = all.filter((_, i) => {
    const manifest = manifests[i];
    return manifest?.kind === "benchmark" && manifest.labels.hidden && manifest.labels.sha256 === sha256;
  });
  return owners.length < 2 ? owners[0] : firstInLog(store, owners);
}

async function firstInLog(store: Store, owners: readonly Owner[]): Promise<Owner | undefined> {
  const [log, lifecycle] = await Promise.all([store.log(), lifecycleOf(store)]);
  const isOf = (entry: LogEntry) =>
    owners.find(
      ({ name, version }) =>
        entry.kind === "benchmark" &&
        entry.version === version &&
        lifecycle.namesOf("benchmark", name).includes(entry.name),
    );
  for (const entry of log) {
    const owner = isOf(entry);
    if (owner) return owner;
  }
  return owners[0];
}
