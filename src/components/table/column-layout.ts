import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { isNumeric, typeWord } from "./column-type.js";

const CHARACTER = 7.2;
/** Px that a digit takes at most: a number is not to be cut. */
export const DIGIT = 8;
const SMALL_CHARACTER = 6.4;
const PADDING = 20;
const BUTTONS = 50;
const ROLE_BORDER = 14;
const NARROWEST = 96;
const WIDEST = 340;

/** What a person may narrow and widen a column to, in px. */
export const RESIZABLE: [number, number] = [40, 1600];

/** Widths of columns in px, which of them are pinned at the left, and which are seen. */
export class ColumnLayout {
  readonly widths: number[];
  readonly #starts: number[];

  /**
   * @param room - px to share between the columns; they are widened to fill it, never narrowed
   * @param pinned - how many of the first columns stay in sight
   */
  constructor(
    wanted: readonly number[],
    room: number,
    readonly pinned = 0,
  ) {
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

  get pinnedWidth(): number {
    return this.start(this.pinned);
  }

  start(column: number): number {
    return this.#starts[column] ?? this.width;
  }

  /** The columns seen beside the pinned ones between `left` and `left + room`, as first and one more than last. */
  seen(left: number, room: number): [number, number] {
    const count = this.widths.length;
    if (this.pinned >= count) return [count, count];
    const first = Math.max(this.pinned, this.#at(left + this.pinnedWidth));
    let end = first;
    while (end < count && this.start(end) < left + room) end++;
    return [first, Math.max(end, Math.min(first + 1, count))];
  }

  /** Which columns are drawn: the pinned ones, then those seen. */
  drawn([first, end]: readonly [number, number]): number[] {
    const pinned = Array.from({ length: Math.min(this.pinned, this.widths.length) }, (_, i) => i);
    return [...pinned, ...Array.from({ length: end - first }, (_, i) => first + i)];
  }

  /** The column at a distance from the left, by halving: a table may have ten thousand. */
  #at(left: number): number {
    let low = 0;
    let high = this.widths.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= left) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/**
 * The width that a column's heading and a sample of its cells ask for.
 * @param format - the word for its numbers' format, which stands in the heading
 */
export function wantedWidth(column: Column, sample: Iterable<string>, format = ""): number {
  const name = column.name.length + (column.unit ? column.unit.length + 1 : 0);
  const words = [typeWord(column.type), column.role, format].filter(Boolean);
  const type = words.join(" · ").length;
  let longest = isNumeric(column.type) ? 10 : 14;
  for (const text of sample) longest = Math.max(longest, text.length);
  const widths = [
    name * CHARACTER + BUTTONS,
    type * SMALL_CHARACTER + ROLE_BORDER,
    longest * (isNumeric(column.type) ? DIGIT : CHARACTER),
  ];
  return Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(Math.max(...widths) + PADDING)));
}

/** The width of the row numbers of a table of so many rows. */
export const indexWidth = (rows: number): number =>
  Math.max(48, Math.ceil(formatNumber(rows).length * CHARACTER + PADDING));
