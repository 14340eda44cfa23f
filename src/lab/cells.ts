import { NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";
import { JSONExt, type JSONObject, type ReadonlyJSONObject } from "@lumino/coreutils";
import { minimalEdit } from "./minimal-edit.js";

const KEY = "foundry";

/** A notebook's model and a cell of it, as every client of a notebook shares them. */
export type SharedNotebook = NonNullable<NotebookPanel["content"]["model"]>["sharedModel"];
export type SharedCell = SharedNotebook["cells"][number];

/** What a cell reproduces, kept in its metadata beside the text that was written for it. */
export interface CellRecord {
  selection: ReadonlyJSONObject;
  source: string;
  /** Id of the cell whose preview this one follows. */
  preview?: string;
}

/** The record of a cell that was written for a selection. */
export function recordOf(kind: string, selection: object, source: string, preview?: string): CellRecord {
  // Through JSON, as metadata holds nothing else: what is undefined is left out.
  return {
    selection: JSON.parse(JSON.stringify({ kind, ...selection })) as JSONObject,
    source,
    ...(preview && { preview }),
  };
}

/** The record of a cell that was written for something; undefined for a person's own. */
export function readRecord(value: unknown): { kind: unknown; source: string; preview: unknown } | undefined {
  if (!isObject(value) || !isObject(value["selection"]) || typeof value["source"] !== "string") return undefined;
  return { kind: value["selection"]["kind"], source: value["source"], preview: value["preview"] };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** A code cell as notebooks exchange it. */
export function cellOf(record: CellRecord): JSONObject {
  return {
    cell_type: "code",
    source: record.source,
    metadata: { [KEY]: metadata(record) },
    outputs: [],
    execution_count: null,
  };
}

/** A cell of a notebook, by id. */
export interface CellPlace {
  panel: NotebookPanel;
  id: string;
}

/** Inserts a code cell below `index` (the active cell when absent) and makes it the active one. */
export function insertCell(panel: NotebookPanel, record: CellRecord, index?: number): CellPlace | undefined {
  const { content } = panel;
  const notebook = content.model?.sharedModel;
  if (!notebook) return undefined;
  const at = Math.min(notebook.cells.length, (index ?? content.activeCellIndex) + 1);
  const cell = notebook.insertCell(at, {
    cell_type: "code",
    source: record.source,
    metadata: { [KEY]: metadata(record) },
  });
  content.deselectAll();
  content.activeCellIndex = at;
  void content.scrollToItem(at, "smart");
  return { panel, id: cell.getId() };
}

/** Runs a cell, wherever the active cell is by now. */
export async function runCell({ panel, id }: CellPlace): Promise<void> {
  await panel.sessionContext.ready;
  const cell = panel.content.widgets.find(({ model }) => model.id === id);
  if (cell) await NotebookActions.runCells(panel.content, [cell], panel.sessionContext);
}

/** How a cell stands to what was written into it. */
export type CellState = "ours" | "edited" | "gone";

/** A cell as every client of a notebook shares it. */
export const sharedCell = ({ panel, id }: CellPlace) =>
  panel.isDisposed ? undefined : panel.content.model?.sharedModel.cells.find((cell) => cell.getId() === id);

/** Whether a cell is there, and still has the text that was written into it. */
export function stateOf(place: CellPlace): CellState {
  const cell = sharedCell(place);
  if (!cell) return "gone";
  return cell.getSource() === writtenInto(cell.getMetadata(KEY)) ? "ours" : "edited";
}

/** Text of a cell. */
export const sourceOf = (place: CellPlace): string | undefined => sharedCell(place)?.getSource();

/** Execution count of a cell, where it has run. */
export function countOf({ panel, id }: CellPlace): number | undefined {
  const model = panel.content.widgets.find((widget) => widget.model.id === id)?.model;
  const count: unknown = model && "executionCount" in model ? model.executionCount : undefined;
  return typeof count === "number" ? count : undefined;
}

/**
 * Brings a cell to a new text by the smallest edit, as one step of undo.
 * @param more - metadata that belongs to the same step
 */
export function updateCell(
  place: CellPlace,
  record: CellRecord,
  more: Readonly<Record<string, JSONObject>> = {},
): void {
  const cell = sharedCell(place);
  if (!cell) return;
  const { start, end, text } = minimalEdit(cell.getSource(), record.source);
  // The cell's own transaction: undo inside a cell does not know what the notebook transacts.
  cell.transact(() => {
    if (start !== end || text !== "") cell.updateSource(start, end, text);
    for (const [key, value] of Object.entries({ ...more, [KEY]: metadata(record) }))
      if (!JSONExt.deepEqual(cell.getMetadata(key) ?? null, value)) cell.setMetadata(key, value);
  });
}

const metadata = ({ selection, source, preview }: CellRecord): JSONObject => ({
  selection: selection as JSONObject,
  source,
  ...(preview !== undefined && { preview }),
});

const writtenInto = (value: unknown): string | undefined =>
  isObject(value) && typeof value["source"] === "string" ? value["source"] : undefined;
