import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import { insertCell, recordOf } from "./cells.js";

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
    const kind = "model" in detail.selection ? "run" : "load";
    insertCell(panel, recordOf(kind, detail.selection, detail.source), index < 0 ? undefined : index);
  });
}

/** Any output can fire events: what is no text for a cell is not listened to. */
function asksForCell(value: unknown): value is { source: string; selection: object } {
  return (
    typeof value === "object" &&
    value !== null &&
    "source" in value &&
    typeof value.source === "string" &&
    "selection" in value &&
    typeof value.selection === "object" &&
    value.selection !== null
  );
}
