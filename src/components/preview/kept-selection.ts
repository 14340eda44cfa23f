import type { CellSelection } from "../../core/cell-source.js";
import { comparisonsIn } from "../../core/filters/compare.js";
import type { TableDescription } from "../../core/sources.js";
import type { Arrangement } from "../table/column-order.js";
import type { PreviewSelection, PreviewSource } from "./preview-source.js";

/** Whether a table has every column that a selection names. */
export function fits({ columns = [], view }: PreviewSelection, { description }: PreviewSource): boolean {
  const known = new Set(description.columns.map(({ name }) => name));
  const filtered = view?.filter ? comparisonsIn(view.filter).map(({ column }) => column) : [];
  return [...filtered, ...columns, ...(view?.sort ?? []).map(({ column }) => column)].every((name) => known.has(name));
}

/** A selection without what is not given, as plain data that a notebook keeps. */
export function plainSelection(selection: {
  [Key in keyof PreviewSelection]: PreviewSelection[Key] | undefined;
}): PreviewSelection {
  const { split, columns, view, summaries, pinned, widths, formats, lines } = selection;
  return {
    ...(split && { split }),
    ...(columns && { columns }),
    ...(view && { view }),
    ...(summaries && { summaries }),
    ...(pinned?.length && { pinned: [...pinned] }),
    ...(widths && Object.keys(widths).length > 0 && { widths: { ...widths } }),
    ...(formats && Object.keys(formats).length > 0 && { formats }),
    ...(lines && { lines }),
  };
}

/** How the columns of a selection are arranged, what was not arranged named too. */
export const arrangementOf = ({
  pinned,
  widths,
  formats,
  lines,
}: PreviewSelection): { [Key in keyof Required<Arrangement>]: PreviewSelection[Key] | undefined } => ({
  pinned,
  widths,
  formats,
  lines,
});

/** What a cell that reproduces a selection loads; undefined for a table that no cell can get at. */
export function cellSelectionOf(
  { reference, split, expression }: TableDescription,
  { columns, view }: PreviewSelection,
): CellSelection | undefined {
  const chosen = { as: "arrow" as const, ...(columns && { columns }), ...(view && { view }) };
  const [dataset, version] = reference?.split("@") ?? [];
  if (dataset && version && split) return { dataset, version, split, ...chosen };
  return expression ? { expression, ...chosen } : undefined;
}
