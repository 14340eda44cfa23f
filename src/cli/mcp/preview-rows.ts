import type { Dataset } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import type { Foundry } from "../foundry.js";
import { parquetRows } from "../parquet-rows.js";

const LONGEST_TEXT = 500;

/** The first rows of a split, read by ranges from its Parquet file. */
export async function previewRows(
  foundry: Foundry,
  manifest: Dataset,
  wanted: string | undefined,
  count: number,
): Promise<object> {
  const split = wanted === undefined ? manifest.splits[0] : manifest.splits.find(({ name }) => name === wanted);
  const names = manifest.splits.map(({ name }) => name);
  if (!split)
    throw problem(
      "not-found",
      `${manifest.name}@${manifest.version} has no split '${wanted ?? ""}'; it has ${names.join(", ")}.`,
      { suggestions: names },
    );
  const file = manifest.files.find(({ path }) => path === split.path);
  if (!file || !split.path.endsWith(".parquet"))
    throw problem("invalid-request", `The split '${split.name}' is not a table; get_dataset says how to load it.`);
  const read = (range: { start: number; end: number }) => foundry.read(manifest, split.path, range);
  const rows = await parquetRows(file.bytes, read, Math.min(count, split.rows));
  const columns = manifest.columns.map(({ name, type, unit, role }) => ({ name, type, unit, role }));
  return {
    reference: `${manifest.name}@${manifest.version}`,
    split: split.name,
    splits: names,
    total: split.rows,
    columns,
    rows: rows.map(plainRow),
  };
}

const plainRow = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));

/** A value as JSON can have it. */
function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "string") return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value))
    return Array.from(value as Uint8Array)
      .slice(0, 50)
      .map(plainValue);
  if (Array.isArray(value)) return value.slice(0, 50).map(plainValue);
  if (typeof value === "object" && value !== null) return plainRow(value as Record<string, unknown>);
  return value ?? null;
}
