import { html, type TemplateResult } from "lit";
import type { Column, Comparison, View } from "../../contracts/types.js";
import { comparisonsOn, replaceComparisons, viewWith } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";
import { define } from "../define.js";
import { RESIZABLE } from "./column-layout.js";
import "./column-menu.js";
import { isFormulaColumn } from "./formula.js";
import type { ColumnAction } from "./column-menu.js";
import { togglePinned, type Arrangement } from "./column-order.js";
import { t } from "../../core/translation.js";
import { readCells, toClipboard, type Copied } from "./copy-cells.js";
import { copyText, type CopyFormat } from "./copy-text.js";
import { COUNTED_UNSEEN, GridElement } from "./grid-element.js";
import { moveBy, type GridPlace } from "./grid-keys.js";
import type { HeaderActions } from "./header-row.js";
import { nextSort, sortBy, sortOf } from "./sorting.js";
import { HEADER_HEIGHT, ROW_HEIGHT } from "./table-style.js";

export type { TableCounts } from "./grid-element.js";

const MENU_WIDTH = 236;
/** With the periodic table. */
const WIDE_MENU = 478;
const STEP = 30;

/**
 * A virtual-scrolling table. Rows come page by page from `source`; the number of elements depends on the size of the
 * element, never on the number of rows.
 *
 * @fires foundry-column - a column was chosen: detail `{ name }`
 * @fires foundry-view-change - the table was sorted or filtered: detail `{ view }`
 * @fires foundry-columns-change - columns were hidden: detail `{ columns }`
 * @fires foundry-arrange - columns were pinned or resized: detail {@link Arrangement}
 * @fires foundry-row - one row is to be looked at: detail `{ row }`, its place in the view
 * @fires foundry-counts - a page came: detail {@link TableCounts}
 * @fires foundry-statistics - a distribution came: detail `{ done, of }` in columns
 */
export class TableElement extends GridElement {
  protected drawMenu({ column, left }: { column: Column; left: number }): TemplateResult {
    const { name } = column;
    return html`<foundry-column-menu
      style="left:${left}px;top:${HEADER_HEIGHT - 4}px"
      .column=${column}
      .statistics=${this.summaries?.get(name)}
      .comparisons=${comparisonsOn(this.view?.filter, name)}
      .sorted=${sortOf(this.view, name)}
      ?alsoSorted=${(this.view?.sort?.length ?? 0) > 0}
      ?pinned=${this.arrangement.pinned?.includes(name)}
      ?last=${this.shown.length === 1}
      @foundry-column-action=${({ detail }: CustomEvent<{ action: ColumnAction; add: boolean }>) => this.#act(name, detail.action, detail.add)}
      @foundry-column-filter=${({ detail }: CustomEvent<{ comparisons: Comparison[] }>) => this.filterColumn(name, detail.comparisons)}
      @foundry-menu-close=${() => {
        this.menu = undefined;
        this.scroller?.focus();
      }}
    ></foundry-column-menu>`;
  }

  protected pressKey(event: KeyboardEvent): void {
    const column = this.shown[this.active.column];
    if (event.target !== this.scroller || !column) return;
    const window = this.rowWindow;
    const page = Math.max(1, Math.floor(window.viewport / ROW_HEIGHT) - 1);
    const command = event.ctrlKey || event.metaKey;
    const to = event.altKey
      ? undefined
      : moveBy(event, this.active, { rows: window.rows, columns: this.shown.length, page });
    if (to) this.#moveTo(to, event.shiftKey && to.row >= 0);
    else if (event.key === "Enter" && this.active.row === -1) this.tell("foundry-column", { name: column.name });
    else if (event.key === "Enter") this.tell("foundry-row", { row: this.active.row });
    else if (event.key === " " && this.active.row === -1)
      this.#changeView(nextSort(this.view, column.name, event.shiftKey));
    else if ((event.key === "ArrowDown" && event.altKey) || event.key === "ContextMenu")
      this.#openMenu(this.active.column);
    else if (event.key === "a" && command) this.#selectAll();
    else if (event.key === "c" && command && getSelection()?.isCollapsed !== false) void this.copy("tsv");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows a row and a column and makes their cell the active one. */
  goTo(row: number, column?: string): void {
    const at = column === undefined ? this.active.column : this.shown.findIndex(({ name }) => name === column);
    this.#moveTo({ row: Math.max(0, Math.min(row, this.rowCount - 1)), column: Math.max(0, at) });
  }

  /** Replaces all that is asked of a column. */
  filterColumn(name: string, comparisons: readonly Comparison[]): void {
    this.#changeView(viewWith(this.view, { filter: replaceComparisons(this.view?.filter, name, comparisons) }));
  }

  /** Stops counting columns, or goes on. */
  cancelStatistics(): void {
    if (this.summaries?.cancelled) this.summaries.resume();
    else this.summaries?.cancel();
    this.requestUpdate();
  }

  /** Puts the selected cells on the clipboard; a single cell without its heading. */
  async copy(format: CopyFormat): Promise<void> {
    const { source } = this;
    const column = this.shown[this.active.column];
    if (!source || !column) return;
    try {
      const copied = await this.#copied(source, column, format);
      await toClipboard(copied);
      this.said = copied.guarded
        ? t("Copied; %1 texts have ' before them, so that no spreadsheet runs them.", copied.guarded)
        : t("Copied");
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
      this.tell("foundry-problem", { problem: this.said });
    }
  }

  async #copied(source: TableSource, column: Column, format: CopyFormat): Promise<Copied> {
    if (this.active.row < 0) return { text: column.name, guarded: 0 };
    const { rows, columns } = this.selection.range;
    if (this.selection.isBlock || format !== "tsv")
      return readCells(source, this.view, this.shown.slice(columns[0], columns[1] + 1), rows, format);
    const place = this.pages?.locate(this.active.row, column.name);
    return { text: place ? copyText(place.vector, place.index) : "", guarded: 0 };
  }

