import type { INotebookTracker } from "@jupyterlab/notebook";
import type { CellSync } from "./cell-sync.js";
import type { FoundryPanel } from "./panel.js";

/**
 * Ties the panel to the cell that a person is in, where that cell was written for the panel: so the two still follow
 * each other after a reload. A panel that shows another dataset is left alone.
 */
export function adoptActiveCell(tracker: INotebookTracker, panel: FoundryPanel, sync: CellSync): void {
  const adopt = async () => {
    const { currentWidget, activeCell } = tracker;
    if (!currentWidget || !activeCell || !panel.isVisible) return;
    const element = await panel.element();
    const place = { panel: currentWidget, id: activeCell.model.id };
    const dataset = sync.datasetOf(place);
    const { choice } = element;
    if (!dataset || (choice && (choice.kind !== "dataset" || choice.name !== dataset))) return;
    const selection = sync.adopt(place);
    if (!selection) return;
    const { version } = selection;
    if (!choice) element.choice = { kind: "dataset", name: dataset, version };
    await element.updateComplete;
    await element.datasetCard?.updateComplete;
    element.datasetCard?.follow(selection);
  };
  const now = () => void adopt().catch(() => undefined);
  tracker.activeCellChanged.connect(now);
  panel.opened.connect(now);
}
