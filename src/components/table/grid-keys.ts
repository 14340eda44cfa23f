/** A place in the grid; row -1 is the header. */
export interface GridPlace {
  row: number;
  column: number;
}

/** Where a key moves the active cell; undefined when the key moves nothing. */
export function moveBy(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">,
  at: GridPlace,
  size: { rows: number; columns: number; page: number },
): GridPlace | undefined {
  const all = event.ctrlKey || event.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const to = (row: number, column = at.column): GridPlace => ({
    row: Math.max(-1, Math.min(row, lastRow)),
    column: Math.max(0, Math.min(column, lastColumn)),
  });
  switch (event.key) {
    case "ArrowDown":
      return to(all ? lastRow : at.row + 1);
    case "ArrowUp":
      return to(all ? Math.min(0, at.row) : at.row - 1);
    case "ArrowRight":
      return to(at.row, all ? lastColumn : at.column + 1);
    case "ArrowLeft":
      return to(at.row, all ? 0 : at.column - 1);
    case "PageDown":
      return to(at.row + size.page);
    case "PageUp":
      return to(Math.max(Math.min(0, at.row), at.row - size.page));
    case "Home":
      return to(all ? 0 : at.row, 0);
    case "End":
      return to(all ? lastRow : at.row, lastColumn);
    default:
      return undefined;
  }
}
