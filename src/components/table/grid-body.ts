import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { ColumnFormat } from "./column-format.js";
import { DIGIT, type ColumnLayout } from "./column-layout.js";
import { isNumeric } from "./column-type.js";
import { vectorText } from "./format.js";
import { formulaNodes, isFormulaColumn } from "./formula.js";
import type { GridPlace } from "./grid-keys.js";
import type { GridSelection } from "./grid-selection.js";
import type { FloatLayout } from "./number-format.js";
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
  floats: ReadonlyMap<string, FloatLayout>;
  formats: Readonly<Record<string, ColumnFormat>> | undefined;
  window: RowWindow;
  top: number;
  active: GridPlace;
  selection: GridSelection;
  /** What was searched for: cells that hold it are marked. */
  sought?: string | undefined;
}

interface CellElements {
  cell: HTMLElement;
  text: Text;
  /** Whether the cell holds `text` alone. */
  plain: boolean;
  className: string;
  place: string;
  column: number;
  titled: boolean;
}

interface RowElements {
  row: HTMLElement;
  index: Text;
  cells: CellElements[];
  /** What the elements show now; equal keys need no work. */
  key: string;
  number: number;
  y: number;
}

/** Px after which rows are placed anew: far from zero, browsers place by fractions that are no px any more. */
const FAR = 100_000;

/**
 * The rows on screen: as many elements as fit, reused while the table scrolls. Built by hand and not by a template,
 * since a scroll changes few of them and has 16 ms. The rows lie on a strip that moves under the scroll, so that those
 * that stay in sight are not drawn again; an element is written to only where it shows something else.
 */
export class GridBody {
  readonly #rows: RowElements[] = [];
  readonly #strip: HTMLElement;
  /** Position in px of the table's rows at which the strip starts. */
  #base = 0;

