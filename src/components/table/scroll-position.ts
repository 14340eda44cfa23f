import type { RowWindow } from "./row-window.js";

/**
 * Keeps the exact position of a scaled table. One px of its scrollbar is many rows, so wheel and keys move the position
 * itself, and the scrollbar follows; only a drag of the scrollbar sets the position from it.
 */
export class ScrollPosition {
  #top = 0;
  #expected: number | undefined;

  get top(): number {
    return this.#top;
  }

  /** Moves to `top`, and the scrollbar with it. */
  moveTo(top: number, window: RowWindow, scroller: HTMLElement): void {
    this.#top = window.clamp(top);
    scroller.scrollTop = window.scrollTopAt(this.#top);
    this.#expected = scroller.scrollTop;
  }

  /** Reads where a person or the browser scrolled to. */
  follow(window: RowWindow, scroller: HTMLElement): void {
    if (this.#expected !== undefined && Math.abs(scroller.scrollTop - this.#expected) < 1 && window.scaled) return;
    this.#expected = undefined;
    this.#top = window.topAt(scroller.scrollTop);
  }

  /** Moves by a wheel's turn where the browser's own scrolling would leap; true when it did. */
  wheel(event: WheelEvent, window: RowWindow, scroller: HTMLElement): boolean {
    if (!window.scaled || event.deltaY === 0 || event.ctrlKey) return false;
    const unit = event.deltaMode === 1 ? window.rowHeight : event.deltaMode === 2 ? window.viewport : 1;
    const to = window.clamp(this.#top + event.deltaY * unit);
    if (to === this.#top) return false;
    this.moveTo(to, window, scroller);
    return true;
  }
}
