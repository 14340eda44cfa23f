import type { DataType } from "apache-arrow";
import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { ColumnLayout } from "./column-layout.js";
import { isNumeric } from "./column-type.js";
import { vectorText } from "./format.js";
import { formulaNodes, isFormulaColumn } from "./formula.js";
import type { GridPlace } from "./grid-keys.js";
import type { GridSelection } from "./grid-selection.js";
import { cellPicture } from "./pictures.js";
import type { RowPages } from "./row-pages.js";
import type { RowWindow } from "./row-window.js";

/** Everything that decides what the rows on screen look like. */
export interface GridScene {
  pages: RowPages;
  columns: readonly Column[];
  layout: ColumnLayout;
  /** Columns on screen, the pinned ones first. */
  drawn: readonly number[];
  decimals: ReadonlyMap<string, number>;
  window: RowWindow;
  top: number;
  active: GridPlace;
  selection: GridSelection;
  /** What was searched for: cells that hold it are marked. */
  sought?: string | undefined;
}

interface RowElements {
  row: HTMLElement;
  index: HTMLElement;
  cells: HTMLElement[];
  /** What the elements show now; equal keys need no work. */
  key: string;
}

/**
 * The rows on screen: as many elements as fit, reused while the table scrolls. Built by hand and not by a template,
 * since a scroll changes few of them and has 16 ms.
 */
export class GridBody {
  readonly #rows: RowElements[] = [];

  constructor(readonly layer: HTMLElement) {}

  /** @param generation - changes whenever data, columns or layout do, and every row has to be written again */
  draw(scene: GridScene, generation: number): void {
    const { window, top } = scene;
    const size = window.poolSize;
    while (this.#rows.length < size) this.#add();
    while (this.#rows.length > size) this.#rows.pop()?.row.remove();
    const first = Math.min(window.firstRow(top), window.rows - size);
    for (let i = 0; i < size; i++) {
      const row = first + i;
      const elements = this.#rows[row % size];
      if (elements) this.#drawRow(elements, row, scene, generation);
    }
  }

  #drawRow(elements: RowElements, row: number, scene: GridScene, generation: number): void {
    const { window, top, drawn, active, selection, layout } = scene;
    elements.row.style.transform = `translateY(${row * window.rowHeight - top}px)`;
    const marked = active.row === row ? active.column : -1;
    const key = [row, generation, scene.pages.has(row), drawn[layout.pinned], drawn.length, marked, selection.key].join();
    if (elements.key === key) return;
    elements.key = key;
    elements.row.setAttribute("aria-rowindex", String(row + 2));
    elements.row.classList.toggle("even", row % 2 === 0);
    elements.index.textContent = formatNumber(row);
    while (elements.cells.length < drawn.length) elements.cells.push(this.#cell(elements.row));
    while (elements.cells.length > drawn.length) elements.cells.pop()?.remove();
    elements.cells.forEach((cell, i) => {
      const at = drawn[i] ?? 0;
      const column = scene.columns[at];
      if (column) drawCell(cell, column, at, row, scene);
      placeCell(cell, i, at, layout);
      cell.classList.toggle("chosen", selection.has(row, at));
      cell.classList.toggle("active", at === marked);
      if (at === marked) cell.id = "active";
      else cell.removeAttribute("id");
    });
  }

  #add(): void {
    const row = document.createElement("div");
    row.className = "row";
    row.setAttribute("role", "row");
    const index = document.createElement("div");
    index.className = "index";
    index.setAttribute("role", "rowheader");
    index.setAttribute("aria-colindex", "1");
    row.append(index);
    this.layer.append(row);
    this.#rows.push({ row, index, cells: [], key: "" });
  }

  #cell(row: HTMLElement): HTMLElement {
    const cell = document.createElement("div");
    cell.setAttribute("role", "gridcell");
    row.append(cell);
    return cell;
  }
}

/** Pinned cells stay at the left; the first of the others keeps its distance from them. */
function placeCell(cell: HTMLElement, place: number, column: number, layout: ColumnLayout): void {
  const pinned = place < layout.pinned;
  cell.classList.toggle("pinned", pinned);
  cell.style.left = pinned ? `calc(var(--index-width) + ${layout.start(column)}px)` : "";
  const gap = place === layout.pinned ? layout.start(column) - layout.pinnedWidth : 0;
  cell.style.marginLeft = gap > 0 ? `${gap}px` : "";
}

function drawCell(cell: HTMLElement, column: Column, index: number, row: number, scene: GridScene): void {
  const place = scene.pages.locate(row, column.name);
  cell.setAttribute("aria-colindex", String(index + 2));
  cell.style.width = `${scene.layout.widths[index] ?? 0}px`;
  cell.dataset["column"] = String(index);
  cell.dataset["row"] = String(row);
  if (!place) {
    cell.className = isNumeric(column.type) ? "cell number waiting" : "cell waiting";
    cell.replaceChildren();
    cell.removeAttribute("title");
    return;
  }
  const shown = vectorText(place.vector, place.index, scene.decimals.get(column.name));
  cell.className = `cell ${shown.kind}`;
  const formula = isFormulaColumn(column.name) && formulaNodes(shown.text);
  const picture = shown.kind === "text" ? cellPicture(place.vector.get(place.index) as unknown, place.vector.type as DataType, shown.text) : undefined;
  cell.replaceChildren(formula || picture || shown.text);
  const { sought } = scene;
  if (sought && shown.kind !== "missing" && shown.text.toLowerCase().includes(sought.toLowerCase()))
    cell.classList.add("sought");
  if (shown.kind === "text" && shown.text.length > 12) cell.title = shown.text;
  else cell.removeAttribute("title");
}
