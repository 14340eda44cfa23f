import { ILayoutRestorer, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { INotebookTracker } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { previewCell, runWidgetCell, type LoadSelection, type RunSelection } from "../core/cell-source.js";
import { CellSync } from "./cell-sync.js";
import { insertCell, runCell, type CellRecord } from "./cells.js";
import { addCommands } from "./commands.js";
import { hubOfServer } from "./connection.js";
import { currentNotebook } from "./notebooks.js";
import { FoundryPanel } from "./panel.js";
import { followWidgets } from "./widget-cells.js";

const ID = "foundry-lab:panel";

/** The side panel, its commands, and the cells that it writes. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Find datasets and models, and use them in notebooks.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ILayoutRestorer, ICommandPalette, ISettingRegistry, ITranslator],
  activate: (app, tracker: INotebookTracker, restorer, palette, settings, translator) => {
    const trans = ((translator as ITranslator | null) ?? nullTranslator).load("foundry-lab");
    const sync = new CellSync(trans);
    const insertAndRun = async (kind: string, selection: LoadSelection | RunSelection, source: string) => {
      const record = { selection: { kind, ...selection } as unknown as CellRecord["selection"], source };
      const place = insertCell(await currentNotebook(app, tracker), record);
      if (place) await runCell(place);
    };
    const panel = new FoundryPanel(hubOfServer(app.serviceManager.serverSettings), {
      "foundry-load": async (detail) => {
        const { selection, run } = detail as { selection: LoadSelection; run: boolean };
        await sync.load(await currentNotebook(app, tracker), selection, run);
      },
      "foundry-selection": (detail) => sync.update((detail as { selection: LoadSelection }).selection),
      "foundry-select": (detail) => {
        if ((detail as { name: string }).name !== sync.dataset) sync.unlink();
      },
      "foundry-preview": (detail) => {
        const { selection } = detail as { selection: LoadSelection };
        return insertAndRun("preview", selection, previewCell(selection));
      },
      "foundry-run": (detail) => {
        const { selection } = detail as { selection: RunSelection };
        return insertAndRun("run", selection, runWidgetCell(selection));
      },
    }, trans);
    sync.statusChanged.connect((_, status) => void panel.element().then((element) => (element.cell = status)));
    app.shell.add(panel, "left", { rank: 350, type: "Foundry" });
    (restorer as ILayoutRestorer | null)?.add(panel, "foundry-lab-panel");
    addCommands(app, panel, trans, palette as ICommandPalette | null);
    followWidgets(tracker);
    void followSettings(panel, settings as ISettingRegistry | null);
  },
};

async function followSettings(panel: FoundryPanel, registry: ISettingRegistry | null): Promise<void> {
  const settings = await registry?.load(ID).catch(() => undefined);
  if (!settings) return;
  const apply = () => {
    const run = settings.get("runAfterInsert").composite === true;
    if (panel.isVisible || run) void panel.element().then((element) => (element.run = run));
  };
  settings.changed.connect(apply);
  apply();
}

