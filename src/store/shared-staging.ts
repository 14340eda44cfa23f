import { constants } from "node:fs";
import { lstat, open, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { problem } from "../core/problems.js";
import { unlessMissing, writeSynced } from "./durable.js";
import { thisProcess } from "./owners.js";
import type { ExpectedFile } from "./prepared.js";

/** Beside the package in a staging folder that another process of this user has filled: its manifest, with every hash. */
export const PREPARED = "prepared.json";

const LARGEST_MANIFEST = 32 * 1024 * 1024;
const GROUP_AND_OTHERS = 0o022;

/**
 * Takes over a staging folder that a process beside this one has filled and hashed, such as a kernel.
 *
 * What it says of sizes and hashes is believed because of where it stands: only this process's own user can write into
 * the folder, and nothing that arrives over HTTP is ever written beside a package. Whoever can write there could change
 * what is published too. Where the system does not tell users apart, nothing is taken over.
 * @returns the prepared manifest; undefined where there is no such folder
 */
export async function takeShared(staging: string, id: string): Promise<string | undefined> {
  if (!/^[\dA-Za-z-]{1,64}$/.test(id)) return undefined;
  const user = process.getuid?.();
  const folder = join(staging, id);
  const found = await unlessMissing(lstat(folder));
  if (user === undefined || !found?.isDirectory()) return undefined;
  if (found.uid !== user || (found.mode & GROUP_AND_OTHERS) !== 0) throw foreign(id);
  const text = await readOwn(join(folder, PREPARED), user, id);
  if (text === undefined) return undefined;
  const draft = join(folder, "owner.json");
  await writeSynced(draft, JSON.stringify(thisProcess()));
  await rename(draft, join(staging, `${id}.owner`));
  return text;
}

/** Sizes of a package's files by their paths; anything but files and folders is refused. */
export async function sizesOf(root: string, folder = ""): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) for (const [below, size] of await sizesOf(root, path)) sizes.set(below, size);
    else if (entry.isFile()) sizes.set(path, (await lstat(join(root, path))).size);
    else throw problem("invalid-request", `'${path}' is neither a file nor a folder; leave it out of the package.`);
  }
  return sizes;
}

/** Refuses a package whose manifest lists other files than are there, or does not give their sizes and hashes. */
export function requireListed(files: readonly ExpectedFile[], sizes: ReadonlyMap<string, number>): void {
  const listed = new Set(files.map(({ path }) => path));
  for (const path of sizes.keys())
    if (!listed.has(path)) throw wrongFiles(`the package has a file '${path}' that it does not list`);
  for (const { path, bytes, sha256 } of files) {
    const size = sizes.get(path);
    if (size === undefined) throw wrongFiles(`the package has no file '${path}'`);
    if (bytes === undefined || sha256 === undefined) throw wrongFiles(`'${path}' needs its size and SHA-256`);
    if (bytes !== size)
      throw problem(
        "checksum-mismatch",
        `'${path}' has ${size} bytes, but its manifest says ${bytes}; write it again.`,
      );
  }
}

const wrongFiles = (reason: string) =>
  problem("invalid-manifest", `The manifest is wrong at /files: ${reason}.`, { pointer: "/files" });

async function readOwn(path: string, user: number, id: string): Promise<string | undefined> {
  const handle = await unlessMissing(open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
  try {
    const found = await handle?.stat();
    if (!found) return undefined;
    if (!found.isFile() || found.uid !== user) throw foreign(id);
    if (found.size > LARGEST_MANIFEST)
      throw problem(
        "invalid-manifest",
        `The manifest has ${found.size} bytes; a manifest has at most ${LARGEST_MANIFEST}: put data into files beside it.`,
        { pointer: "" },
      );
    return await handle?.readFile("utf8");
  } finally {
    await handle?.close();
  }
}

const foreign = (id: string) =>
  problem("unauthorized", `The staging folder '${id}' is not one of this hub's user alone; send the files by upload.`, {
    status: 403,
  });
