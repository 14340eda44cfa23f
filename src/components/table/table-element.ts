import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Comparison, View } from "../../contracts/types.js";
import { replaceComparisons, viewWith } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { CellCopying } from "./cell-copying.js";
import { CellPointer } from "./cell-pointer.js";
import type { Arrangement } from "./column-order.js";
import type { CopyFormat } from "./copy-text.js";
import { GridColumns } from "./grid-columns.js";
import type { GridPlace } from "./grid-keys.js";
import { GridKeyboard } from "./grid-keyboard.js";
import { GridRows } from "./grid-rows.js";
import { GridSelection } from "./grid-selection.js";
import { GridViewport } from "./grid-viewport.js";
import type { HeaderForm } from "./distribution.js";
import { headerCells } from "./header-row.js";
import { HeaderStatistics } from "./header-statistics.js";
import { OpenMenu } from "./open-menu.js";
import type { RowPages } from "./row-pages.js";
import { nextSort } from "./sorting.js";
import type { TableHost } from "./table-host.js";
import { emptyNote, problemNote } from "./table-states.js";
import { headerHeight, rowHeight, tableStyle } from "./table-style.js";

export type { TableCounts } from "./grid-rows.js";

/**
 * A virtual-scrolling table. Rows come page by page from `source`; the number of elements depends on the size of the
 * element, never on the number of rows.
 *
 * @fires foundry-column - a column was chosen: detail `{ name }`
 * @fires foundry-view-change - the table was sorted or filtered: detail `{ view }`
 * @fires foundry-columns-change - columns were hidden: detail `{ columns }`
 * @fires foundry-arrange - columns were pinned or resized: detail {@link Arrangement}
 * @fires foundry-group - the rows of a column's values are to be counted: detail `{ name }`
 * @fires foundry-row - one row is to be looked at: detail `{ row }`, its place in the view
 * @fires foundry-counts - a page came: detail {@link TableCounts}
 * @fires foundry-statistics - a distribution came: detail `{ done, of }` in columns
 */
export class TableElement extends LitElement implements TableHost {
  static override styles = [tokens, controls, tableStyle];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Names of the columns to show; all when absent. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @property({ attribute: false }) arrangement: Arrangement = {};
  /** Text that is searched for: cells that hold it are marked. */
  @property({ attribute: false }) sought: string | undefined;
  /** What headers say of their columns' values. */
  @property({ attribute: false }) headers: HeaderForm = "distributions";
  /** Whether something beside the table shows groups of rows. */
  @property({ type: Boolean }) groups = false;
  /** The column whose distribution is shown elsewhere. */
  @property({ attribute: false }) selectedColumn: string | undefined;

  @query(".scroller") readonly scroller!: HTMLElement | null;
  @query(".body") readonly layer!: HTMLElement | null;

