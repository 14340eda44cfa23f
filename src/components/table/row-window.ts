/** Browsers cap an element's height (Firefox at about 17.9 million px), so a longer table scrolls on a scaled range. */
const TALLEST = 10_000_000;

/** Where a table is scrolled to: real positions in px of `rows * rowHeight`, mapped on a scroll range a browser can hold. */
export class RowWindow {
  constructor(
    readonly rows: number,
    readonly rowHeight: number,
    /** Height of the part of the rows that is seen. */
    readonly viewport: number,
  ) {}

  /** Height of all rows. */
  get height(): number {
    return this.rows * this.rowHeight;
  }

  /** Height of the element that is scrolled. */
  get scrollHeight(): number {
    return Math.min(this.height, Math.max(TALLEST, this.viewport));
  }

  get scaled(): boolean {
    return this.scrollHeight < this.height;
  }

  /** The lowest position: there the last row ends at the viewport's lower edge. */
  get lowest(): number {
    return Math.max(0, this.height - this.viewport);
  }

  clamp(top: number): number {
    return Math.min(Math.max(0, top), this.lowest);
  }

  /** Position shown at a scroll offset; both ends meet exactly. */
  topAt(scrollTop: number): number {
    return this.clamp(scrollTop * this.#ratio);
  }

  /** Scroll offset for a position. */
  scrollTopAt(top: number): number {
    return this.clamp(top) / this.#ratio;
  }

  /** First row seen, wholly or in part. */
  firstRow(top: number): number {
    return Math.min(Math.floor(this.clamp(top) / this.rowHeight), Math.max(0, this.rows - 1));
  }

  /** One more than the last row seen. */
  endRow(top: number): number {
    return Math.min(this.rows, Math.ceil((this.clamp(top) + this.viewport) / this.rowHeight));
  }

  /** Rows that are ever seen at once: how many row elements are needed, whatever the table's length. */
  get poolSize(): number {
    return Math.min(this.rows, Math.ceil(this.viewport / this.rowHeight) + 1);
  }

  /** The position nearest to `top` at which `row` is wholly seen. */
  reveal(row: number, top: number): number {
    const start = row * this.rowHeight;
    const end = start + this.rowHeight - this.viewport;
    return this.clamp(start < top ? start : end > top ? end : top);
  }

  get #ratio(): number {
    const range = this.scrollHeight - this.viewport;
    return range > 0 ? this.lowest / range : 1;
  }
}
