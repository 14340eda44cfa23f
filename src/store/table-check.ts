import { parquetMetadataAsync, parquetSchema, type FileMetaData } from "hyparquet";
import type { Manifest } from "../core/manifests.js";
import { problem } from "../core/problems.js";
import type { Staging } from "./store.js";

const PARQUET = /\.parquet$/i;

/** Refuses Parquet files whose footers cannot be read, or say other than the manifest. */
export async function checkTables(manifest: Manifest, staging: Staging): Promise<void> {
  const { splits, columns } = manifest.kind === "dataset" ? manifest : { splits: [], columns: [] };
  const described = new Set(columns.map(({ name }) => name));
  for (const [index, { path }] of manifest.files.entries()) {
    if (!PARQUET.test(path)) continue;
    const footer = await footerOf(path, staging, `/files/${index}`);
    const rows = Number(footer.num_rows);
    const names = parquetSchema(footer).children.map(({ element }) => element.name);
    const there = new Set(names);
    for (const [place, split] of splits.entries()) {
      if (split.path !== path) continue;
      if (split.rows !== rows)
        throw wrong(`/splits/${place}/rows`, `it says ${split.rows} rows, but the footer of '${path}' says ${rows}`);
      const missing = columns.findIndex(({ name }) => !there.has(name));
      if (missing >= 0)
        throw wrong(`/columns/${missing}/name`, `'${path}' has no column '${columns[missing]?.name ?? ""}'`);
      const more = names.find((name) => !described.has(name));
      if (more !== undefined) throw wrong("/columns", `'${path}' has a column '${more}', which it does not describe`);
    }
  }
}

const wrong = (pointer: string, reason: string) =>
  problem("invalid-manifest", `The manifest is wrong at ${pointer}: ${reason}.`, { pointer });

async function footerOf(path: string, staging: Staging, pointer: string): Promise<FileMetaData> {
  const byteLength = await staging.size(path);
  const broken = (reason: string, cause?: unknown) =>
    problem("invalid-manifest", `'${path}' is not a whole Parquet file: ${reason}; write it again.`, {
      pointer,
      cause,
    });
  let footer;
  try {
    const slice = async (start: number, end = byteLength) => {
      const from = start < 0 ? byteLength + start : start;
      return new Uint8Array(await staging.slice(path, from, end)).buffer;
    };
    footer = await parquetMetadataAsync({ byteLength, slice });
  } catch (error) {
    throw broken("its footer cannot be read", error);
  }
  const rows = Number(footer.num_rows);
  const grouped = footer.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (grouped !== rows) throw broken(`its footer says ${rows} rows, but its row groups have ${grouped}`);
  const dataEnd = byteLength - 8 - footer.metadata_length;
  for (const { columns } of footer.row_groups)
    for (const { meta_data: column } of columns) {
      if (!column) continue;
      const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
      if (start < 4 || start + Number(column.total_compressed_size) > dataEnd)
        throw broken("its footer points outside of the data");
    }
  return footer;
}
