import { problem } from "./problems.js";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST_NAME = 100;
const PARTIAL_VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2}$/;
const LONGEST_SHOWN = 80;

/** A package, and which of its versions; any of them when `version` is absent. */
export interface Reference {
  name: string;
  /** Whole (`1.2.0`) or its first parts (`1`, `1.2`). */
  version?: string;
}

/** Whether a text is a package's name: lower case letters, digits and hyphens. */
export const isName = (text: string): boolean => text.length <= LONGEST_NAME && NAME.test(text);

/** Reads `name`, `name@1`, `name@1.2` or `name@1.2.0`; `name@latest` is the newest version. */
export function parseReference(text: string): Reference {
  const [name = "", version, ...rest] = text.trim().split("@");
  if (rest.length > 0) throw badReference(text, "it has more than one '@'");
  checkName(name);
  return version === undefined ? { name } : { name, ...versionOf(version) };
}

/** Refuses what is not a name of a package. */
export function checkName(name: string): void {
  if (isName(name)) return;
  if (name === "") throw badReference(name, "it is empty");
  if (/[/\\]|^\.+$/.test(name)) throw badReference(name, "it has a path in it");
  if (name.length > LONGEST_NAME) throw badReference(name, `it is longer than ${LONGEST_NAME} characters`);
  const suggestion = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  throw badReference(name, "it has other characters", isName(suggestion) ? suggestion : undefined);
}

/** Reads a wanted version; none for `latest`. */
export function versionOf(text: string): { version?: string } {
  if (text === "latest") return {};
  if (text.length <= LONGEST_NAME && PARTIAL_VERSION.test(text)) return { version: text };
  throw problem("invalid-name", `${shown(text)} is not a version: write 1.2.0, or its first parts such as 1 or 1.2.`);
}

/** `name@version`. */
export const referenceText = ({ name, version }: Reference): string =>
  version === undefined ? name : `${name}@${version}`;

function badReference(text: string, reason: string, suggestion?: string) {
  const rule = "names have lower case letters, digits and hyphens only, such as band-gaps";
  return problem("invalid-name", `${shown(text)} is not the name of a package because ${reason}: ${rule}.`, {
    suggestions: suggestion === undefined ? [] : [suggestion],
  });
}

function shown(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}
