import { Table, tableToIPC, type DataType } from "apache-arrow";
import type { Column, View } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { formatNumber } from "../../core/quantities.js";
import type { Following, TablePage, TableSource, WrittenRows } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { pagesOf } from "./copy-cells.js";
import { tableText } from "./copy-text.js";

/** How rows are written to a file. */
export type SaveFormat = "csv" | "parquet" | "arrow";

/** The formats in which a source's rows can be saved without loss. */
export const formatsOf = (source: TableSource): SaveFormat[] =>
  source.write ? ["csv", "parquet", "arrow"] : ["csv", "arrow"];

/**
 * All rows of a view as a file, whole values included.
 * @throws FoundryProblem where the format cannot hold them as they are
 */
export async function saveRows(
  source: TableSource,
  view: View | undefined,
  columns: readonly Column[],
  format: SaveFormat,
  following: Following,
): Promise<WrittenRows> {
  if (format !== "csv" && source.write)
    return source.write({ format, columns: columns.map(({ name }) => name), ...(view && { view }) }, following);
  const pages = followedPages(source, view, columns, following);
  return format === "csv" ? csvRows(pages, columns) : arrowRows(pages, columns, source.asText ?? []);
}

async function* followedPages(
  source: TableSource,
  view: View | undefined,
  columns: readonly Column[],
  { signal, progress }: Following,
): AsyncGenerator<TablePage> {
  for await (const page of pagesOf(source, view, columns, [0, Infinity], signal)) {
    signal.throwIfAborted();
    yield page;
    progress(Math.min(page.offset + page.rows.numRows, page.total), page.total);
  }
}

async function csvRows(pages: AsyncIterable<TablePage>, columns: readonly Column[]): Promise<WrittenRows> {
  const parts: string[] = [];
  let [rows, guarded] = [0, 0];
  let [hasMissing, hasEmpty] = [false, false];
  for await (const page of pages) {
    const written = tableText(page.rows, columns, "csv", rows === 0);
    parts.push(`${written.text}\r\n`);
    rows += page.rows.numRows;
    guarded += written.guarded;
    if (columns.length > 1) continue;
    const only = page.rows.getChildAt<DataType>(0);
    hasMissing ||= (only?.nullCount ?? 0) > 0;
    hasEmpty ||= only?.indexOf("") !== -1;
  }
  const notes = [
    ...(guarded ? [t("%1 texts have ' before them, so that no spreadsheet runs them.", formatNumber(guarded))] : []),
    ...(hasMissing && hasEmpty
      ? [t("Missing values and empty texts are written alike, as there is one column only: save as Arrow.")]
      : []),
  ];
  return { parts, rows, note: notes.join(" ") || undefined };
}

async function arrowRows(
  pages: AsyncIterable<TablePage>,
  columns: readonly Column[],
  asText: readonly string[],
): Promise<WrittenRows> {
  const lost = columns.map(({ name }) => name).filter((name) => asText.includes(name));
  if (lost.length > 0)
    throw problem(
      "invalid-request",
      t(
        "Without a kernel, %1 would be saved as text: hide these columns, or insert a cell and save from its table.",
        lost.map((name) => `'${name}'`).join(", "),
      ),
    );
  let all: Table | undefined;
  for await (const { rows } of pages) all = all ? all.concat(rows) : rows;
  const table = all ?? new Table();
  return { parts: [new Uint8Array(tableToIPC(table, "file"))], rows: table.numRows };
}
