import type { Kind, PackageStatus } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import type { Reference } from "../core/references.js";
import type { Foundry } from "./foundry.js";
import { note, table } from "./terminal.js";

/** Says on stderr what a reader should know of a version: that it is deprecated, withdrawn, not accepted, or named differently. */
export async function noteStatus(
  foundry: Foundry,
  kind: Kind,
  reference: Reference,
  manifest: Manifest,
  json: boolean,
): Promise<void> {
  const exact = `${manifest.name}@${manifest.version}`;
  if (manifest.name !== reference.name) note(json, `'${reference.name}' is called '${manifest.name}' now.`);
  const [status] = await foundry.statuses(exact, kind);
  if (status && status.state !== "published" && status.state !== "accepted")
    note(json, `${exact} is ${status.state}${status.reason ? `: ${status.reason}` : "."}`);
}

/** Where versions stand, a line for each. */
export function statusText(statuses: readonly PackageStatus[]): string {
  const rows = statuses.map(({ name, version, state, at, by, reason }) => [
    `${name}@${version}`,
    state,
    at?.slice(0, 10) ?? "",
    by ?? "",
    reason ?? "",
  ]);
  return table([["reference", "state", "since", "by", "reason"], ...rows]);
}
