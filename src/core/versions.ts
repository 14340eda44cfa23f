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
