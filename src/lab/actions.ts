import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { PanelEvents } from "../components/panel/panel-element.js";
import { benchmarkFormCell, previewCell, publishVariableCell, runWidgetCell } from "../core/cell-source.js";
import type { CellSync } from "./cell-sync.js";
import { insertCell, recordOf, runCell } from "./cells.js";
import { openDatasetTab } from "./dataset-tab.js";
import { currentNotebook } from "./notebooks.js";

/** What happens in notebooks at each event of the panel. */
export type PanelActions = { [Type in keyof PanelEvents]: (detail: PanelEvents[Type]) => unknown };

/** Binds the panel's events to the notebook that the user works in. */
export function panelActions(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  sync: CellSync,
  trans: TranslationBundle,
): PanelActions {
  const insertAndRun = async (kind: string, selection: object, source: string) => {
    const place = insertCell(await currentNotebook(app, tracker, trans), recordOf(kind, selection, source));
    if (place) await runCell(place);
  };
  return {
    "foundry-load": async ({ selection, run }) => sync.load(await currentNotebook(app, tracker, trans), selection, run),
    "foundry-selection": ({ selection }) => sync.update(selection),
    "foundry-select": ({ kind, name }) => {
      if (kind !== "dataset" || name !== sync.dataset) sync.unlink();
    },
    "foundry-preview": ({ selection }) => insertAndRun("preview", selection, previewCell(selection)),
    "foundry-insert": async ({ benchmark, source }) => {
      insertCell(await currentNotebook(app, tracker, trans), recordOf("benchmark", { benchmark }, source));
    },
    "foundry-open": ({ selection }) =>
      openDatasetTab(
        app,
        selection,
        async ({ source, selection: chosen }) =>
          insertCell(await currentNotebook(app, tracker, trans), recordOf("load", chosen, source)),
        trans,
      ),
    "foundry-preview-variable": ({ name }) => {
      const selection = { expression: name, as: "arrow" as const };
      return insertAndRun("preview", selection, previewCell(selection));
    },
    "foundry-publish-variable": ({ name }) => insertAndRun("publish", { variable: name }, publishVariableCell(name)),
    "foundry-make-benchmark": () => insertAndRun("benchmark-form", {}, benchmarkFormCell()),
    "foundry-run": ({ selection }) => insertAndRun("run", selection, runWidgetCell(selection)),
  };
}
