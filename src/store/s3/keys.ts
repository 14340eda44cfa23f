import { problem } from "../../core/problems.js";
import { checkName } from "../../core/references.js";
import { isVersion } from "../../core/versions.js";
import type { PackageVersion } from "../store.js";

/** What the keys of a version's files begin with. */
export function versionKey({ kind, name, version }: PackageVersion): string {
  checkName(name);
  if (!isVersion(version))
    throw problem("invalid-name", `${JSON.stringify(version)} is not a whole version such as 1.2.0.`);
  return `${kind}s/${name}/${version}/`;
}

/** The bucket and the prefix of a URL such as `s3://bucket/prefix`; a prefix ends with a slash. */
export function parseS3Url(url: string): { bucket: string; prefix: string } {
  const [, bucket, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/i.exec(url) ?? [];
  const parts = path.split("/").filter(Boolean);
  if (bucket === undefined || parts.some((part) => part === "." || part === "..") || /[?#\\\u0000-\u001f]/.test(path))
    throw problem(
      "invalid-request",
      `${JSON.stringify(url)} is not a place in a bucket; write s3://bucket or s3://bucket/prefix.`,
    );
  return { bucket, prefix: parts.map((part) => `${part}/`).join("") };
}
