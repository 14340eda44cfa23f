import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Column, View } from "../../contracts/types.js";
import type { TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { CellTeller } from "./chosen-cells.js";
import { ColumnLayout, indexWidth } from "./column-layout.js";
import { arrange, type Arrangement } from "./column-order.js";
import { ColumnSummaries } from "./column-summaries.js";
import { GridBody } from "./grid-body.js";
import type { GridPlace } from "./grid-keys.js";
import { GridSelection } from "./grid-selection.js";
import { HeaderCounts } from "./header-counts.js";
import { headerCells, type HeaderActions, type HeaderRow } from "./header-row.js";
import { KeptPlace } from "./kept-place.js";
import type { FloatLayout } from "./number-format.js";
import { RowPages } from "./row-pages.js";
import { RowWindow } from "./row-window.js";
import { sampleColumns, type SampledColumns } from "./sampled-columns.js";
import { ScrollPosition } from "./scroll-position.js";
import { emptyNote, problemNote } from "./table-states.js";
import { HEADER_HEIGHT, ROW_HEIGHT, tableStyle } from "./table-style.js";

/** Columns up to which those out of sight are counted too. */
export const COUNTED_UNSEEN = 200;

/** Rows of the view and of the table, once known. */
export interface TableCounts {
  total: number;
  of: number;
}

/**
 * The part of the table that shows: rows come page by page from `source`, are laid out and drawn, and the headers with
 * them. What a person does to it is in `table-element.ts`.
 */
export abstract class GridElement extends LitElement {
  static override styles = [tokens, controls, tableStyle];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Names of the columns to show; all when absent. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @property({ attribute: false }) arrangement: Arrangement = {};
  /** Text that is searched for: cells that hold it are marked. */
  @property({ attribute: false }) sought: string | undefined;
  /** What headers say of their columns' values. */
  @property({ attribute: false }) headers: HeaderRow["form"] = "distributions";
  /** The column whose distribution is shown elsewhere. */
  @property({ attribute: false }) selectedColumn: string | undefined;

  @query(".scroller") protected scroller!: HTMLElement | null;
  @query(".body") private layer!: HTMLElement | null;

  protected pages: RowPages | undefined;
  @state() protected menu: { column: Column; left: number } | undefined;
  @state() protected said: string | undefined;
  protected summaries: ColumnSummaries | undefined;
  #counts: HeaderCounts | undefined;
  #body: GridBody | undefined;
  #sampled: SampledColumns | undefined;
  protected shown: readonly Column[] = [];
  protected layout = new ColumnLayout([], 0);
  protected position = new ScrollPosition();
  protected room = { width: 0, height: 0 };
  #seen: [number, number] = [0, 0];
  protected readonly selection = new GridSelection();
  protected pinnedCount = 0;
  #laid: { key: string; wanted: readonly number[]; arrangement: Arrangement } = {
    key: "",
    wanted: [],
    arrangement: {},
  };
  #generation = 0;
  readonly #cells = new CellTeller((cells) => this.tell("foundry-cells", cells));
  #frame = 0;
  readonly #kept = new KeptPlace();
  readonly #resizes = new ResizeObserver(() => this.#measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.pages?.close();
    this.summaries?.close();
    this.#counts?.close();
    this.pages = undefined;
    this.summaries = undefined;
    this.#kept.keep(this.position, this.active);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("source");
  }

  override willUpdate(changes: PropertyValues<this>): void {
    const { source } = this;
    if (changes.has("source") && changes.get("source") !== undefined && changes.get("source") !== source)
      this.#kept.forget();
    if (changes.has("source") || !this.summaries) {
      this.summaries?.close();
      this.#counts?.close();
      this.summaries = source && new ColumnSummaries(source, () => this.#summarised());
      this.#counts = source && new HeaderCounts(source, () => this.requestUpdate());
      this.menu = undefined;
    }
    if (
      changes.has("source") ||
      changes.has("columns") ||
      changes.has("view") ||
      changes.has("arrangement") ||
      !this.pages
    )
      this.#open(changes);
    if (changes.has("sought")) this.#generation++;
    if (changes.has("view")) this.#counts?.step(this.view);
  }

  #open(changes: PropertyValues<this>): void {
    const { source } = this;
    const total = changes.has("source") ? undefined : this.pages?.total;
    if (!source) {
      this.pages?.close();
      this.pages = undefined;
      return;
    }
    const { columns, arrangement } = this;
    const before = this.shown;
    const arranged = arrange(source.description.columns, columns, arrangement);
    this.shown = arranged.columns;
    this.pinnedCount = arranged.pinned;
    const order = this.shown.map(({ name }) => name);
    const resized =
      changes.has("arrangement") && !changes.has("source") && !changes.has("columns") && !changes.has("view");
    if (resized && before.length === order.length && this.pages) {
      // Other widths or places need no other rows, except where columns come in blocks.
      const moved = before.some(({ name }, i) => name !== order[i]);
      if (!moved || order.length <= 96) {
        if (moved) this.#sampled = undefined;
        this.#generation++;
        return;
      }
    }
    this.pages?.close();
    this.pages = new RowPages(source, columns && [...columns], this.view, () => this.#arrived(), order);
    // Until the filtered count is known the table keeps its length, so that nothing jumps twice.
    this.pages.total ??= total;
    // Back on the page, its columns are as they were.
    if (!this.#kept.waits) this.#sampled = undefined;
    this.#generation++;
    // A table that grows is looked at where it was.
    if (changes.has("source") && source.description.growing !== undefined && before.length === order.length) return;
    this.position = new ScrollPosition();
    const column = Math.min(this.active.column, Math.max(0, this.shown.length - 1));
    const row = this.active.row === -1 ? -1 : 0;
    this.selection.moveTo({ row, column });
  }

  protected get active(): GridPlace {
    return this.selection.active;
  }

  override render(): TemplateResult {
    const pages = this.pages;
    if (!pages || !this.source) return html`<div class="empty-table">${t("There is no table to show.")}</div>`;
    this.#lay(pages);
    const rows = this.rowWindow;
    return html`${pages.error ? problemNote(pages.error, () => this.pages?.retry()) : nothing}
      <div class="visually-hidden" role="status">${this.said}</div>
      <div
        class="scroller"
        role="grid"
        tabindex="0"
        aria-label=${this.source.description.title}
        aria-rowcount=${this.rowCount + 1}
        aria-colcount=${this.shown.length + 1}
        aria-busy=${pages.started ? "false" : "true"}
        aria-multiselectable="true"
        aria-activedescendant="active"
        @scroll=${() => this.#scrolled()}
        @keydown=${(event: KeyboardEvent) => this.pressKey(event)}
        @click=${(event: MouseEvent) => this.clickCell(event)}
        @pointerdown=${(event: PointerEvent) => this.press(event)}
        @dblclick=${(event: Event) => this.doubleClick(event)}
      >
        <div
          class="canvas"
          role="presentation"
          style="width:${this.layout.width + this.indexRoom}px;height:${HEADER_HEIGHT + Math.max(rows.scrollHeight, 2 * ROW_HEIGHT)}px;--index-width:${this.indexRoom}px"
        >
          <div class="header" role="row" aria-rowindex="1" style="height:${HEADER_HEIGHT}px">
            <div class="corner" role="columnheader" aria-colindex="1">
              <span class="visually-hidden">${t("row")}</span>
            </div>
            ${this.#headers()}
          </div>
          <div
            class="body"
            role="rowgroup"
            style="top:${HEADER_HEIGHT}px;height:${Math.min(rows.viewport, rows.height)}px"
          ></div>
          ${pages.total === 0 ? emptyNote(this.view) : nothing}
        </div>
      </div>
      ${this.menu ? this.drawMenu(this.menu) : nothing}`;
  }

  #headers(): TemplateResult[] {
    return headerCells({
      columns: this.shown,
      layout: this.layout,
      drawn: this.#drawn,
      view: this.view,
      summaries: this.headers === "nothing" ? undefined : this.summaries,
      form: this.headers,
      counts: this.#counts,
      selected: this.selectedColumn,
      active: this.active,
      ...this.headerActions,
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
    if (this.#kept.restore(this.position, this.rowWindow, scroller, this.selection)) this.requestUpdate();
    this.#draw();
    this.#cells.follow(this.selection, this.shown, this.rowCount);
  }

  protected get rowWindow(): RowWindow {
    return new RowWindow(this.rowCount, ROW_HEIGHT, Math.max(0, this.room.height - HEADER_HEIGHT));
  }

  protected get rowCount(): number {
    return this.pages ? (this.pages.total ?? this.pages.of) : 0;
  }

  protected get indexRoom(): number {
    return indexWidth(this.pages?.of ?? 0);
  }

  /** Width in px of what is seen of the columns. */
  protected get dataRoom(): number {
    return Math.max(0, this.room.width - this.indexRoom);
  }

  #lay(pages: RowPages): void {
    if (!this.#sampled || (!this.#sampled.fromRows && pages.has(0))) this.#sampled = sampleColumns(this.shown, pages);
    const { wanted } = this.#sampled;
    const { arrangement } = this;
    const key = [this.dataRoom, this.pinnedCount].join();
    if (key !== this.#laid.key || wanted !== this.#laid.wanted || arrangement !== this.#laid.arrangement) {
      this.#laid = { key, wanted, arrangement };
      const { widths } = arrangement;
      const given = widths ? this.shown.map(({ name }, i) => widths[name] ?? wanted[i] ?? 0) : wanted;
      const layout = new ColumnLayout(given, widths ? 0 : this.dataRoom, this.pinnedCount);
      if (layout.widths.join() !== this.layout.widths.join() || layout.pinned !== this.layout.pinned)
        this.#generation++;
      this.layout = layout;
    }
    this.#seen = this.layout.seen(this.scroller?.scrollLeft ?? 0, this.dataRoom);
  }

  get #drawn(): number[] {
    return this.layout.drawn(this.#seen);
  }

  #measure(): void {
    const { scroller } = this;
    if (!scroller) return;
    const { clientWidth: width, clientHeight: height } = scroller;
    if (width === this.room.width && height === this.room.height) return;
    this.room = { width, height };
    this.requestUpdate();
  }

  #arrived(): void {
    const pages = this.pages;
    if (!pages) return;
    this.#generation++;
    if (pages.total !== undefined) this.tell("foundry-counts", { total: pages.total, of: pages.of });
    this.requestUpdate();
  }

  #summarised(): void {
    const of = this.source?.description.columns.length ?? 0;
    const { done = 0, cancelled = false } = this.summaries ?? {};
    this.tell("foundry-statistics", { done, of, cancelled });
    this.requestUpdate();
  }

  #draw(): void {
    const { scroller } = this;
    const pages = this.pages;
    if (!pages || !this.#body || !scroller) return;
    const window = this.rowWindow;
    const { top } = this.position;
    const drawn = this.#drawn;
    const floats = this.#sampled?.floats ?? new Map<string, FloatLayout>();
    this.#body.draw(
      {
        pages,
        columns: this.shown,
        layout: this.layout,
        drawn,
        window,
        top,
        floats,
        active: this.active,
        selection: this.selection,
        sought: this.sought,
      },
      this.#generation,
    );
    pages.want(window.firstRow(top), Math.max(window.endRow(top), 1), drawn);
    const inSight = drawn.flatMap((column) => this.shown[column]?.name ?? []);
    if (pages.started || this.#counts?.knows(this.view) === true)
      this.#counts?.follow(
        this.view,
        inSight.map((name) => this.summaries?.get(name)),
      );
    // Rows come first: distributions are asked for only when there is something to look at.
    if (!pages.started) return;
    const rest = this.shown.length <= COUNTED_UNSEEN ? this.shown.map(({ name }) => name) : [];
    if (this.headers !== "nothing") void this.summaries?.load([...inSight, ...rest]);
  }

  #scrolled(): void {
    if (!this.scroller) return;
    this.#kept.scrollLeft = this.scroller.scrollLeft;
    this.position.follow(this.rowWindow, this.scroller);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const before = this.#seen.join();
      if (this.pages) this.#lay(this.pages);
      if (before === this.#seen.join()) this.#draw();
      else this.requestUpdate();
    });
  }

  #wheel(event: WheelEvent): void {
    if (!this.scroller || !this.position.wheel(event, this.rowWindow, this.scroller)) return;
    event.preventDefault();
    this.#scrolled();
  }

  protected tell(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** What the headers' controls do. */
  protected abstract get headerActions(): HeaderActions;
  protected abstract pressKey(event: KeyboardEvent): void;
  protected abstract clickCell(event: MouseEvent): void;
  protected abstract doubleClick(event: Event): void;
  protected abstract press(event: PointerEvent): void;
  protected abstract drawMenu(menu: { column: Column; left: number }): TemplateResult;
}
