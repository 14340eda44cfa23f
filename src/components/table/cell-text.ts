/** How a cell looks beyond its text: `missing` and `empty` values have no text of their own. */
export type CellKind = "number" | "text" | "missing" | "empty";

/** A value as a cell shows it. */
export interface CellText {
  text: string;
  kind: CellKind;
}
