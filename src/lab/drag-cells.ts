import { Drag } from "@lumino/dragdrop";
import { MimeData } from "@lumino/coreutils";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Notification } from "@jupyterlab/apputils";
import type { HubClient } from "../client/hub-client.js";
import { dragItemOf, type DragItem } from "../components/panel/drag-item.js";
import { loadCell, modelCell, previewCell } from "../core/cell-source.js";
import { cellOf, recordOf, type CellRecord } from "./cells.js";

/** What notebooks take as cells. */
const CELLS = "application/vnd.jupyter.cells";
/** Px that a press moves before it is a drag. */
const THRESHOLD = 5;

/** Lets results and tables be dragged from a node into a notebook: what is dropped is the cell that loads it. */
export function dragCells(
  node: HTMLElement,
  hub: () => Promise<Pick<HubClient, "dataset">>,
  trans: TranslationBundle,
): void {
  node.addEventListener("pointerdown", (down) => {
    const item = down.button === 0 ? dragItemOf(down) : undefined;
    if (!item) return;
    // Asked now: a dataset's splits are here before it is dropped.
    const record = recordFor(item, hub);
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < THRESHOLD) return;
      stop();
      event.preventDefault();
      void start(item, record, event, node, trans).finally(release);
    };
    // Text that were selected on the way would be dragged by the browser itself.
    const keep = (event: Event) => event.preventDefault();
    const [pressed] = down.composedPath();
    // A selection that starts in a shadow tree is told of there only.
    const roots = [document, ...(pressed instanceof Node ? [pressed.getRootNode()] : [])];
    const stop = () => {
      document.removeEventListener("pointermove", move, true);
      document.removeEventListener("pointerup", release, true);
    };
    const release = () => {
      stop();
      for (const root of roots) root.removeEventListener("selectstart", keep, true);
      document.removeEventListener("dragstart", keep, true);
    };
    document.addEventListener("pointermove", move, true);
    document.addEventListener("pointerup", release, true);
    for (const root of roots) root.addEventListener("selectstart", keep, true);
    document.addEventListener("dragstart", keep, true);
  });
}

async function start(
  item: DragItem,
  record: Promise<CellRecord>,
  { clientX, clientY }: PointerEvent,
  source: HTMLElement,
  trans: TranslationBundle,
): Promise<void> {
  const mimeData = new MimeData();
  const cells: unknown[] = [];
  mimeData.setData(CELLS, cells);
  let failed: unknown;
  void record.then(
    (found) => cells.push(cellOf(found)),
    (error: unknown) => (failed = error),
  );
  const dragImage = document.createElement("div");
  dragImage.className = "foundry-dragImage";
  dragImage.textContent = item.kind === "table" ? item.name : item.title;
  const drag = new Drag({ mimeData, dragImage, supportedActions: "copy", proposedAction: "copy", source });
  const action = await drag.start(clientX, clientY);
  drag.dispose();
  if (action === "none" || cells.length > 0) return;
  Notification.error(
    failed instanceof Error ? failed.message : trans.__("The dataset's record was not here yet: drag it again."),
  );
}

async function recordFor(item: DragItem, hub: () => Promise<Pick<HubClient, "dataset">>): Promise<CellRecord> {
  if (item.kind === "table") {
    const table = { expression: item.name, as: "arrow" as const };
    return recordOf("preview", table, previewCell(table));
  }
  const { name, version } = item;
  if (item.kind === "model") return recordOf("model", { model: name, modelVersion: version }, modelCell(name, version));
  const { splits } = await (await hub()).dataset(name, version);
  const split = splits.some((one) => one.name === "train") ? "train" : splits[0].name;
  const selection = { dataset: name, version, split, as: "arrow" as const };
  return recordOf("load", selection, loadCell(selection));
}
