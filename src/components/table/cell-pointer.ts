import type { GridPlace } from "./grid-keys.js";
import type { GridSelection } from "./grid-selection.js";
import type { TableHost } from "./table-host.js";

/** Selects cells as they are pressed, clicked and dragged over. */
export class CellPointer {
  constructor(
    private readonly host: TableHost,
    private readonly selection: GridSelection,
  ) {}

  /** A press on a cell, and a drag from it, select; text in a cell is selected in the pane of its row. */
  readonly press = (event: PointerEvent): void => {
    const place = cellOf(event);
    if (!place || event.button !== 0 || event.pointerType === "touch") return;
    this.#select(place, event.shiftKey);
    const drag = (moved: PointerEvent) => {
      const to = cellOf(moved);
      const { active } = this.selection;
      if (!to || (to.row === active.row && to.column === active.column)) return;
      moved.preventDefault();
      this.#select(to, true);
    };
    const { scroller } = this.host;
    scroller?.addEventListener("pointermove", drag);
    addEventListener("pointerup", () => scroller?.removeEventListener("pointermove", drag), { once: true });
  };

  readonly click = (event: MouseEvent): void => {
    const place = cellOf(event);
    if (place && !this.selection.isBlock) this.#select(place, event.shiftKey);
  };

  readonly doubleClick = (event: Event): void => {
    if (cellOf(event)) this.host.tell("foundry-row", { row: this.selection.active.row });
  };

  #select(place: GridPlace, extend: boolean): void {
    this.selection.moveTo(place, extend);
    this.host.requestUpdate();
  }
}

function cellOf(event: Event): GridPlace | undefined {
  const cell = event
    .composedPath()
    .find((node) => node instanceof HTMLElement && node.getAttribute("role") === "gridcell");
  if (!(cell instanceof HTMLElement)) return undefined;
  const at = (element: Element | null, name: string) => Number(element?.getAttribute(name)) - 2;
  return { row: at(cell.parentElement, "aria-rowindex"), column: at(cell, "aria-colindex") };
}
