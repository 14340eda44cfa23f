import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Column, Comparison, View } from "../../contracts/types.js";
import { comparisonsOn, replaceComparisons, viewOf } from "../../core/conditions.js";
import type { TableSource } from "../../core/sources.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ColumnLayout, RESIZABLE, indexWidth } from "./column-layout.js";
import type { ColumnAction } from "./column-menu.js";
import "./column-menu.js";
import { arrange, togglePinned, type Arrangement } from "./column-order.js";
import { ColumnSummaries } from "./column-summaries.js";
import { readCells } from "./copy-cells.js";
import { copyText, type CopyFormat } from "./copy-text.js";
import { GridBody } from "./grid-body.js";
import { moveBy, type GridPlace } from "./grid-keys.js";
import { GridSelection } from "./grid-selection.js";
import { HeaderCounts } from "./header-counts.js";
import { headerCells } from "./header-row.js";
import { RowPages } from "./row-pages.js";
import { RowWindow } from "./row-window.js";
import { sampleColumns, type SampledColumns } from "./sampled-columns.js";
import { ScrollPosition } from "./scroll-position.js";
import { nextSort, sortBy, sortOf } from "./sorting.js";
import { HEADER_HEIGHT, ROW_HEIGHT, tableStyle } from "./table-style.js";

const MENU_WIDTH = 236;
const STEP = 30;
/** Columns up to which those out of sight are counted too. */
const COUNTED_UNSEEN = 200;

/** Rows of the view and of the table, once known. */
export interface TableCounts {
  total: number;
  of: number;
}

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
export class TableElement extends LitElement {
  static override styles = [tokens, controls, tableStyle];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Names of the columns to show; all when absent. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @property({ attribute: false }) arrangement: Arrangement = {};
  /** Text that is searched for: cells that hold it are marked. */
  @property({ attribute: false }) sought: string | undefined;
  /** The column whose distribution is shown elsewhere. */
  @property({ attribute: false }) selectedColumn: string | undefined;

  @query(".scroller") private scroller!: HTMLElement | null;
  @query(".body") private layer!: HTMLElement | null;

