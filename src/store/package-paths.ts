import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { LOOKALIKES } from "../contracts/lookalikes.js";
import { problem } from "../core/problems.js";
import { unlessMissing } from "./durable.js";

/** What a file's path inside a package looks like; nothing else reaches the file system. */

const FILE_PATH = /^(?!\.{1,2}(?:\/|$))[^/\\\u0000-\u001f]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\\u0000-\u001f]+)*$/;

/** What a name must not come to, however often it is decoded on its way through other software. */
const ROUNDS = 5;
const DRIVE = /^[A-Za-z]:/;
/** Marks that turn the direction of text, or cannot be seen: a name would look like another one. */
const INVISIBLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** A word of two alphabets whose letters look alike; Greek letters stand beside Latin ones in many names of compounds. */
const MIXED = /(?=\p{L}*\p{sc=Latin})(?=\p{L}*[\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Cherokee}])\p{L}+/u;

/** Refuses a path that is none of a file inside a package. */
export function checkFilePath(path: string): void {
  const reason = whyNoFilePath(path);
  if (reason === undefined) return;
  const shown = JSON.stringify(path.slice(0, 80));
  throw problem("invalid-request", `${shown} is not the path of a file in a package: ${reason}.`);
}

/** Why a path cannot be that of a file in a package; undefined where it can. */
export function whyNoFilePath(path: string): string | undefined {
  if (path.length > 500) return "it is longer than 500 characters";
  if (INVISIBLE.test(path)) return "it has characters that cannot be seen";
  if (looksLikeSlash(path) || !FILE_PATH.test(path.normalize("NFKC")) !== !FILE_PATH.test(path))
    return "it has characters that look like a slash or like dots";
  if (MIXED.test(path)) return "it mixes letters of different alphabets that look alike";
  let text = path;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!FILE_PATH.test(text) || DRIVE.test(text)) return "it must not lead out of it";
    const decoded = percentDecoded(text);
    if (decoded === text) return undefined;
    text = decoded;
  }
  return "it is percent-encoded over and over";
}

const looksLikeSlash = (path: string) => Array.from(path).some((mark) => /^[/\\]$/.test(LOOKALIKES[mark] ?? ""));

/** Every escape that can be decoded, whatever stands beside it. */
function percentDecoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return Buffer.from(escapes.replaceAll("%", ""), "hex").toString("latin1");
    }
  });
}

/**
 * The real place of a file in a package's folder; undefined where there is none.
 * A link that leads out of the folder is refused.
 */
export async function realFile(folder: string, path: string): Promise<string | undefined> {
  checkFilePath(path);
  const found = await unlessMissing(realpath(join(folder, ...path.split("/"))));
  if (found === undefined) return undefined;
  if (found.startsWith((await realpath(folder)) + sep)) return found;
  throw problem(
    "invalid-request",
    `'${path}' is a link to a file outside of its package; publish a copy of that file.`,
  );
}

/** Paths of the files under a folder, links to files included, with names that start with a dot only when asked for. */
export async function filesUnder(folder: string, { hidden }: { hidden: boolean }, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    if (!hidden && entry.name.startsWith(".")) continue;
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesUnder(folder, { hidden }, path)));
    else found.push(path);
  }
  return found.sort();
}
