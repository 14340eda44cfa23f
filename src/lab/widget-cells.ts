import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { JSONObject } from "@lumino/coreutils";
import type { PreviewElement, PreviewShown } from "../components/preview/preview-element.js";
import { readCell } from "../core/cell-reader.js";
import { previewCell } from "../core/cell-source.js";
import { insertCell, recordOf, sourceOf, stateOf, updateCell, type CellPlace } from "./cells.js";

/** Where a cell keeps what was chosen in the preview in its output, so that it outlives kernel and page. */
const KEY = "foundry_preview";

/** Ties widgets in a notebook's outputs to the cells that they stand in. */
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
  panel.node.addEventListener("foundry-selection", (event) => {
    const preview = previewOf(event);
    const place = preview && placeOf(panel, preview);
    if (place) keep(place, preview);
  });
  panel.node.addEventListener("foundry-preview-shown", (event) => {
    const preview = previewOf(event);
    const place = preview && placeOf(panel, preview);
    if (!place || !(event instanceof CustomEvent)) return;
    restore(place, event.detail as PreviewShown);
    followCall(place, preview);
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

const sharedCell = ({ panel, id }: CellPlace) => panel.content.model?.sharedModel.cells.find((cell) => cell.getId() === id);

/** Only the client on which a person chose something comes here: the others see the cell change. */
function keep(place: CellPlace, preview: PreviewElement): void {
  const cell = sharedCell(place);
  if (!cell) return;
  const selection = JSON.parse(JSON.stringify(preview.selection)) as JSONObject;
  if (JSON.stringify(cell.getMetadata(KEY)) !== JSON.stringify(selection)) cell.setMetadata(KEY, selection);
  const { loadSelection } = preview;
  if (!loadSelection || stateOf(place) !== "ours" || kindOf(cell.getMetadata("foundry")) !== "preview") return;
  const text = previewCell(loadSelection);
  if (text !== sourceOf(place)) updateCell(place, recordOf("preview", loadSelection, text));
}

function restore(place: CellPlace, shown: PreviewShown): void {
  const kept: unknown = sharedCell(place)?.getMetadata(KEY);
  if (typeof kept === "object" && kept !== null) shown.restore(kept);
}

/** A preview whose cell is edited shows what the call says now. */
function followCall(place: CellPlace, preview: PreviewElement): void {
  const cell = sharedCell(place);
  if (!cell) return;
  let before = cell.getSource();
  const changed = () => {
    const source = cell.getSource();
    if (!preview.isConnected) cell.changed.disconnect(changed);
    if (!preview.isConnected || source === before) return;
    before = source;
    const read = readCell(source);
    if (read && `${read.dataset}@${read.version}` === preview.source?.description.reference) preview.follow(read);
  };
  cell.changed.connect(changed);
}

function kindOf(record: unknown): unknown {
  const selection = isObject(record) ? record["selection"] : undefined;
  return isObject(selection) ? selection["kind"] : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Any output can fire events: what is no text for a cell is not listened to. */
function asksForCell(value: unknown): value is { source: string; selection: object } {
  return isObject(value) && typeof value["source"] === "string" && isObject(value["selection"]);
}
