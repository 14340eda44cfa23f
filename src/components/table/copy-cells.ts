import { Table } from "apache-arrow";
import type { Column, View } from "../../contracts/types.js";
import { problem } from "../../core/problems.js";
import { formatNumber } from "../../core/quantities.js";
import type { TablePage, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { tableHtml, tableText, type CopiedCells, type CopyFormat } from "./copy-text.js";

const MOST_CELLS = 500_000;
/** Rows that are read at once: what a page has at most. */
const PAGE = 10_000;

/** Rows `first` to `last` of columns, whole values included, page by page. */
export async function* pagesOf(
  source: TableSource,
  view: View | undefined,
  columns: readonly Column[],
  [first, last]: readonly [number, number],
  signal?: AbortSignal,
): AsyncGenerator<TablePage> {
  const names = columns.map(({ name }) => name);
  for (let offset = first; offset <= last; offset += PAGE) {
    const limit = Math.min(PAGE, last - offset + 1);
    const page = await source.page(
      { columns: names, offset, limit, full: true, aside: true, ...(view && { view }) },
      signal,
    );
    yield page;
    if (offset + limit >= page.total) return;
  }
}

/** What goes to the clipboard, beside text the table that spreadsheets and documents take. */
export interface Copied extends CopiedCells {
  html?: string;
}

/** Reads rows `first` to `last` of columns, whole values included, as text. */
export async function readCells(
  source: TableSource,
  view: View | undefined,
  columns: readonly Column[],
  [first, last]: readonly [number, number],
  format: CopyFormat,
): Promise<Copied> {
  const cells = (last - first + 1) * columns.length;
  if (cells > MOST_CELLS)
    throw problem(
      "invalid-request",
      t(
        "%1 cells are too many to copy at once (at most %2): insert a cell that loads them instead.",
        formatNumber(cells),
        formatNumber(MOST_CELLS),
      ),
    );
  let rows: Table | undefined;
  for await (const page of pagesOf(source, view, columns, [first, last]))
    rows = rows ? rows.concat(page.rows) : page.rows;
  const all = rows ?? new Table();
  return { ...tableText(all, columns, format), ...(format === "tsv" && { html: tableHtml(all, columns) }) };
}

/** Puts what was copied on the clipboard. */
export async function toClipboard({ text, html }: Pick<Copied, "text" | "html">): Promise<void> {
  if (html === undefined || typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(text);
  const flavour = (content: string, type: string) => new Blob([content], { type });
  const item = { "text/plain": flavour(text, "text/plain"), "text/html": flavour(html, "text/html") };
  return navigator.clipboard.write([new ClipboardItem(item)]);
}
