import { readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { problem } from "../core/problems.js";
import { unlessMissing } from "./durable.js";

/** What a file's path inside a package looks like; nothing else reaches the file system. */
 
const FILE_PATH = /^(?!\.{1,2}(?:\/|$))[^/\\\u0000-\u001f]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\\u0000-\u001f]+)*$/;

/** Refuses a path that is none of a file inside a package. */
export function checkFilePath(path: string): void {
  if (path.length <= 500 && FILE_PATH.test(path)) return;
  const shown = JSON.stringify(path.slice(0, 80));
  throw problem("invalid-request", `${shown} is not the path of a file in a package: it must not lead out of it.`);
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
  throw problem("invalid-request", `'${path}' is a link to a file outside of its package; publish a copy of that file.`);
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
