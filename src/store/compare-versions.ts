import type { Readable } from "node:stream";
import type { Changes, Dataset, RowDigest, RowDigests, SplitChange, Statistics } from "../contracts/types.js";
import { validateRowDigests, validateStatistics } from "../contracts/validators.js";
import { columnChanges, fileChanges, metadataChanges, neededBump, statisticChanges } from "../core/changes.js";
import { parseJson } from "../core/contract.js";
import type { Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import { parseReference } from "../core/references.js";
import { signatureBump } from "../core/signature-changes.js";
import { findManifest, kindsNamed } from "./library.js";
import { compareHashes, type RowCounts } from "./row-hashes.js";
import type { Store } from "./store.js";

const ROWS = "rows.json";
const STATISTICS = "statistics.json";
const LONGEST_DOCUMENT = 64 * 1024 * 1024;

/** A version whose files can be read: one in a store, or one on its way into it. */
export interface Readables {
  manifest: Manifest;
  /** Undefined where files cannot be read back. */
  read?: ((path: string) => Promise<Readable>) | undefined;
}

/** A version in a store. */
export const stored = (store: Store, manifest: Manifest): Readables => ({
  manifest,
  read: (path) => store.read(manifest, path),
});

/** What changed between two versions, and which part of the version that raises. */
export async function compareVersions(before: Readables, after: Readables): Promise<Changes> {
  const [from, to] = [before, after].map(({ manifest: { name, version } }) => `${name}@${version}`) as [string, string];
  const metadata = metadataChanges(before.manifest, after.manifest);
  if (before.manifest.kind !== "dataset" || after.manifest.kind !== "dataset")
    return {
      from,
      to,
      ...modelBump(before.manifest, after.manifest),
      metadata,
      columns: [],
      splits: [],
      files: [],
      statistics: [],
    };
  const columns = columnChanges(before.manifest.columns, after.manifest.columns);
  const splits = await splitChanges(before, after, before.manifest, after.manifest);
  const files = fileChanges(before.manifest, after.manifest);
  const [old, now] = await Promise.all([statistics(before), statistics(after)]);
  return {
    from,
    to,
    ...neededBump({ columns, splits, files }),
    metadata,
    columns,
    splits,
    files,
    statistics: statisticChanges(old, now),
  };
}

/** What a package says of its rows, checked against its manifest; undefined where it says nothing. */
export async function rowDigests(version: Readables): Promise<RowDigests | undefined> {
  const { manifest } = version;
  const found = await document(version, ROWS);
  if (found === undefined || manifest.kind !== "dataset") return undefined;
  const digests = parseJson(validateRowDigests, found, `The file ${ROWS}`, "invalid-manifest");
  for (const [i, { split, digests: each }] of digests.splits.entries()) {
    const rows = manifest.splits.find(({ name }) => name === split)?.rows;
    for (const [j, digest] of each.entries()) {
      const at = `/splits/${i}/digests/${j}`;
      const wrong =
        rows === undefined
          ? `there is no split '${split}'`
          : digest.rows !== rows
            ? `split '${split}' has ${rows} rows, not ${digest.rows}`
            : (sizeProblem(manifest, digest.path, 8 * rows) ??
              (digest.ids && sizeProblem(manifest, digest.ids, 16 * rows)));
      if (wrong) throw problem("invalid-manifest", `The file ${ROWS} is wrong at ${at}: ${wrong}.`, { pointer: at });
    }
  }
  return digests;
}

function sizeProblem({ files }: Manifest, path: string, bytes: number): string | undefined {
  const file = files.find((each) => each.path === path);
  if (!file) return `the package has no file '${path}'`;
  return file.bytes === bytes ? undefined : `'${path}' has ${file.bytes} bytes, not ${bytes}`;
}

async function splitChanges(before: Readables, after: Readables, old: Dataset, now: Dataset): Promise<SplitChange[]> {
  const [known, given] = await Promise.all([rowDigests(before), rowDigests(after)]);
  const kept = await Promise.all(
    old.splits.map(async (split): Promise<SplitChange> => {
      const { name, rows: rowsBefore } = split;
      const other = now.splits.find((each) => each.name === name);
      if (!other) return { name, change: "removed", rowsBefore };
      const sizes = { name, rowsBefore, rowsAfter: other.rows };
      if (hashOf(old, split.path) === hashOf(now, other.path)) return { ...sizes, change: "same" };
      const columns = old.columns.map((column) => column.name);
      const [a, b] = [digestOf(known, name, columns), digestOf(given, name, columns)];
      const counts = a && b ? await rowCounts(before, after, a, b) : undefined;
      if (!counts) return { ...sizes, change: "changed" };
      const same = counts.added + counts.removed + counts.changed === 0;
      return {
        ...sizes,
        change: same ? "same" : "changed",
        ...{ addedRows: counts.added, removedRows: counts.removed, changedRows: counts.changed },
      };
    }),
  );
  const added = now.splits.filter(({ name }) => old.splits.every((split) => split.name !== name));
  return [...kept, ...added.map(({ name, rows }): SplitChange => ({ name, change: "added", rowsAfter: rows }))];
}

async function rowCounts(
  before: Readables,
  after: Readables,
  old: RowDigest,
  now: RowDigest,
): Promise<RowCounts | undefined> {
  if (old.digest === now.digest && old.rows === now.rows) return { kept: old.rows, added: 0, removed: 0, changed: 0 };
  if (!before.read || !after.read) return undefined;
  const [ids, others] = [old.ids, now.ids];
  const paths: [string, string, 1 | 2] =
    ids !== undefined && others !== undefined ? [ids, others, 2] : [old.path, now.path, 1];
  const [a, b] = await Promise.all([before.read(paths[0]), after.read(paths[1])]);
  return compareHashes(a, b, paths[2], `The file ${paths[1]}`);
}

const hashOf = ({ files }: Dataset, path: string) => files.find((file) => file.path === path)?.sha256;

/** The digest of a split over just these columns. */
function digestOf(digests: RowDigests | undefined, split: string, columns: readonly string[]): RowDigest | undefined {
  const wanted = new Set(columns);
  return digests?.splits
    .find((each) => each.split === split)
    ?.digests.find((each) => each.columns.length === wanted.size && each.columns.every((name) => wanted.has(name)));
}

async function statistics(version: Readables): Promise<Statistics | undefined> {
  const found = await document(version, STATISTICS);
  return found === undefined
    ? undefined
    : parseJson(validateStatistics, found, `The file ${STATISTICS}`, "invalid-manifest");
}

async function document({ manifest, read }: Readables, path: string): Promise<string | undefined> {
  const file = manifest.files.find((each) => each.path === path);
  if (!file || !read) return undefined;
  if (file.bytes > LONGEST_DOCUMENT)
    throw problem("invalid-manifest", `The file ${path} is larger than ${LONGEST_DOCUMENT} bytes.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await read(path)) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}

function modelBump(before: Manifest, after: Manifest): Pick<Changes, "bump" | "reasons"> {
  if (before.kind !== "model" || after.kind !== "model")
    return { bump: "unknown", reasons: ["they are of different kinds"] };
  const signature = signatureBump(before.signature, after.signature);
  const [old, now] = [before, after].map(({ files, entry }) => files.find(({ path }) => path === entry)?.sha256);
  if (old === now || signature.bump === "major") return signature;
  return { bump: "minor", reasons: [...signature.reasons, "the model's file is another one"] };
}

/** What changed between the versions that two references mean. */
export async function changesBetween(store: Store, from: string, to: string): Promise<Changes> {
  const [before, after] = await Promise.all(
    [from, to].map(async (text) => {
      const reference = parseReference(text);
      const kinds = await kindsNamed(store, reference.name);
      return findManifest(store, kinds[0] ?? "dataset", reference);
    }),
  );
  return compareVersions(stored(store, before as Manifest), stored(store, after as Manifest));
}
