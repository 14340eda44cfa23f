import type { Column } from "../../contracts/types.js";
import type { GridSelection } from "./grid-selection.js";

/** The selected block of cells: the first and the last of its places in the view, and its columns' names. */
export interface ChosenCells {
  rows: [number, number];
  columns: string[];
}

/** Tells whenever other cells are selected; of none, as where a header is the active cell, an empty object. */
export class CellTeller {
  #told = "";

  constructor(private readonly tell: (cells: ChosenCells | object) => void) {}

  follow({ active, range }: GridSelection, shown: readonly Column[], rows: number): void {
    const columns = shown.slice(range.columns[0], range.columns[1] + 1).map(({ name }) => name);
    const cells: ChosenCells | object = active.row >= 0 && rows > 0 ? { rows: range.rows, columns } : {};
    const text = JSON.stringify(cells);
    if (text === this.#told) return;
    this.#told = text;
    this.tell(cells);
  }
}
