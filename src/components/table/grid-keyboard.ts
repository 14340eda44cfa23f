import { moveBy, type GridPlace } from "./grid-keys.js";
import type { GridColumns } from "./grid-columns.js";
import type { GridSelection } from "./grid-selection.js";
import type { GridViewport } from "./grid-viewport.js";
import { nextSort } from "./sorting.js";
import type { TableHost } from "./table-host.js";

/** What keys do that is not the keyboard's own. */
export interface KeyActions {
  moveTo: (place: GridPlace, extend: boolean) => void;
  openMenu: (column: number) => void;
  copy: () => void;
}

/** What each key does in the grid, whose cells share one tab stop. */
export class GridKeyboard {
  constructor(
    private readonly host: TableHost,
    private readonly parts: { columns: GridColumns; viewport: GridViewport; selection: GridSelection },
    private readonly actions: KeyActions,
  ) {}

  readonly press = (event: KeyboardEvent): void => {
    if (event.target !== this.host.scroller || !this.#does(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #does(event: KeyboardEvent): boolean {
    const { columns, viewport, selection } = this.parts;
    const { active } = selection;
    const column = columns.shown[active.column];
    if (!column) return false;
    const { window } = viewport;
    const page = Math.max(1, Math.floor(window.viewport / window.rowHeight) - 1);
    const size = { rows: window.rows, columns: columns.shown.length, page };
    const to = event.altKey ? undefined : moveBy(event, active, size);
    const command = event.ctrlKey || event.metaKey;
    const isHeader = active.row === -1;
    if (to) this.actions.moveTo(to, event.shiftKey && to.row >= 0);
    else if (event.key === "Enter" && isHeader) this.host.tell("foundry-column", { name: column.name });
    else if (event.key === "Enter") this.host.tell("foundry-row", { row: active.row });
    else if (event.key === " " && isHeader) this.host.changeView(nextSort(this.host.view, column.name, event.shiftKey));
    else if ((event.key === "ArrowDown" && event.altKey) || event.key === "ContextMenu")
      this.actions.openMenu(active.column);
    else if (event.key === "a" && command) {
      selection.selectAll(window.rows, size.columns);
      this.host.requestUpdate();
    } else if (event.key === "c" && command && getSelection()?.isCollapsed !== false) this.actions.copy();
    else return false;
    return true;
  }
}
