import type { Kind } from "../contracts/types.js";

/** Where pages and files of a site are, below its root; the same on a hub and in a folder of static files. */

export const listPath = (kind: Kind): string => `${kind}s/`;
export const packagePath = (kind: Kind, name: string, version?: string): string =>
  `${kind}s/${name}/${version === undefined ? "" : `${version}/`}`;
export const authorPath = (slug: string): string => `authors/${slug}/`;

/** The way to the root from a page at a path, such as `../../` from `datasets/gaps/`. */
export const rootFrom = (path: string): string => "../".repeat(path.split("/").length - 1) || "./";

/** A name in an address: letters of any script, digits and hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return slug.slice(0, 120) || "unnamed";
}
