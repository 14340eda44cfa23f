import { ILayoutRestorer, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { IStateDB } from "@jupyterlab/statedb";
import { IStatusBar } from "@jupyterlab/statusbar";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { speak } from "../core/translation.js";
import { panelActions } from "./actions.js";
import { CellSync } from "./cell-sync.js";
import { adoptActiveCell } from "./adopt-cell.js";
import { addCommands } from "./commands.js";
import { hubOfServer } from "./connection.js";
import { followDefaultDisplay } from "./default-display.js";
import { dragCells } from "./drag-cells.js";
import { followTables } from "./notebook-tables.js";
import { FoundryPanel } from "./panel.js";
import { writeCalls } from "./preview-cells.js";
import { addStatus, type FoundryStatus } from "./status.js";
import { followWidgets } from "./widget-cells.js";

const ID = "foundry-lab:panel";

/** The side panel, its commands, and the cells that it writes. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Find datasets and models, and use them in notebooks.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ILayoutRestorer, ICommandPalette, ISettingRegistry, ITranslator, IStateDB, IStatusBar],
  activate: (
    app,
    tracker: INotebookTracker,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null,
    kept: IStateDB | null,
    statusBar: IStatusBar | null,
  ) => {
    const trans = (translator ?? nullTranslator).load("foundry-lab");
    speak((text, ...values) => trans.__(text, ...values.map(String)));
    const sync = new CellSync(trans);
    const source = () => hubOfServer(app.serviceManager.serverSettings);
    const panel = new FoundryPanel(source, panelActions(app, tracker, sync, trans), trans, kept);
    sync.statusChanged.connect((_, status) => {
      if (panel.shown) panel.shown.cell = status;
    });
    sync.selectionRead.connect((_, selection) => panel.shown?.datasetCard?.follow(selection));
    app.shell.add(panel, "left", { rank: 350, type: "Foundry" });
    restorer?.add(panel, panel.id);
    addCommands(app, tracker, panel, trans, palette);
    adoptActiveCell(tracker, panel, sync);
    dragCells(panel.node, source, trans);
    followWidgets(tracker);
    followTables(tracker, panel);
    const status = statusBar && addStatus(app, tracker, panel, statusBar, trans);
    void followSettings({ panel, sync, status, showTables: followDefaultDisplay(tracker) }, settings);
  },
};

interface Followers {
  panel: FoundryPanel;
  sync: CellSync;
  status: FoundryStatus | null;
  showTables: (on: boolean) => void;
}

async function followSettings(
  { panel, sync, status, showTables }: Followers,
  registry: ISettingRegistry | null,
): Promise<void> {
  const settings = await registry?.load(ID).catch(() => undefined);
  if (!settings) return;
  const apply = () => {
    panel.run = settings.get("runAfterInsert").composite === true;
    showTables(settings.get("defaultDisplay").composite === true);
    panel.loadAs = settings.get("loadAs").composite === "pandas" ? "pandas" : "arrow";
    sync.enabled = settings.get("syncCells").composite !== false;
    writeCalls(sync.enabled);
    if (status) status.shown = settings.get("showStatus").composite !== false;
  };
  settings.changed.connect(apply);
  apply();
}
