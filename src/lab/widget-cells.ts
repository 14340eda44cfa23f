import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { PreviewElement, PreviewShown } from "../components/preview/preview-element.js";
import { insertCell, recordOf, type CellPlace } from "./cells.js";
import { followCalls, keepChoice, restoreChoice } from "./preview-cells.js";

/** Ties widgets in a notebook's outputs to the cells that they stand in. */
export function followWidgets(tracker: INotebookTracker): void {
  tracker.forEach(listen);
  tracker.widgetAdded.connect((_, panel) => listen(panel));
}

function listen(panel: NotebookPanel): void {
  panel.node.addEventListener("foundry-insert-cell", (event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    const { target } = event;
    if (!(target instanceof Node) || !asksForCell(detail)) return;
    event.stopPropagation();
    const place = placeOf(panel, target);
    const index = panel.content.widgets.findIndex((cell) => cell.model.id === place?.id);
    const kind = "model" in detail.selection ? "run" : "load";
    const preview = kind === "load" && previewOf(event) ? place?.id : undefined;
    insertCell(panel, recordOf(kind, detail.selection, detail.source, preview), index < 0 ? undefined : index);
  });
  panel.node.addEventListener("foundry-selection", (event) => {
    const preview = previewOf(event);
    const place = preview && placeOf(panel, preview);
    if (place) keepChoice(place, preview);
  });
  panel.node.addEventListener("foundry-preview-shown", (event) => {
    const preview = previewOf(event);
    const place = preview && placeOf(panel, preview);
    if (!place || !(event instanceof CustomEvent)) return;
    restoreChoice(place, event.detail as PreviewShown);
    followCalls(place, preview);
  });
}

function previewOf(event: Event): PreviewElement | undefined {
  const [origin] = event.composedPath();
  return isPreview(origin) ? origin : undefined;
}

/** The class itself is loaded with the first widget, not when JupyterLab starts. */
const isPreview = (node: EventTarget | undefined): node is PreviewElement =>
  node instanceof HTMLElement && node.localName === "foundry-preview";

function placeOf(panel: NotebookPanel, node: Node): CellPlace | undefined {
  const cell = panel.content.widgets.find((widget) => widget.node.contains(node));
  return cell && { panel, id: cell.model.id };
}

/** Any output can fire events: what is not text for a cell is not listened to. */
function asksForCell(value: unknown): value is { source: string; selection: object } {
  return isObject(value) && typeof value["source"] === "string" && isObject(value["selection"]);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
