import { createHash } from "node:crypto";
import type { DoiRecord } from "../contracts/types.js";
import { datacite } from "../core/datacite.js";
import type { Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { Dois } from "../store/dois.js";
import type { Store } from "../store/store.js";
import { DataCiteClient } from "./datacite-client.js";
import type { RegistrySettings } from "./settings.js";

/**
 * Gives a published version a DOI, and notes it in the store's log. The DOI follows from the version's content, so that
 * a run that was cut off between the two goes on with the same one; a version that has its DOI gets its metadata sent anew.
 * Without a page to lead to, the DOI stays a draft.
 * @throws FoundryProblem if no service is configured, the package came with a DOI, or the service refuses it
 */
export async function mintDoi(
  store: Store,
  manifest: Manifest,
  settings: RegistrySettings | undefined,
): Promise<DoiRecord> {
  const { kind, name, version } = manifest;
  if (!settings)
    throw problem(
      "unavailable",
      "DOIs cannot be minted here: set FOUNDRY_DATACITE_URL, _PREFIX, _USER and _PASSWORD to a DataCite account.",
    );
  const dois = Dois.of(store);
  const published = await store.manifest(manifest);
  if (!published) throw problem("not-found", `There is no ${kind} ${name}@${version} in this store.`);
  if (published.doi !== undefined)
    throw problem(
      "invalid-request",
      `${name}@${version} was published with the DOI ${published.doi}; a version has one DOI.`,
      { status: 409 },
    );
  const known = await dois.mintedFor(published);
  const doi = known ?? doiFor(published, settings.prefix);
  const page = landingOf(published, settings.landing);
  const attributes = {
    ...datacite(published, settings.publisher),
    ...(page === undefined ? {} : { url: page, event: "publish" }),
  };
  const registered = await new DataCiteClient(settings).register(doi, attributes);
  if (known === undefined) await dois.record(published, registered.doi);
  return { kind, name, version, ...registered };
}

/** A DOI that two stores share only for the same content. */
function doiFor({ kind, name, version, files }: Manifest, prefix: string): string {
  const content = JSON.stringify([kind, name, version, files.map(({ path, sha256 }) => [path, sha256])]);
  return `${prefix}/${name}.${version}.${createHash("sha256").update(content).digest("hex").slice(0, 8)}`;
}

function landingOf({ kind, name, version, url }: Manifest, template: string | undefined): string | undefined {
  return template?.replaceAll("{kind}", kind).replaceAll("{name}", name).replaceAll("{version}", version) ?? url;
}
