import { existsSync, statSync } from "node:fs";
import { readFile, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KINDS, manifestFile } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { unlessMissing } from "../store/durable.js";
import { STAGING } from "../store/folder-staging.js";
import { openStaging } from "../store/local-staging.js";
import { inDraft, withDrafts } from "./interruption.js";
import { askPython, becomePython } from "./python.js";
import { expanded, isStore } from "./transfer/places.js";

/**
 * Works on a package's folder. One that its author has filled, or a submission to MDF Connect, is prepared by Python
 * first: its tables become Parquet, and its record is completed.
 * @param work - gets what readers will look for in the record as notes
 * @param store - the folder of the store that the package goes into: it is prepared in its staging then, and only moved
 */
export async function inPreparedFolder(
  text: string,
  options: { json: boolean; progress: boolean },
  work: (folder: string, notes: readonly string[]) => Promise<void>,
  store?: string,
): Promise<void> {
  const path = expanded(text);
  if (!existsSync(path))
    throw problem("not-found", `There is no folder ${text}: give the one that holds the data and its dataset.json.`);
  if (statSync(path).isDirectory()) {
    if (await isPrepared(path)) return work(path, []);
    if (existsSync(join(path, manifestFile("benchmark"))))
      return becomePython("publish-benchmark", { path: join(path, manifestFile("benchmark")), ...options });
  }
  const prepare = async (target: string, staged: boolean) => {
    const { status, output } = await askPython("prepare", { path, target, staged, ...options });
    if (status === 0) return work(target, parseNotes(output));
    // Python has said why.
    process.exitCode = status;
  };
  // Only where users are told apart is what lies in the staging believed.
  if (store === undefined || !process.getuid)
    await inDraft(tmpdir(), "foundry-lab-", (target) => prepare(target, false));
  else await inStaging(store, (target) => prepare(target, true));
}

async function inStaging(store: string, work: (folder: string) => Promise<void>): Promise<void> {
  const staging = join(store, STAGING);
  const folder = join(staging, await openStaging(staging, undefined));
  try {
    await withDrafts([folder, `${folder}.owner`], () => work(folder));
  } finally {
    // A folder that nothing was published into becomes no store.
    if (!isStore(store)) for (const made of [staging, store]) await rmdir(made).catch(() => undefined);
  }
}

function parseNotes(output: string): string[] {
  const { notes } = JSON.parse(output) as { notes?: unknown };
  return Array.isArray(notes) ? notes.map(String) : [];
}

/** Whether a folder's manifest is one that was written by Foundry Lab. */
async function isPrepared(folder: string): Promise<boolean> {
  const records = await Promise.all(KINDS.map((kind) => readRecord(join(folder, manifestFile(kind)))));
  return records.some(hasSchemaVersion);
}

const hasSchemaVersion = (record: unknown): boolean =>
  typeof record === "object" && record !== null && "schemaVersion" in record;

async function readRecord(path: string): Promise<unknown> {
  const text = await unlessMissing(readFile(path, "utf8"));
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // Whoever prepares it says what is wrong.
    return undefined;
  }
}
