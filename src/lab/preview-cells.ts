import { JSONExt, type JSONObject } from "@lumino/coreutils";
import type { PreviewElement, PreviewShown } from "../components/preview/preview-element.js";
import type { PreviewSelection } from "../components/preview/preview-source.js";
import { isLoadCell, readCell } from "../core/cell-reader.js";
import { isOfKernel, loadCell, previewCell, type CellSelection } from "../core/cell-source.js";
import { readRecord, recordOf, sharedCell, updateCell, type CellPlace, type SharedCell } from "./cells.js";
import { lastChangeIsOurs } from "./shared-changes.js";

/** Where a cell keeps what was chosen in the preview in its output, so that it outlives kernel and page. */
const KEY = "foundry_preview";

let writing = true;

/** Whether calls are written again when what is chosen in a preview changes. */
export function writeCalls(write: boolean): void {
  writing = write;
}

/**
 * Writes what a person chose in a preview into the preview's own cell and into the cells that were inserted from it.
 * Only the client on which a person chose something comes here: the others see the cells change.
 */
export function keepChoice(place: CellPlace, preview: PreviewElement): void {
  const cell = sharedCell(place);
  if (!cell) return;
  const asked = preview.loadSelection;
  const source = asked && writing && isCall(cell, "preview") ? previewCell(asked) : cell.getSource();
  const kept = keptOf(preview.selection, source);
  if (asked && source !== cell.getSource()) updateCell(place, recordOf("preview", asked, source), { [KEY]: kept });
  else if (!JSONExt.deepEqual(cell.getMetadata(KEY) ?? null, kept)) cell.setMetadata(KEY, kept);
  if (!asked || !writing) return;
  for (const follower of followersOf(place)) {
    const shown = readCell(follower.getSource());
    if (!shown || !isCall(follower, "load")) continue;
    const wanted = { ...asked, as: shown.as };
    const text = loadCell(wanted);
    // A call that asks for the same in other words stays as a person wrote it.
    if (text !== loadCell(shown))
      updateCell({ ...place, id: follower.getId() }, recordOf("load", wanted, text, place.id));
  }
}

/** Chooses what was chosen before, unless the call in the cell was edited since: then the call says what is shown. */
export function restoreChoice(place: CellPlace, shown: PreviewShown): void {
  const cell = sharedCell(place);
  const kept: unknown = cell?.getMetadata(KEY);
  if (!cell || !isKept(kept)) return;
  const source = cell.getSource();
  if (kept.source === source || !readCell(source)) shown.restore(kept.selection);
}

/** A preview shows what is written into its cell's call, and into the calls of the cells that were inserted from it. */
export function followCalls(place: CellPlace, preview: PreviewElement): void {
  const notebook = place.panel.content.model;
  if (!notebook) return;
  const texts = new Map<string, string>();
  const cells = () => [sharedCell(place), ...followersOf(place)].filter((cell) => cell !== undefined);
  const remember = () => cells().forEach((cell) => texts.set(cell.getId(), cell.getSource()));
  const isOurs = lastChangeIsOurs(notebook.sharedModel);
  const changed = () => {
    if (!preview.isConnected) {
      notebook.contentChanged.disconnect(changed);
      return;
    }
    const edited = cells().filter((cell) => texts.has(cell.getId()) && texts.get(cell.getId()) !== cell.getSource());
    remember();
    const [read] = edited.map((cell) => readCell(cell.getSource())).filter((one) => one !== undefined);
    if (read && isOfTable(read, preview)) void preview.follow(read, isOurs());
  };
  remember();
  notebook.contentChanged.connect(changed);
}

/** Cells that were inserted from a cell's preview. */
function followersOf({ panel, id }: CellPlace): SharedCell[] {
  const { cells = [] } = panel.content.model?.sharedModel ?? {};
  return cells.filter((cell) => readRecord(cell.getMetadata("foundry"))?.preview === id);
}

/** Whether a cell that was written for a selection holds nothing but such a call: then a new one loses nothing. */
function isCall(cell: SharedCell, kind: "preview" | "load"): boolean {
  const record = readRecord(cell.getMetadata("foundry"));
  const source = cell.getSource();
  if (record?.kind !== kind) return false;
  if (record.source === source) return true;
  const read = readCell(source);
  return read !== undefined && (kind === "load" ? isLoadCell(source, read) : previewCell(read) === source);
}

function isOfTable(selection: CellSelection, { source }: PreviewElement): boolean {
  const { reference, expression } = source?.description ?? {};
  return isOfKernel(selection)
    ? selection.expression === expression
    : `${selection.dataset}@${selection.version}` === reference;
}

const keptOf = (selection: PreviewSelection, source: string): JSONObject =>
  JSON.parse(JSON.stringify({ selection, source })) as JSONObject;

function isKept(value: unknown): value is { selection: PreviewSelection; source: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "selection" in value &&
    "source" in value &&
    typeof value.selection === "object" &&
    value.selection !== null
  );
}
