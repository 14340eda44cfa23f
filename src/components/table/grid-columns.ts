import type { Column } from "../../contracts/types.js";
import { ColumnLayout, RESIZABLE } from "./column-layout.js";
import { arrange, togglePinned, type Arrangement } from "./column-order.js";
import type { ColumnFormat } from "./column-format.js";
import type { FloatLayout } from "./number-format.js";
import type { RowPages } from "./row-pages.js";
import { sampleColumns, type SampledColumns } from "./sampled-columns.js";
import type { TableHost } from "./table-host.js";

/** Columns that keep their widths when one is resized. */
const KEPT_WIDTHS = 200;
const NO_FLOATS: ReadonlyMap<string, FloatLayout> = new Map();

/** The columns that are shown: their order and widths, and which of them are on screen. */
export class GridColumns {
  shown: readonly Column[] = [];
  pinned = 0;
  layout = new ColumnLayout([], 0);
  #sampled: SampledColumns | undefined;
  #seen: [number, number] = [0, 0];
  #laid: { key: string; wanted: readonly number[]; arrangement: Arrangement } = {
    key: "",
    wanted: [],
    arrangement: {},
  };

  constructor(private readonly host: TableHost) {}

  /** Takes the columns that the table is to show, in their order. */
  arrange(): void {
    const { source, columns, arrangement } = this.host;
    const arranged = arrange(source?.description.columns ?? [], columns, arrangement);
    this.shown = arranged.columns;
    this.pinned = arranged.pinned;
  }

  get order(): string[] {
    return this.shown.map(({ name }) => name);
  }

  get floats(): ReadonlyMap<string, FloatLayout> {
    return this.#sampled?.floats ?? NO_FLOATS;
  }

  /** Columns on screen, the pinned ones first. */
  get drawn(): number[] {
    return this.layout.drawn(this.#seen);
  }

  /** Judges the columns anew by the rows that are here. */
  judge(): void {
    this.#sampled = undefined;
  }

  /**
   * Sets widths and tells which columns are seen.
   * @param room - px in which columns are seen
   * @returns whether any width is another
   */
  lay(pages: RowPages, room: number, scrollLeft: number): boolean {
    const { arrangement } = this.host;
    const { formats } = arrangement;
    const isOld = this.#sampled?.formats !== formats || (!this.#sampled?.fromRows && pages.has(0));
    if (!this.#sampled || isOld) this.#sampled = sampleColumns(this.shown, pages, formats);
    const { wanted } = this.#sampled;
    const before = this.layout;
    const key = [room, this.pinned].join();
    if (key !== this.#laid.key || wanted !== this.#laid.wanted || arrangement !== this.#laid.arrangement) {
      this.#laid = { key, wanted, arrangement };
      const { widths } = arrangement;
      const set = widths ? this.shown.map(({ name }, i) => widths[name] ?? wanted[i] ?? 0) : wanted;
      this.layout = new ColumnLayout(set, widths ? 0 : room, this.pinned);
    }
    this.#seen = this.layout.seen(scrollLeft, room);
    return before.widths.join() !== this.layout.widths.join() || before.pinned !== this.layout.pinned;
  }

  /** Scrolls so far that a column is wholly seen. */
  reveal(column: number, scroller: HTMLElement, room: number): void {
    if (column < this.layout.pinned) return;
    const start = this.layout.start(column) - this.layout.pinnedWidth;
    const end = this.layout.start(column + 1) - room;
    if (scroller.scrollLeft > start) scroller.scrollLeft = start;
    else if (scroller.scrollLeft < end) scroller.scrollLeft = end;
  }

  togglePinned(name: string): void {
    const { arrangement } = this.host;
    this.host.arrange({ ...arrangement, pinned: togglePinned(arrangement, name) });
  }

  hide(name: string): void {
    const columns = (this.host.source?.description.columns ?? []).filter(
      (column) => column.name !== name && this.shown.includes(column),
    );
    this.host.tell("foundry-columns-change", { columns: columns.map((column) => column.name) });
  }

  /** @param format - how its numbers are set; undefined for automatically */
  setFormat(name: string, format: ColumnFormat | undefined): void {
    const { arrangement } = this.host;
    const others = Object.entries(arrangement.formats ?? {}).filter(([column]) => column !== name);
    const formats = Object.fromEntries(format ? [...others, [name, format]] : others);
    this.host.arrange({ ...arrangement, formats });
  }

  /** @param by - px */
  widen(name: string, by: number): void {
    const width = this.layout.widths[this.shown.findIndex((column) => column.name === name)] ?? 0;
    this.resize(name, width + by);
  }

  /** @param width - px; undefined for what the column asks for */
  resize(name: string, width: number | undefined): void {
    const { arrangement } = this.host;
    const widths: Record<string, number> = {};
    // What a person sees stays as it is, except for the column that is pulled.
    if (width !== undefined)
      this.shown.slice(0, KEPT_WIDTHS).forEach((column, i) => (widths[column.name] = this.layout.widths[i] ?? 0));
    Object.assign(widths, arrangement.widths);
    if (width === undefined) Reflect.deleteProperty(widths, name);
    else widths[name] = Math.round(Math.max(RESIZABLE[0], Math.min(RESIZABLE[1], width)));
    this.host.arrange({ ...arrangement, widths });
  }
}
