import type { ReactiveController } from "lit";
import type { GridSelection } from "./grid-selection.js";
import { KeptPlace } from "./kept-place.js";
import { RowWindow } from "./row-window.js";
import { ScrollPosition } from "./scroll-position.js";
import type { TableHost } from "./table-host.js";

/** What is seen of the table: the size of its room, and where in the rows it is. */
export class GridViewport implements ReactiveController {
  /** Called when rows or columns moved, at most once a frame. */
  moved: () => void = () => undefined;
  /** Rows of the view. */
  rows = 0;
  width = 0;
  /** Px that the scrollbar below the rows takes. */
  scrollbar = 0;
  #height = 0;
  #position = new ScrollPosition();
  readonly #kept = new KeptPlace();
  #observed: HTMLElement | undefined;
  #frame = 0;
  readonly #resizes = new ResizeObserver(() => this.#measure());

  constructor(
    private readonly host: TableHost,
    private readonly selection: GridSelection,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    this.#observed = undefined;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#kept.keep(this.#position, this.selection.active);
  }

  hostUpdated(): void {
    const { scroller } = this.host;
    if (!scroller) return;
    if (this.#observed !== scroller) {
      this.#resizes.disconnect();
      this.#resizes.observe(scroller);
      this.#observed = scroller;
    }
    this.#measure();
    if (this.#kept.restore(this.#position, this.window, scroller, this.selection)) this.host.requestUpdate();
  }

  get window(): RowWindow {
    return new RowWindow(this.rows, this.host.rowHeight, Math.max(0, this.#height - this.host.headerHeight));
  }

  /** Px of the rows above what is seen. */
  get top(): number {
    return this.#position.top;
  }

  /** Whether the table is to go back to where it was when it left the page. */
  get waits(): boolean {
    return this.#kept.waits;
  }

  /** Goes to the first row: another table or view is shown. */
  start(): void {
    this.#position = new ScrollPosition();
  }

  forget(): void {
    this.#kept.forget();
  }

  /** Scrolls so far that a row is wholly seen. */
  reveal(row: number, scroller: HTMLElement): void {
    const { window, top } = this;
    const to = window.reveal(row, top);
    if (to !== top) this.#position.moveTo(to, window, scroller);
  }

  readonly scroll = (): void => {
    const { scroller } = this.host;
    if (!scroller) return;
    this.#kept.scrollLeft = scroller.scrollLeft;
    this.#position.follow(this.window, scroller);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.moved();
    });
  };

  /** Not passive: where the browser's own scrolling would leap, it is held back. */
  readonly wheel = {
    passive: false,
    handleEvent: (event: WheelEvent): void => {
      const { scroller } = this.host;
      if (!scroller || !this.#position.wheel(event, this.window, scroller)) return;
      event.preventDefault();
      this.scroll();
    },
  };

  #measure(): void {
    const { scroller } = this.host;
    if (!scroller) return;
    const { clientWidth: width, clientHeight: height } = scroller;
    const scrollbar = Math.max(0, scroller.offsetHeight - height);
    if (width === this.width && height === this.#height && scrollbar === this.scrollbar) return;
    this.width = width;
    this.scrollbar = scrollbar;
    this.#height = height;
    this.host.requestUpdate();
  }
}
