import type { ReactiveController } from "lit";
import { CellTeller } from "./chosen-cells.js";
import { indexWidth } from "./column-layout.js";
import { GridBody } from "./grid-body.js";
import type { GridColumns } from "./grid-columns.js";
import type { GridSelection } from "./grid-selection.js";
import type { GridViewport } from "./grid-viewport.js";
import type { HeaderStatistics } from "./header-statistics.js";
import { RowPages } from "./row-pages.js";
import type { TableChanges, TableHost } from "./table-host.js";

/** Columns up to which another order needs no other pages. */
const WHOLE_ROWS = 96;

/** Rows of the view and of the table, once known. */
export interface TableCounts {
  total: number;
  of: number;
}

/** The rows: pages of them as they are wanted, drawn where they are seen. */
export class GridRows implements ReactiveController {
  pages: RowPages | undefined;
  #body: GridBody | undefined;
  /** Changes whenever every row has to be written again. */
  #generation = 0;
  readonly #cells: CellTeller;

  constructor(
    private readonly host: TableHost,
    private readonly parts: {
      columns: GridColumns;
      viewport: GridViewport;
      selection: GridSelection;
      statistics: HeaderStatistics;
    },
  ) {
    this.#cells = new CellTeller((cells) => host.tell("foundry-cells", cells));
    parts.viewport.moved = () => this.#moved();
    host.addController(this);
  }

  hostDisconnected(): void {
    this.pages?.close();
    this.pages = undefined;
  }

  hostUpdated(): void {
    const { layer } = this.host;
    if (!layer || !this.pages) return;
    if (this.#body?.layer !== layer) this.#body = new GridBody(layer);
    this.#draw();
    this.#cells.follow(this.parts.selection, this.parts.columns.shown, this.count);
  }

  /** Rows of the view, or of the table until those are counted. */
  get count(): number {
    return this.pages ? (this.pages.total ?? this.pages.of) : 0;
  }

  /** Width in px of the row numbers. */
  get indexWidth(): number {
    return indexWidth(this.pages?.of ?? 0);
  }

  /** Width in px of what is seen of the columns. */
  get room(): number {
    return Math.max(0, this.parts.viewport.width - this.indexWidth);
  }

  /** Follows what the table is to show. */
  follow(changes: TableChanges): void {
    const { source } = this.host;
    const before = changes.get("source");
    if (before !== undefined && before !== source) this.parts.viewport.forget();
    if (!this.pages || ["source", "columns", "view", "arrangement"].some((name) => changes.has(name)))
      this.#open(changes);
    if (changes.has("sought")) this.#generation++;
  }

  /** Sets the columns' widths for what is known of the rows. */
  lay(): void {
    const { columns, viewport } = this.parts;
    viewport.rows = this.count;
    if (this.pages && columns.lay(this.pages, this.room, this.host.scroller?.scrollLeft ?? 0)) this.#generation++;
  }

  #open(changes: TableChanges): void {
    const { source, columns: chosen, view } = this.host;
    const { columns, viewport, selection } = this.parts;
    const total = changes.has("source") ? undefined : this.pages?.total;
    if (!source) {
      this.hostDisconnected();
      return;
    }
    const before = columns.order;
    columns.arrange();
    const { order } = columns;
    const isArranged = !["source", "columns", "view"].some((name) => changes.has(name));
    if (isArranged && this.pages && before.length === order.length) {
      const moved = before.some((name, i) => name !== order[i]);
      if (!moved || order.length <= WHOLE_ROWS) {
        if (moved) columns.judge();
        this.#generation++;
        return;
      }
    }
    this.pages?.close();
    this.pages = new RowPages(source, chosen && [...chosen], view, () => this.#arrived(), order);
    // Until the filtered count is known the table keeps its length, so that nothing jumps twice.
    this.pages.total ??= total;
    // Back on the page, its columns are as they were.
    if (!viewport.waits) columns.judge();
    this.#generation++;
    // A table that grows is looked at where it was.
    if (changes.has("source") && source.description.growing !== undefined && before.length === order.length) return;
    viewport.start();
    const { active } = selection;
    const column = Math.min(active.column, Math.max(0, order.length - 1));
    selection.moveTo({ row: active.row === -1 ? -1 : 0, column });
  }

  #arrived(): void {
    const { pages } = this;
    if (!pages) return;
    this.#generation++;
    if (pages.total !== undefined) this.host.tell("foundry-counts", { total: pages.total, of: pages.of });
    this.host.requestUpdate();
  }

  #moved(): void {
    const { columns } = this.parts;
    const before = columns.drawn.join();
    this.lay();
    if (before === columns.drawn.join()) this.#draw();
    else this.host.requestUpdate();
  }

  #draw(): void {
    const { pages } = this;
    const { columns, viewport, selection, statistics } = this.parts;
    if (!pages || !this.#body) return;
    viewport.rows = this.count;
    const { window, top } = viewport;
    const { drawn, shown, layout, floats } = columns;
    const { active } = selection;
    const { sought, arrangement } = this.host;
    const { formats } = arrangement;
    this.#body.draw(
      { pages, columns: shown, layout, drawn, window, top, floats, formats, active, selection, sought },
      this.#generation,
    );
    pages.want(window.firstRow(top), Math.max(window.endRow(top), 1), drawn);
    statistics.want(columns, pages.started);
  }
}
