import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Column, View } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { columnHeader } from "./column-header.js";
import { ColumnLayout, indexWidth } from "./column-layout.js";
import { ColumnSummaries } from "./column-summaries.js";
import { copyText } from "./copy-text.js";
import { GridBody } from "./grid-body.js";
import { moveBy, type GridPlace } from "./grid-keys.js";
import { RowPages } from "./row-pages.js";
import { RowWindow } from "./row-window.js";
import { sampleColumns, type SampledColumns } from "./sampled-columns.js";
import { ScrollPosition } from "./scroll-position.js";
import { nextSort, sortOf } from "./sorting.js";
import { HEADER_HEIGHT, ROW_HEIGHT, tableStyle } from "./table-style.js";

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
 * @fires foundry-view-change - the table was sorted: detail `{ view }`
 * @fires foundry-counts - a page came: detail {@link TableCounts}
 * @fires foundry-statistics - a distribution came: detail `{ done, of }` in columns
 */
export class TableElement extends LitElement {
  static override styles = [tokens, controls, tableStyle];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Names of the columns to show; all when absent. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  /** The column whose distribution is shown elsewhere. */
  @property({ attribute: false }) selectedColumn: string | undefined;

  @query(".scroller") private scroller!: HTMLElement | null;
  @query(".body") private layer!: HTMLElement | null;

  #pages: RowPages | undefined;
  #summaries: ColumnSummaries | undefined;
  #body: GridBody | undefined;
  #sampled: SampledColumns | undefined;
  #shown: readonly Column[] = [];
  #layout = new ColumnLayout([], 0);
  #position = new ScrollPosition();
  #room = { width: 0, height: 0 };
  #seen: [number, number] = [0, 0];
  #active: GridPlace = { row: 0, column: 0 };
  #generation = 0;
  #frame = 0;
  readonly #resizes = new ResizeObserver(() => this.#measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#pages?.close();
    this.#summaries?.close();
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
      this.#summaries = source && new ColumnSummaries(source, () => this.#summarised());
    }
    if (changes.has("source") || changes.has("columns") || changes.has("view") || !this.#pages)
      this.#open(changes);
  }

  #open(changes: PropertyValues<this>): void {
    const { source } = this;
    const total = changes.has("source") ? undefined : this.#pages?.total;
    this.#pages?.close();
    if (!source) {
      this.#pages = undefined;
      return;
    }
    const all = source.description.columns;
    const { columns } = this;
    this.#shown = columns ? all.filter(({ name }) => columns.includes(name)) : all;
    this.#pages = new RowPages(source, columns && [...columns], this.view, () => this.#arrived());
    // Until the filtered count is known the table keeps its length, so that nothing jumps twice.
    this.#pages.total ??= total;
    if (changes.has("source") || changes.has("columns") || !this.#sampled) this.#sampled = undefined;
    this.#position = new ScrollPosition();
    this.#active = { row: 0, column: Math.min(this.#active.column, Math.max(0, this.#shown.length - 1)) };
    this.#generation++;
  }

  override render(): TemplateResult {
    const pages = this.#pages;
    if (!pages || !this.source) return html`<div class="empty-table">There is no table to show.</div>`;
    this.#lay(pages);
    const rows = this.#window;
    return html`${pages.error ? this.#problem(pages.error) : nothing}
      <div
        class="scroller"
        role="grid"
        tabindex="0"
        aria-label=${this.source.description.title}
        aria-rowcount=${this.#rowCount + 1}
        aria-colcount=${this.#shown.length + 1}
        aria-busy=${pages.started ? "false" : "true"}
        aria-activedescendant="active"
        @scroll=${() => this.#scrolled()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @click=${(event: Event) => this.#click(event)}
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
            <div style="flex:none;width:${this.#layout.start(this.#seen[0])}px" role="presentation"></div>
            ${this.#headers()}
          </div>
          <div
            class="body"
            role="rowgroup"
            style="top:${HEADER_HEIGHT}px;height:${Math.min(rows.viewport, rows.height)}px"
          ></div>
          ${pages.total === 0 ? html`<div class="empty-table">${this.#emptySentence}</div>` : nothing}
        </div>
      </div>`;
  }

  #headers(): TemplateResult[] {
    const [first, end] = this.#seen;
    return this.#shown.slice(first, end).map((column, i) =>
      columnHeader({
        column,
        index: first + i,
        width: this.#layout.widths[first + i] ?? 0,
        statistics: this.#summaries?.get(column.name),
        sorted: sortOf(this.view, column.name),
        selected: this.selectedColumn === column.name,
        active: this.#active.row === -1 && this.#active.column === first + i,
        choose: () => this.#choose(column.name),
        sort: () => this.#sort(column.name),
      }),
    );
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
    const layout = new ColumnLayout(this.#sampled.wanted, this.#dataRoom);
    if (layout.widths.join() !== this.#layout.widths.join()) this.#generation++;
    this.#layout = layout;
    this.#seen = this.#layout.seen(this.scroller?.scrollLeft ?? 0, this.#dataRoom);
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
    this.#fire("foundry-statistics", { done: this.#summaries?.done ?? 0, of });
    this.requestUpdate();
  }

  #draw(): void {
    const { scroller } = this;
    const pages = this.#pages;
    if (!pages || !this.#body || !scroller) return;
    const window = this.#window;
    const { top } = this.#position;
    const scene = { pages, columns: this.#shown, layout: this.#layout, seen: this.#seen, window, top };
    const decimals = this.#sampled?.decimals ?? new Map<string, number>();
    this.#body.draw({ ...scene, decimals, active: this.#active }, this.#generation);
    pages.want(window.firstRow(top), Math.max(window.endRow(top), 1));
    // Rows come first: distributions are asked for only when there is something to look at.
    if (pages.started) void this.#summaries?.load(this.#shown.map(({ name }) => name));
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
    const to = moveBy(event, this.#active, { rows: window.rows, columns: this.#shown.length, page });
    if (to) this.#moveTo(to);
    else if (event.key === "Enter") this.#choose(column.name);
    else if (event.key === " " && this.#active.row === -1) this.#sort(column.name);
    else if (event.key === "c" && (event.ctrlKey || event.metaKey) && getSelection()?.isCollapsed !== false)
      this.#copy();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #moveTo(place: GridPlace): void {
    const { scroller } = this;
    if (!scroller) return;
    this.#active = place;
    const window = this.#window;
    const top = this.#position.top;
    if (place.row >= 0 && window.reveal(place.row, top) !== top) {
      this.#position.moveTo(window.reveal(place.row, top), window, scroller);
    }
    const start = this.#layout.start(place.column);
    const end = this.#layout.start(place.column + 1) - this.#dataRoom;
    if (scroller.scrollLeft > start) scroller.scrollLeft = start;
    else if (scroller.scrollLeft < end) scroller.scrollLeft = end;
    this.requestUpdate();
  }

  #click(event: Event): void {
    const [cell] = event.composedPath().filter((node) => node instanceof HTMLElement && node.dataset["row"]);
    if (!(cell instanceof HTMLElement)) return;
    this.#active = { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) };
    this.requestUpdate();
  }

  #copy(): void {
    const column = this.#shown[this.#active.column];
    if (!column) return;
    const place = this.#pages?.locate(this.#active.row, column.name);
    const text = this.#active.row < 0 ? column.name : place ? copyText(place.vector, place.index) : "";
    void navigator.clipboard.writeText(text);
  }

  #choose(name: string): void {
    this.#fire("foundry-column", { name });
  }

  #sort(column: string): void {
    this.view = nextSort(this.view, column);
    this.#fire("foundry-view-change", { view: this.view });
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
