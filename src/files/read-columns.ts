import type { Vector } from "apache-arrow";
import { problem } from "../core/problems.js";
import type { PageQuery, TablePage } from "../core/sources.js";
import { t } from "../core/translation.js";
import type { FileDescription, FileFormat, FileRequest } from "./table-file.js";

const FORMATS: Partial<Record<string, FileFormat>> = {
  csv: "csv",
  tsv: "csv",
  parquet: "parquet",
  pq: "parquet",
  arrow: "arrow",
  feather: "arrow",
  ipc: "arrow",
};
/** Rows of a file that are taken whole. */
const MOST_ROWS = 1_000_000;

/** What opens a file, and gives its rows. */
export interface FileReader {
  open(request: FileRequest): Promise<FileDescription>;
  page(query: PageQuery): Promise<TablePage>;
}

/**
 * Every value of a CSV, Parquet or Arrow file of this computer, by column.
 *
 * @throws FoundryProblem - if it is of another format, cannot be read, or is too long
 */
export async function readColumns(file: File, reader: FileReader): Promise<Map<string, unknown[]>> {
  const format = FORMATS[file.name.split(".").at(-1)?.toLowerCase() ?? ""];
  if (!format) throw problem("invalid-request", t("'%1' is not CSV, Parquet, Arrow or JSON file.", file.name));
  const url = URL.createObjectURL(file);
  try {
    const { columns, rows } = await reader.open({ url, name: file.name, format });
    if (rows > MOST_ROWS)
      throw problem(
        "invalid-request",
        t("'%1' has too many rows to be read here; submit it from a notebook.", file.name),
      );
    const page = await reader.page({ offset: 0, limit: rows });
    return new Map(columns.map(({ name }) => [name, valuesOf(page.rows.getChild(name))]));
  } finally {
    URL.revokeObjectURL(url);
  }
}

const valuesOf = (vector: Vector | null): unknown[] => (vector ? Array.from(vector, (value: unknown) => value) : []);
