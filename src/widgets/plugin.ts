import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { showSharedOutputs } from "./shared-outputs.js";
import { showSavedTables } from "./saved-table.js";
import { MODULE_NAME, MODULE_VERSION } from "./version.js";

/** Lets Jupyter find the widgets; their code is fetched when the first one is shown. */
const widgets: JupyterFrontEndPlugin<void> = {
  id: "foundry-lab:widgets",
  description: "Shows tables, model runs and the picker of Foundry Lab in notebook outputs.",
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  optional: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, registry: IJupyterWidgetRegistry, tracker: INotebookTracker | null) => {
    registry.registerWidget({ name: MODULE_NAME, version: MODULE_VERSION, exports: () => import("./index.js") });
    if (tracker) showSharedOutputs(tracker);
    // The registry's own plugin, which this one requires, has put its renderers into a notebook before.
    tracker?.forEach(showSavedTables);
    tracker?.widgetAdded.connect((_, panel) => showSavedTables(panel));
  },
};

export default [widgets];
