import type { GridPlace } from "./grid-keys.js";

/** A block of cells, first and last included. */
export interface CellRange {
  rows: [number, number];
  columns: [number, number];
}

/** The active cell, and the block between it and where a selection began. */
export class GridSelection {
  active: GridPlace = { row: 0, column: 0 };
  #anchor: GridPlace | undefined;

  /** @param extend - whether the selection grows from where it began, as with Shift */
  moveTo(place: GridPlace, extend = false): void {
    if (!extend) this.#anchor = undefined;
    else if (this.active.row >= 0) this.#anchor ??= this.active;
    this.active = place;
  }

  /** Selects every row of the columns, or every cell. */
  selectAll(rows: number, columns: number): void {
    this.#anchor = { row: 0, column: 0 };
    this.active = { row: rows - 1, column: columns - 1 };
  }

  /** The selected block; the active cell alone where nothing more is selected. */
  get range(): CellRange {
    const from = this.#anchor ?? this.active;
    const pair = (a: number, b: number): [number, number] => [Math.max(0, Math.min(a, b)), Math.max(0, a, b)];
    return { rows: pair(from.row, this.active.row), columns: pair(from.column, this.active.column) };
  }

  get isBlock(): boolean {
    return this.#anchor !== undefined;
  }

  has(row: number, column: number): boolean {
    if (!this.isBlock) return false;
    const { rows, columns } = this.range;
    return row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1];
  }

  /** Changes whenever other cells are selected. */
  get key(): string {
    const { rows, columns } = this.range;
    return this.isBlock ? [...rows, ...columns].join(":") : "";
  }
}
