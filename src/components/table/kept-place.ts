import type { GridPlace } from "./grid-keys.js";
import type { GridSelection } from "./grid-selection.js";
import type { RowWindow } from "./row-window.js";
import type { ScrollPosition } from "./scroll-position.js";

/**
 * Where a table was when a notebook took it off the page, as it does with outputs that are out of sight: back on the
 * page, it is there again.
 */
export class KeptPlace {
  /** How far the columns are scrolled, in px; off the page, the element does not know any more. */
  scrollLeft = 0;
  #kept: { top: number; active: GridPlace } | undefined;

  get waits(): boolean {
    return this.#kept !== undefined;
  }

  keep(position: ScrollPosition, active: GridPlace): void {
    this.#kept = { top: position.top, active: { ...active } };
  }

  forget(): void {
    this.#kept = undefined;
  }

  /** Goes back to the place, once; true when it did. */
  restore(position: ScrollPosition, window: RowWindow, scroller: HTMLElement, selection: GridSelection): boolean {
    const kept = this.#kept;
    if (!kept || window.viewport === 0) return false;
    this.#kept = undefined;
    scroller.scrollLeft = this.scrollLeft;
    position.moveTo(kept.top, window, scroller);
    selection.moveTo(kept.active);
    return true;
  }
}
