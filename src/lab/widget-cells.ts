import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { ReadonlyJSONObject } from "@lumino/coreutils";
import { insertCell } from "./cells.js";

/** Inserts the cells that widgets in a notebook's outputs ask for, each below the cell that it stands in. */
export function followWidgets(tracker: INotebookTracker): void {
  tracker.forEach(listen);
  tracker.widgetAdded.connect((_, panel) => listen(panel));
}

function listen(panel: NotebookPanel): void {
  panel.node.addEventListener("foundry-insert-cell", (event) => {
    const { target } = event;
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    if (!(target instanceof Node) || !asksForCell(detail)) return;
    event.stopPropagation();
    const index = panel.content.widgets.findIndex((cell) => cell.node.contains(target));
    insertCell(panel, detail, index < 0 ? undefined : index);
  });
}

function asksForCell(value: unknown): value is { source: string; selection: ReadonlyJSONObject } {
  return typeof value === "object" && value !== null && "source" in value && typeof value.source === "string";
}
