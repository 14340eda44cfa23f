import { isPending } from "../core/lifecycle.js";
import type { Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { signatureBump } from "../core/signature-changes.js";
import { newestFirst, nextFree, raisedPart, saysEnough } from "../core/versions.js";
import { compareVersions, rowDigests, stored, type Readables } from "./compare-versions.js";
import { lifecycleOf } from "./store-log.js";
import type { Store } from "./store.js";

/** Refuses a name that a package had before it was renamed. */
export async function requirePresentName(store: Store, { kind, name }: Manifest): Promise<void> {
  const current = (await lifecycleOf(store)).currentName(kind, name);
  if (current === name) return;
  throw problem("invalid-name", `The ${kind} '${name}' is called '${current}' now; publish it under that name.`, {
    suggestions: [current],
  });
}

/**
 * The manifest with a version that says what changed since the one before it.
 * @param choose - whether the version is chosen from the data, or the given one checked
 * @throws FoundryProblem `wrong-version` where the given version promises more than the data or a signature keeps
 */
export async function versioned(store: Store, given: Readables, choose: boolean): Promise<Manifest> {
  const { manifest } = given;
  const { kind, name } = manifest;
  await rowDigests(given);
  const versions = await store.versions(kind, name);
  const lifecycle = await lifecycleOf(store);
  // What no curator has let in promises nothing to anybody.
  const known = versions
    .filter((version) => !isPending(lifecycle.status({ kind, name, version }).state))
    .sort(newestFirst);
  const before = known.find((version) => choose || newestFirst(version, manifest.version) > 0);
  const old = before === undefined ? undefined : await store.manifest({ kind, name, version: before });
  if (before === undefined || old === undefined)
    return choose
      ? {
          ...manifest,
          version: versions.includes(manifest.version)
            ? nextFree(manifest.version, "patch", versions)
            : manifest.version,
        }
      : manifest;
  const changes = await compareVersions(stored(store, old), given);
  if (choose) {
    const part = changes.bump === "unknown" ? "major" : changes.bump;
    return { ...manifest, version: nextFree(before, part, versions) };
  }
  const isModel = old.kind === "model" && manifest.kind === "model";
  // A model that was fitted again may be a patch: what its callers rely on is its signature.
  const { bump, reasons } = isModel ? signatureBump(old.signature, manifest.signature) : changes;
  const raised = raisedPart(before, manifest.version);
  if (bump === "unknown" || saysEnough(raised, bump)) return manifest;
  const next = nextFree(before, bump, versions);
  const shown = reasons.length > 3 ? `${reasons.slice(0, 3).join(", ")} and more` : reasons.join(" and ");
  const [same, more] = isModel
    ? ["has the same inputs and outputs", "keeps every input and output"]
    : ["is for the same data", "is for data whose old rows are still there"];
  const kept = raised === "patch" ? same : more;
  throw problem(
    "wrong-version",
    `${name}@${manifest.version} would be a ${raised} version after ${before}, which ${kept}, but ${shown}: ` +
      `publish it as a ${bump} version, such as ${next}.`,
    { suggestions: [next], pointer: "/version" },
  );
}