  constructor(readonly layer: HTMLElement) {
    this.#strip = document.createElement("div");
    this.#strip.className = "strip";
    this.#strip.setAttribute("role", "presentation");
    layer.replaceChildren(this.#strip);
  }

  /** @param generation - changes whenever data, columns or layout do, and every row has to be written again */
  draw(scene: GridScene, generation: number): void {
    const { window, top } = scene;
    const size = window.poolSize;
    while (this.#rows.length < size) this.#add();
    while (this.#rows.length > size) this.#rows.pop()?.row.remove();
    if (Math.abs(top - this.#base) > FAR) this.#base = top;
    this.#strip.style.transform = `translateY(${this.#base - top}px)`;
    const first = Math.min(window.firstRow(top), window.rows - size);
    for (let i = 0; i < size; i++) {
      const row = first + i;
      const elements = this.#rows[row % size];
      if (elements) this.#drawRow(elements, row, scene, generation);
    }
  }

  #drawRow(elements: RowElements, row: number, scene: GridScene, generation: number): void {
    const { window, drawn, active, selection, layout } = scene;
    const y = row * window.rowHeight - this.#base;
    if (y !== elements.y) {
      elements.y = y;
      elements.row.style.transform = `translateY(${y}px)`;
    }
    const marked = active.row === row ? active.column : -1;
    const key = [
      row,
      generation,
      scene.pages.has(row),
      drawn[layout.pinned],
      drawn.length,
      marked,
      selection.key,
    ].join();
    if (elements.key === key) return;
    elements.key = key;
    if (elements.number !== row) {
      elements.number = row;
      elements.row.setAttribute("aria-rowindex", String(row + 2));
      elements.row.className = row % 2 === 0 ? "row even" : "row";
    }
    const number = scene.pages.numberOf(row);
    // The number of a row on its way is not known: it is the table's, whatever filter is set.
    const label = number === undefined ? "…" : formatNumber(number);
    if (elements.index.data !== label) elements.index.data = label;
    while (elements.cells.length < drawn.length) elements.cells.push(newCell(elements.row));
    while (elements.cells.length > drawn.length) elements.cells.pop()?.cell.remove();
    elements.cells.forEach((cell, i) => {
      const at = drawn[i] ?? 0;
      const column = scene.columns[at];
      if (!column) return;
      placeCell(cell, i, at, layout);
      const state = `${i < layout.pinned ? " pinned" : ""}${selection.has(row, at) ? " chosen" : ""}${at === marked ? " active" : ""}`;
      drawCell(cell, column, row, scene, state);
      if (at === marked) cell.cell.id = "active";
      else if (cell.cell.id) cell.cell.removeAttribute("id");
    });
  }

  #add(): void {
    const row = document.createElement("div");
    row.className = "row";
    row.setAttribute("role", "row");
    const header = document.createElement("div");
    header.className = "index";
    header.setAttribute("role", "rowheader");
    header.setAttribute("aria-colindex", "1");
    const index = document.createTextNode("");
    header.append(index);
    row.append(header);
    this.#strip.append(row);
    this.#rows.push({ row, index, cells: [], key: "", number: -1, y: NaN });
  }
}

function newCell(row: HTMLElement): CellElements {
  const cell = document.createElement("div");
  const text = document.createTextNode("");
  cell.setAttribute("role", "gridcell");
  cell.append(text);
  row.append(cell);
  return { cell, text, plain: true, className: "", place: "", column: -1, titled: false };
}

/** Pinned cells stay at the left; the first of the others keeps its distance from them. */
function placeCell(elements: CellElements, place: number, column: number, layout: ColumnLayout): void {
  const { cell } = elements;
  if (elements.column !== column) {
    elements.column = column;
    cell.setAttribute("aria-colindex", String(column + 2));
  }
  const width = `width:${layout.widths[column] ?? 0}px`;
  const gap = place === layout.pinned ? layout.start(column) - layout.pinnedWidth : 0;
  const at =
    place < layout.pinned
      ? `left:calc(var(--index-width) + ${layout.start(column)}px)`
      : gap > 0
        ? `margin-left:${gap}px`
        : "";
  const style = `${width};${at}`;
  if (elements.place === style) return;
  elements.place = style;
  cell.style.cssText = style;
}

function drawCell(elements: CellElements, column: Column, row: number, scene: GridScene, state: string): void {
  const place = scene.pages.locate(row, column.name);
  if (!place) {
    write(elements, "");
    mark(elements, `cell${isNumeric(column.type) ? " number" : ""} waiting${state}`);
    entitle(elements, undefined);
    return;
  }
  const shown = vectorText(place.vector, place.index, scene.floats.get(column.name), scene.formats?.[column.name]);
  const formula = isFormulaColumn(column.name) && formulaNodes(shown.text);
  const picture =
    shown.kind === "text"
      ? cellPicture(place.vector.get(place.index) as unknown, place.vector.type, shown.text)
      : undefined;
  const drawn = formula || picture;
  if (drawn) {
    elements.cell.replaceChildren(drawn);
    elements.plain = false;
  } else write(elements, shown.text);
  const { sought } = scene;
  const holds = sought && shown.kind !== "missing" && shown.text.toLowerCase().includes(sought.toLowerCase());
  const width = scene.layout.widths[elements.column] ?? 0;
  const fits = (shown.kind === "number" || shown.kind === "nan") && shown.text.length * DIGIT + 20 <= width;
  mark(elements, `cell ${shown.kind}${fits ? " fits" : ""}${holds ? " sought" : ""}${state}`);
  const differs = formula && formula.textContent !== shown.text;
  const isLong = shown.kind === "text" && shown.text.length > 12;
  entitle(elements, shown.whole ?? (isLong || differs ? shown.text : undefined));
}

function write(elements: CellElements, text: string): void {
  if (!elements.plain) elements.cell.replaceChildren(elements.text);
  elements.plain = true;
  if (elements.text.data !== text) elements.text.data = text;
}

function mark(elements: CellElements, className: string): void {
  if (elements.className === className) return;
  elements.className = className;
  elements.cell.className = className;
}

function entitle(elements: CellElements, title: string | undefined): void {
  if (title !== undefined) elements.cell.title = title;
  else if (elements.titled) elements.cell.removeAttribute("title");
  elements.titled = title !== undefined;
}