  #selectAll(): void {
    this.selection.selectAll(this.rowCount, this.shown.length);
    this.requestUpdate();
  }

  #moveTo(place: GridPlace, extend = false): void {
    const { scroller } = this;
    if (!scroller) return;
    this.selection.moveTo(place, extend);
    const window = this.rowWindow;
    const top = this.position.top;
    if (place.row >= 0 && window.reveal(place.row, top) !== top) {
      this.position.moveTo(window.reveal(place.row, top), window, scroller);
    }
    const start = this.layout.start(place.column) - this.layout.pinnedWidth;
    const end = this.layout.start(place.column + 1) - this.dataRoom;
    if (place.column >= this.layout.pinned) {
      if (scroller.scrollLeft > start) scroller.scrollLeft = start;
      else if (scroller.scrollLeft < end) scroller.scrollLeft = end;
    }
    this.requestUpdate();
  }

  #isCell(event: Event): GridPlace | undefined {
    const cell = event
      .composedPath()
      .find((node) => node instanceof HTMLElement && node.getAttribute("role") === "gridcell");
    if (!(cell instanceof HTMLElement)) return undefined;
    const at = (element: Element | null, name: string) => Number(element?.getAttribute(name)) - 2;
    return { row: at(cell.parentElement, "aria-rowindex"), column: at(cell, "aria-colindex") };
  }

  protected clickCell(event: MouseEvent): void {
    const place = this.#isCell(event);
    if (!place || this.selection.isBlock) return;
    this.selection.moveTo(place, event.shiftKey);
    this.requestUpdate();
  }

  /** A press on a cell, and a drag from it, select; text in a cell is selected in the pane of its row. */
  protected press(event: PointerEvent): void {
    const place = this.#isCell(event);
    if (!place || event.button !== 0 || event.pointerType === "touch") return;
    this.selection.moveTo(place, event.shiftKey);
    this.requestUpdate();
    const drag = (moved: PointerEvent) => {
      const to = this.#isCell(moved);
      if (!to || (to.row === this.active.row && to.column === this.active.column)) return;
      moved.preventDefault();
      this.selection.moveTo(to, true);
      this.requestUpdate();
    };
    this.scroller?.addEventListener("pointermove", drag);
    addEventListener("pointerup", () => this.scroller?.removeEventListener("pointermove", drag), { once: true });
  }

  #openMenu(index: number): void {
    const column = this.shown[index];
    const { scroller } = this;
    if (!column || !scroller) return;
    const left = this.layout.start(index) - (index < this.pinnedCount ? 0 : scroller.scrollLeft) + this.indexRoom;
    const width = isFormulaColumn(column.name) ? WIDE_MENU : MENU_WIDTH;
    this.menu = { column, left: Math.max(0, Math.min(left, this.room.width - width)) };
  }

  #act(name: string, action: ColumnAction, add: boolean): void {
    const width = this.layout.widths[this.shown.findIndex((column) => column.name === name)] ?? 0;
    if (action === "pin" || action === "unpin")
      this.#arrange({ ...this.arrangement, pinned: togglePinned(this.arrangement, name) });
    else if (action === "hide") {
      const columns = (this.source?.description.columns ?? []).filter(
        (column) => column.name !== name && this.shown.includes(column),
      );
      this.tell("foundry-columns-change", { columns: columns.map((column) => column.name) });
    } else if (action === "wider") this.#resize(name, width + STEP);
    else if (action === "narrower") this.#resize(name, width - STEP);
    else this.#changeView(sortBy(this.view, name, action, add));
  }

  #resize(name: string, width: number | undefined): void {
    const widths: Record<string, number> = {};
    // What a person sees stays as it is, except for the column that is pulled.
    if (width !== undefined)
      this.shown.slice(0, COUNTED_UNSEEN).forEach((column, i) => (widths[column.name] = this.layout.widths[i] ?? 0));
    Object.assign(widths, this.arrangement.widths);
    if (width === undefined) Reflect.deleteProperty(widths, name);
    else widths[name] = Math.round(Math.max(RESIZABLE[0], Math.min(RESIZABLE[1], width)));
    this.#arrange({ ...this.arrangement, widths });
  }

  #arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.tell("foundry-arrange", arrangement);
  }

  #changeView(view: View | undefined): void {
    this.view = view;
    this.tell("foundry-view-change", { view });
  }

  protected doubleClick(event: Event): void {
    if (this.#isCell(event)) this.tell("foundry-row", { row: this.active.row });
  }

  protected get headerActions(): HeaderActions {
    return {
      choose: (name) => this.tell("foundry-column", { name }),
      sort: (name, add) => this.#changeView(nextSort(this.view, name, add)),
      filter: (name, comparisons) => this.filterColumn(name, comparisons),
      openMenu: (index) => this.#openMenu(index),
      resize: (name, width) => this.#resize(name, width),
    };
  }
}

define("foundry-table", TableElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-table": TableElement;
  }
}