  readonly #selection = new GridSelection();
  readonly #columns = new GridColumns(this);
  readonly #viewport = new GridViewport(this, this.#selection);
  readonly #statistics = new HeaderStatistics(this);
  readonly #parts = {
    columns: this.#columns,
    viewport: this.#viewport,
    selection: this.#selection,
    statistics: this.#statistics,
  };
  readonly #rows = new GridRows(this, this.#parts);
  readonly #menu = new OpenMenu(this, { ...this.#parts, rows: this.#rows }, (name, comparisons) =>
    this.filterColumn(name, comparisons),
  );
  readonly #pointer = new CellPointer(this, this.#selection);
  readonly #copying = new CellCopying(this, { ...this.#parts, rows: this.#rows });
  readonly #keyboard = new GridKeyboard(this, this.#parts, {
    moveTo: (place, extend) => this.#moveTo(place, extend),
    openMenu: (column) => this.#menu.open(column),
    copy: () => void this.copy("tsv"),
  });

  get rowHeight(): number {
    return rowHeight(this.arrangement.lines);
  }

  get headerHeight(): number {
    return headerHeight(this.headers);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("source");
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("source")) this.#menu.close();
    this.#statistics.follow(changes);
    this.#rows.follow(changes);
  }

  override render(): TemplateResult {
    const { pages } = this.#rows;
    if (!pages || !this.source) return html`<div class="empty-table">${t("There is no table to show.")}</div>`;
    this.#rows.lay();
    return html`${pages.error ? problemNote(pages.error, () => this.#rows.pages?.retry()) : nothing}
      <div class="visually-hidden" role="status">${this.#copying.said}</div>
      <div
        class="scroller ${this.rowHeight > rowHeight() ? "wrapped" : ""}"
        style="--header-height:${this.headerHeight}px;--row-height:${this.rowHeight}px;--scrollbar:${this.#viewport.scrollbar}px"
        role="grid"
        tabindex="0"
        aria-label=${this.source.description.title}
        aria-rowcount=${this.#rows.count + 1}
        aria-colcount=${this.#columns.shown.length + 1}
        aria-busy=${pages.started ? "false" : "true"}
        aria-multiselectable="true"
        aria-activedescendant="active"
        @scroll=${this.#viewport.scroll}
        @wheel=${this.#viewport.wheel}
        @keydown=${this.#keyboard.press}
        @click=${this.#pointer.click}
        @pointerdown=${this.#pointer.press}
        @dblclick=${this.#pointer.doubleClick}
      >
        ${this.#canvas(pages)}
      </div>
      ${this.#menu.render()}`;
  }

  #canvas(pages: RowPages): TemplateResult {
    const { window } = this.#viewport;
    const { indexWidth } = this.#rows;
    const width = this.#columns.layout.width + indexWidth;
    const height = this.headerHeight + Math.max(window.scrollHeight, 2 * rowHeight());
    return html`<div
      class="canvas"
      role="presentation"
      style="width:${width}px;height:${height}px;--index-width:${indexWidth}px"
    >
      <div class="header" role="row" aria-rowindex="1" style="height:${this.headerHeight}px">
        <div class="corner" role="columnheader" aria-colindex="1">
          <span class="visually-hidden">${t("row")}</span>
        </div>
        ${this.#headers()}
      </div>
      <div
        class="body"
        role="rowgroup"
        style="top:${this.headerHeight}px;height:${Math.min(window.viewport, window.height)}px"
      ></div>
      ${pages.total === 0 ? emptyNote(this.view) : nothing}
    </div>`;
  }

  #headers(): TemplateResult[] {
    const { summaries, counts } = this.#statistics;
    const { shown, layout, drawn } = this.#columns;
    return headerCells({
      ...{ columns: shown, layout, drawn, counts },
      view: this.view,
      summaries: this.headers === "nothing" ? undefined : summaries,
      form: this.headers,
      formats: this.arrangement.formats,
      selected: this.selectedColumn,
      active: this.#selection.active,
      choose: (name) => this.tell("foundry-column", { name }),
      sort: (name, add) => this.changeView(nextSort(this.view, name, add)),
      filter: (name, comparisons) => this.filterColumn(name, comparisons),
      openMenu: (index) => this.#menu.open(index),
      resize: (name, width) => this.#columns.resize(name, width),
    });
  }

  /** Shows a row and a column and makes their cell the active one. */
  goTo(row: number, column?: string): void {
    const { active } = this.#selection;
    const at = column === undefined ? active.column : this.#columns.order.indexOf(column);
    this.#moveTo({ row: Math.max(0, Math.min(row, this.#rows.count - 1)), column: Math.max(0, at) });
  }

  /** The number in the table of a row of the view; undefined while it is on its way. */
  rowNumber(row: number): number | undefined {
    return this.#rows.pages?.numberOf(row);
  }

  /** Replaces all that is asked of a column. */
  filterColumn(name: string, comparisons: readonly Comparison[]): void {
    this.changeView(viewWith(this.view, { filter: replaceComparisons(this.view?.filter, name, comparisons) }));
  }

  /** Stops counting columns, or goes on. */
  cancelStatistics(): void {
    this.#statistics.toggle();
  }

  /** Puts the selected cells on the clipboard; a single cell without its heading. */
  copy(format: CopyFormat): Promise<void> {
    return this.#copying.copy(format);
  }

  changeView(view: View | undefined): void {
    this.view = view;
    this.tell("foundry-view-change", { view });
  }

  arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.tell("foundry-arrange", arrangement);
  }

  tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #moveTo(place: GridPlace, extend = false): void {
    const { scroller } = this;
    if (!scroller) return;
    this.#selection.moveTo(place, extend);
    if (place.row >= 0) this.#viewport.reveal(place.row, scroller);
    this.#columns.reveal(place.column, scroller, this.#rows.room);
    this.requestUpdate();
  }
}

define("foundry-table", TableElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-table": TableElement;
  }
}