  #pages: RowPages | undefined;
  @state() private menu: { column: Column; left: number } | undefined;
  @state() private said: string | undefined;
  #summaries: ColumnSummaries | undefined;
  #counts: HeaderCounts | undefined;
  #body: GridBody | undefined;
  #sampled: SampledColumns | undefined;
  #shown: readonly Column[] = [];
  #layout = new ColumnLayout([], 0);
  #position = new ScrollPosition();
  #room = { width: 0, height: 0 };
  #seen: [number, number] = [0, 0];
  #selection = new GridSelection();
  #pinned = 0;
  #laid: { key: string; wanted: readonly number[]; arrangement: Arrangement } = { key: "", wanted: [], arrangement: {} };
  #generation = 0;
  #frame = 0;
  readonly #resizes = new ResizeObserver(() => this.#measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#pages?.close();
    this.#summaries?.close();
    this.#counts?.close();
    this.#pages = undefined;
    this.#summaries = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("source");
  }

  override willUpdate(changes: PropertyValues<this>): void {
    const { source } = this;
    if (changes.has("source") || !this.#summaries) {
      this.#summaries?.close();
      this.#counts?.close();
      this.#summaries = source && new ColumnSummaries(source, () => this.#summarised());
      this.#counts = source && new HeaderCounts(source, () => this.requestUpdate());
      this.menu = undefined;
    }
    if (changes.has("source") || changes.has("columns") || changes.has("view") || changes.has("arrangement") || !this.#pages)
      this.#open(changes);
    if (changes.has("sought")) this.#generation++;
  }

  #open(changes: PropertyValues<this>): void {
    const { source } = this;
    const total = changes.has("source") ? undefined : this.#pages?.total;
    if (!source) {
      this.#pages?.close();
      this.#pages = undefined;
      return;
    }
    const { columns, arrangement } = this;
    const before = this.#shown;
    const arranged = arrange(source.description.columns, columns, arrangement);
    this.#shown = arranged.columns;
    this.#pinned = arranged.pinned;
    const order = this.#shown.map(({ name }) => name);
    const resized = changes.has("arrangement") && !changes.has("source") && !changes.has("columns") && !changes.has("view");
    if (resized && before.length === order.length && this.#pages) {
      // Other widths or places need no other rows, except where columns come in blocks.
      const moved = before.some(({ name }, i) => name !== order[i]);
      if (!moved || order.length <= 96) {
        if (moved) this.#sampled = undefined;
        this.#generation++;
        return;
      }
    }
    this.#pages?.close();
    this.#pages = new RowPages(source, columns && [...columns], this.view, () => this.#arrived(), order);
    // Until the filtered count is known the table keeps its length, so that nothing jumps twice.
    this.#pages.total ??= total;
    if (changes.has("source") || changes.has("columns") || changes.has("arrangement") || !this.#sampled)
      this.#sampled = undefined;
    this.#position = new ScrollPosition();
    const column = Math.min(this.#active.column, Math.max(0, this.#shown.length - 1));
    const row = this.#active.row === -1 ? -1 : 0;
    this.#selection.moveTo({ row, column });
    this.#generation++;
  }

  get #active(): GridPlace {
    return this.#selection.active;
  }

  override render(): TemplateResult {
    const pages = this.#pages;
    if (!pages || !this.source) return html`<div class="empty-table">There is no table to show.</div>`;
    this.#lay(pages);
    const rows = this.#window;
    return html`${pages.error ? this.#problem(pages.error) : nothing}
      <div class="visually-hidden" role="status">${this.said}</div>
      <div
        class="scroller"
        role="grid"
        tabindex="0"
        aria-label=${this.source.description.title}
        aria-rowcount=${this.#rowCount + 1}
        aria-colcount=${this.#shown.length + 1}
        aria-busy=${pages.started ? "false" : "true"}
        aria-multiselectable="true"
        aria-activedescendant="active"
        @scroll=${() => this.#scrolled()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @click=${(event: MouseEvent) => this.#click(event)}
        @pointerdown=${(event: PointerEvent) => this.#press(event)}
        @dblclick=${(event: Event) => this.#isCell(event) && this.#fire("foundry-row", { row: this.#active.row })}
      >
        <div
          class="canvas"
          role="presentation"
          style="width:${this.#layout.width + this.#indexWidth}px;height:${HEADER_HEIGHT + Math.max(rows.scrollHeight, 2 * ROW_HEIGHT)}px;--index-width:${this.#indexWidth}px"
        >
          <div class="header" role="row" aria-rowindex="1" style="height:${HEADER_HEIGHT}px">
            <div class="corner" role="columnheader" aria-colindex="1">
              <span class="visually-hidden">row</span>
            </div>
            ${this.#headers()}
          </div>
          <div
            class="body"
            role="rowgroup"
            style="top:${HEADER_HEIGHT}px;height:${Math.min(rows.viewport, rows.height)}px"
          ></div>
          ${pages.total === 0 ? html`<div class="empty-table">${this.#emptySentence}</div>` : nothing}
        </div>
      </div>
      ${this.menu ? this.#menu(this.menu) : nothing}`;
  }

  #menu({ column, left }: { column: Column; left: number }): TemplateResult {
    const { name } = column;
    return html`<foundry-column-menu
      style="left:${left}px;top:${HEADER_HEIGHT - 4}px"
      .column=${column}
      .statistics=${this.#summaries?.get(name)}
      .comparisons=${comparisonsOn(this.view?.filter, name)}
      .sorted=${sortOf(this.view, name)}
      ?alsoSorted=${(this.view?.sort?.length ?? 0) > 0}
      ?pinned=${this.arrangement.pinned?.includes(name)}
      ?last=${this.#shown.length === 1}
      @foundry-column-action=${({ detail }: CustomEvent<{ action: ColumnAction; add: boolean }>) => this.#act(name, detail.action, detail.add)}
      @foundry-column-filter=${({ detail }: CustomEvent<{ comparisons: Comparison[] }>) => this.filterColumn(name, detail.comparisons)}
      @foundry-menu-close=${() => {
        this.menu = undefined;
        this.scroller?.focus();
      }}
    ></foundry-column-menu>`;
  }

  #headers(): TemplateResult[] {
    return headerCells({
      columns: this.#shown,
      layout: this.#layout,
      drawn: this.#drawn,
      view: this.view,
      summaries: this.#summaries,
      counts: this.#counts,
      selected: this.selectedColumn,
      active: this.#active,
      choose: (name) => this.#fire("foundry-column", { name }),
      sort: (name, add) => this.#changeView(nextSort(this.view, name, add)),
      filter: (name, comparisons) => this.filterColumn(name, comparisons),
      openMenu: (index) => this.#openMenu(index),
      resize: (name, width) => this.#resize(name, width),
    });
  }

  override updated(): void {
    const { scroller, layer } = this;
    if (!scroller || !layer) return;
    if (this.#body?.layer !== layer) {
      this.#body = new GridBody(layer);
      this.#resizes.disconnect();
      this.#resizes.observe(scroller);
      scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    }
    this.#measure();
    this.#draw();
  }

  #problem(error: Error): TemplateResult {
    return html`<div class="problem" role="alert">
      <span>${error.message}</span>
      <button class="plain" @click=${() => this.#pages?.retry()}>Retry</button>
    </div>`;
  }

  get #emptySentence(): string {
    return this.view?.filter ? "No row matches the filter." : "This table has no rows.";
  }

  get #window(): RowWindow {
    return new RowWindow(this.#rowCount, ROW_HEIGHT, Math.max(0, this.#room.height - HEADER_HEIGHT));
  }

  get #rowCount(): number {
    return this.#pages ? (this.#pages.total ?? this.#pages.of) : 0;
  }

  get #indexWidth(): number {
    return indexWidth(this.#pages?.of ?? 0);
  }

  /** Width in px of what is seen of the columns. */
  get #dataRoom(): number {
    return Math.max(0, this.#room.width - this.#indexWidth);
  }

  #lay(pages: RowPages): void {
    if (!this.#sampled || (!this.#sampled.fromRows && pages.has(0)))
      this.#sampled = sampleColumns(this.#shown, pages);
    const { wanted } = this.#sampled;
    const { arrangement } = this;
    const key = [this.#dataRoom, this.#pinned].join();
    if (key !== this.#laid.key || wanted !== this.#laid.wanted || arrangement !== this.#laid.arrangement) {
      this.#laid = { key, wanted, arrangement };
      const { widths } = arrangement;
      const given = widths ? this.#shown.map(({ name }, i) => widths[name] ?? wanted[i] ?? 0) : wanted;
      const layout = new ColumnLayout(given, widths ? 0 : this.#dataRoom, this.#pinned);
      if (layout.widths.join() !== this.#layout.widths.join() || layout.pinned !== this.#layout.pinned) this.#generation++;
      this.#layout = layout;
    }
    this.#seen = this.#layout.seen(this.scroller?.scrollLeft ?? 0, this.#dataRoom);
  }

  get #drawn(): number[] {
    return this.#layout.drawn(this.#seen);
  }

  #measure(): void {
    const { scroller } = this;
    if (!scroller) return;
    const { clientWidth: width, clientHeight: height } = scroller;
    if (width === this.#room.width && height === this.#room.height) return;
    this.#room = { width, height };
    this.requestUpdate();
  }

  #arrived(): void {
    const pages = this.#pages;
    if (!pages) return;
    this.#generation++;
    if (pages.total !== undefined) this.#fire("foundry-counts", { total: pages.total, of: pages.of });
    this.requestUpdate();
  }

  #summarised(): void {
    const of = this.source?.description.columns.length ?? 0;
    const { done = 0, cancelled = false } = this.#summaries ?? {};
    this.#fire("foundry-statistics", { done, of, cancelled });
    this.requestUpdate();
  }

  #draw(): void {
    const { scroller } = this;
    const pages = this.#pages;
    if (!pages || !this.#body || !scroller) return;
    const window = this.#window;
    const { top } = this.#position;
    const drawn = this.#drawn;
    const decimals = this.#sampled?.decimals ?? new Map<string, number>();
    this.#body.draw(
      { pages, columns: this.#shown, layout: this.#layout, drawn, window, top, decimals, active: this.#active, selection: this.#selection, sought: this.sought },
      this.#generation,
    );
    pages.want(window.firstRow(top), Math.max(window.endRow(top), 1), drawn);
    // Rows come first: distributions are asked for only when there is something to look at.
    if (!pages.started) return;
    const inSight = drawn.flatMap((column) => this.#shown[column]?.name ?? []);
    const rest = this.#shown.length <= COUNTED_UNSEEN ? this.#shown.map(({ name }) => name) : [];
    void this.#summaries?.load([...inSight, ...rest]);
    this.#counts?.follow(this.view, inSight.map((name) => this.#summaries?.get(name)));
  }

  #scrolled(): void {
    if (!this.scroller) return;
    this.#position.follow(this.#window, this.scroller);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const before = this.#seen.join();
      if (this.#pages) this.#lay(this.#pages);
      if (before === this.#seen.join()) this.#draw();
      else this.requestUpdate();
    });
  }

  #wheel(event: WheelEvent): void {
    if (!this.scroller || !this.#position.wheel(event, this.#window, this.scroller)) return;
    event.preventDefault();
    this.#scrolled();
  }

  #key(event: KeyboardEvent): void {
    const column = this.#shown[this.#active.column];
    if (event.target !== this.scroller || !column) return;
    const window = this.#window;
    const page = Math.max(1, Math.floor(window.viewport / ROW_HEIGHT) - 1);
    const command = event.ctrlKey || event.metaKey;
    const to = event.altKey ? undefined : moveBy(event, this.#active, { rows: window.rows, columns: this.#shown.length, page });
    if (to) this.#moveTo(to, event.shiftKey && to.row >= 0);
    else if (event.key === "Enter" && this.#active.row === -1) this.#fire("foundry-column", { name: column.name });
    else if (event.key === "Enter") this.#fire("foundry-row", { row: this.#active.row });
    else if (event.key === " " && this.#active.row === -1) this.#changeView(nextSort(this.view, column.name, event.shiftKey));
    else if ((event.key === "ArrowDown" && event.altKey) || event.key === "ContextMenu") this.#openMenu(this.#active.column);
    else if (event.key === "a" && command) this.#selectAll();
    else if (event.key === "c" && command && getSelection()?.isCollapsed !== false) void this.copy("tsv");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Shows a row and a column and makes their cell the active one. */
  goTo(row: number, column?: string): void {
    const at = column === undefined ? this.#active.column : this.#shown.findIndex(({ name }) => name === column);
    this.#moveTo({ row: Math.max(0, Math.min(row, this.#rowCount - 1)), column: Math.max(0, at) });
  }

  /** Replaces all that is asked of a column. */
  filterColumn(name: string, comparisons: readonly Comparison[]): void {
    this.#changeView(viewOf(replaceComparisons(this.view?.filter, name, comparisons), this.view?.sort));
  }

  /** Stops counting columns, or goes on. */
  cancelStatistics(): void {
    if (this.#summaries?.cancelled) this.#summaries.resume();
    else this.#summaries?.cancel();
    this.requestUpdate();
  }

  /** Puts the selected cells on the clipboard; a single cell without its heading. */
  async copy(format: CopyFormat): Promise<void> {
    const { source } = this;
    const column = this.#shown[this.#active.column];
    if (!source || !column) return;
    try {
      await navigator.clipboard.writeText(await this.#copied(source, column, format));
      this.said = "Copied";
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
      this.#fire("foundry-problem", { problem: this.said });
    }
  }

  async #copied(source: TableSource, column: Column, format: CopyFormat): Promise<string> {
    if (this.#active.row < 0) return column.name;
    const { rows, columns } = this.#selection.range;
    if (this.#selection.isBlock || format !== "tsv")
      return readCells(source, this.view, this.#shown.slice(columns[0], columns[1] + 1), rows, format);
    const place = this.#pages?.locate(this.#active.row, column.name);
    return place ? copyText(place.vector, place.index) : "";
  }

  #selectAll(): void {
    this.#selection.selectAll(this.#rowCount, this.#shown.length);
    this.requestUpdate();
  }

  #moveTo(place: GridPlace, extend = false): void {
    const { scroller } = this;
    if (!scroller) return;
    this.#selection.moveTo(place, extend);
    const window = this.#window;
    const top = this.#position.top;
    if (place.row >= 0 && window.reveal(place.row, top) !== top) {
      this.#position.moveTo(window.reveal(place.row, top), window, scroller);
    }
    const start = this.#layout.start(place.column) - this.#layout.pinnedWidth;
    const end = this.#layout.start(place.column + 1) - this.#dataRoom;
    if (place.column >= this.#layout.pinned) {
      if (scroller.scrollLeft > start) scroller.scrollLeft = start;
      else if (scroller.scrollLeft < end) scroller.scrollLeft = end;
    }
    this.requestUpdate();
  }

  #isCell(event: Event): GridPlace | undefined {
    const [cell] = event.composedPath().filter((node) => node instanceof HTMLElement && node.dataset["row"]);
    if (!(cell instanceof HTMLElement)) return undefined;
    return { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) };
  }

  #click(event: MouseEvent): void {
    const place = this.#isCell(event);
    if (!place || this.#selection.isBlock) return;
    this.#selection.moveTo(place, event.shiftKey);
    this.requestUpdate();
  }

  /** A press on a cell, and a drag from it, select; text in a cell is selected in the pane of its row. */
  #press(event: PointerEvent): void {
    const place = this.#isCell(event);
    if (!place || event.button !== 0 || event.pointerType === "touch") return;
    this.#selection.moveTo(place, event.shiftKey);
    this.requestUpdate();
    const drag = (moved: PointerEvent) => {
      const to = this.#isCell(moved);
      if (!to || (to.row === this.#active.row && to.column === this.#active.column)) return;
      moved.preventDefault();
      this.#selection.moveTo(to, true);
      this.requestUpdate();
    };
    this.scroller?.addEventListener("pointermove", drag);
    addEventListener("pointerup", () => this.scroller?.removeEventListener("pointermove", drag), { once: true });
  }

  #openMenu(index: number): void {
    const column = this.#shown[index];
    const { scroller } = this;
    if (!column || !scroller) return;
    const left = this.#layout.start(index) - (index < this.#pinned ? 0 : scroller.scrollLeft) + this.#indexWidth;
    this.menu = { column, left: Math.max(0, Math.min(left, this.#room.width - MENU_WIDTH)) };
  }

  #act(name: string, action: ColumnAction, add: boolean): void {
    const width = this.#layout.widths[this.#shown.findIndex((column) => column.name === name)] ?? 0;
    if (action === "pin" || action === "unpin")
      this.#arrange({ ...this.arrangement, pinned: togglePinned(this.arrangement, name) });
    else if (action === "hide") {
      const columns = (this.source?.description.columns ?? []).filter((column) => column.name !== name && this.#shown.includes(column));
      this.#fire("foundry-columns-change", { columns: columns.map((column) => column.name) });
    } else if (action === "wider") this.#resize(name, width + STEP);
    else if (action === "narrower") this.#resize(name, width - STEP);
    else this.#changeView(sortBy(this.view, name, action, add));
  }

  #resize(name: string, width: number | undefined): void {
    const widths: Record<string, number> = {};
    // What a person sees stays as it is, except for the column that is pulled.
    if (width !== undefined) this.#shown.slice(0, COUNTED_UNSEEN).forEach((column, i) => (widths[column.name] = this.#layout.widths[i] ?? 0));
    Object.assign(widths, this.arrangement.widths);
    if (width === undefined) Reflect.deleteProperty(widths, name);
    else widths[name] = Math.round(Math.max(RESIZABLE[0], Math.min(RESIZABLE[1], width)));
    this.#arrange({ ...this.arrangement, widths });
  }

  #arrange(arrangement: Arrangement): void {
    this.arrangement = arrangement;
    this.#fire("foundry-arrange", arrangement);
  }

  #changeView(view: View | undefined): void {
    this.view = view;
    this.#fire("foundry-view-change", { view });
  }

  #fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

define("foundry-table", TableElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-table": TableElement;
  }
}
