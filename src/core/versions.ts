import compare from "semver/functions/compare.js";
import increment from "semver/functions/inc.js";

const WHOLE = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/;

/** Whether a text is a version of three parts. */
export const isVersion = (text: string): boolean => text.length <= 64 && WHOLE.test(text);

/** Orders versions, newest first. */
export const newestFirst = (a: string, b: string): number => compare(b, a);

/** The newest version that `wanted` allows: a whole version, its first parts (`1`, `1.2`), or any when undefined. */
export function resolveVersion(versions: readonly string[], wanted: string | undefined): string | undefined {
  const allowed = wanted === undefined ? versions : versions.filter((v) => v === wanted || v.startsWith(`${wanted}.`));
  return [...allowed].sort(newestFirst)[0];
}

/** The versions that may follow the newest: its next patch, minor and major one. */
export function nextVersions(versions: readonly string[]): string[] {
  const newest = resolveVersion(versions, undefined) ?? "0.0.0";
  return (["patch", "minor", "major"] as const)
    .map((part) => increment(newest, part))
    .filter((version) => version !== null);
}

/** The version of what was never published before. */
export const FIRST_VERSION = "1.0.0";

/** A part of a version. */
export type VersionPart = "patch" | "minor" | "major";

const PARTS: readonly VersionPart[] = ["patch", "minor", "major"];

/** Which part of the version is raised from one to the next. */
export function raisedPart(before: string, after: string): VersionPart {
  const [old, now] = [before, after].map((version) => version.split("."));
  if (old?.[0] !== now?.[0]) return "major";
  return old?.[1] === now?.[1] ? "patch" : "minor";
}

/** Whether raising one part says at least as much as raising another. */
export const saysEnough = (raised: VersionPart, needed: VersionPart): boolean =>
  PARTS.indexOf(raised) >= PARTS.indexOf(needed);

/** The next version with a part raised that is not taken. */
export function nextFree(version: string, part: VersionPart, taken: readonly string[]): string {
  let next = increment(version, part) ?? version;
  while (taken.includes(next)) next = increment(next, part) ?? next;
  return next;
}
