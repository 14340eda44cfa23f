import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { isNumeric, typeWord } from "./column-type.js";

const CHARACTER = 7.2;
const SMALL_CHARACTER = 6.4;
const PADDING = 20;
const SORT_BUTTON = 22;
const ROLE_BORDER = 14;
const NARROWEST = 96;
const WIDEST = 340;

/** Widths of columns in px and which of them are seen. */
export class ColumnLayout {
  readonly widths: number[];
  readonly #starts: number[];

  /** @param room - px to share between the columns; they are widened to fill it, never narrowed */
  constructor(wanted: readonly number[], room: number) {
    const total = wanted.reduce((sum, width) => sum + width, 0);
    const stretch = total > 0 && total < room ? room / total : 1;
    this.#starts = [0];
    let end = 0;
    this.widths = wanted.map((width) => {
      const start = end;
      end = Math.floor(end + width * stretch);
      this.#starts.push(end);
      return end - start;
    });
  }

  get width(): number {
    return this.#starts[this.widths.length] ?? 0;
  }

  start(column: number): number {
    return this.#starts[column] ?? this.width;
  }

  /** The columns seen between `left` and `left + room`, as first and one more than last. */
  seen(left: number, room: number): [number, number] {
    let first = 0;
    while (first < this.widths.length - 1 && this.start(first + 1) <= left) first++;
    let end = first;
    while (end < this.widths.length && this.start(end) < left + room) end++;
    return [first, Math.max(end, Math.min(first + 1, this.widths.length))];
  }
}

/** The width that a column's heading and a sample of its cells ask for. */
export function wantedWidth(column: Column, sample: Iterable<string>): number {
  const name = column.name.length + (column.unit ? column.unit.length + 1 : 0);
  const type = typeWord(column.type).length + (column.role ? column.role.length + 3 : 0);
  let longest = isNumeric(column.type) ? 10 : 14;
  for (const text of sample) longest = Math.max(longest, text.length);
  const widths = [name * CHARACTER + SORT_BUTTON, type * SMALL_CHARACTER + ROLE_BORDER, longest * CHARACTER];
  return Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(Math.max(...widths) + PADDING)));
}

/** The width of the row numbers of a table of so many rows. */
export const indexWidth = (rows: number): number =>
  Math.max(48, Math.ceil(formatNumber(rows).length * CHARACTER + PADDING));
