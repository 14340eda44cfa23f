/** How a cell looks beyond its text: `missing` and `empty` values have no text of their own; `nan` is not a number. */
export type CellKind = "number" | "nan" | "text" | "missing" | "empty";

/** A value as a cell shows it. */
export interface CellText {
  text: string;
  /** All digits, where the text has fewer. */
  whole?: string;
  kind: CellKind;
}
