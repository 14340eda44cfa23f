import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Command } from "./command.js";
import { foundryIcon } from "./icon.js";
import type { FoundryPanel } from "./panel.js";
import { previewCommands } from "./preview-commands.js";

/** What the panel does, as commands of the palette. */
export function addCommands(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  panel: FoundryPanel,
  trans: TranslationBundle,
  palette: ICommandPalette | null,
): void {
  const show = async () => {
    app.shell.activateById(panel.id);
    return panel.element();
  };
  const datasetCard = () => panel.shown?.datasetCard ?? undefined;
  const modelCard = () => panel.shown?.modelCard ?? undefined;
  const commands: Record<string, Command> = {
    "foundry:open-panel": { label: trans.__("Open the Foundry panel"), execute: show },
    "foundry:search": {
      label: trans.__("Search datasets and models"),
      execute: async () => (await show()).catalog?.focusSearch(),
    },
    "foundry:load-in-notebook": {
      label: trans.__("Load the chosen dataset in the notebook"),
      execute: () => datasetCard()?.load(),
      isEnabled: () => datasetCard()?.selection !== undefined,
    },
    "foundry:preview": {
      label: trans.__("Preview the chosen dataset"),
      execute: () => datasetCard()?.preview(),
      isEnabled: () => datasetCard()?.selection !== undefined,
    },
    "foundry:run-model": {
      label: trans.__("Run the chosen model in the notebook"),
      execute: () => modelCard()?.runInNotebook(),
      isEnabled: () => modelCard()?.selection !== undefined,
    },
    "foundry:check-hub": {
      label: trans.__("Ask the hub whether it answers"),
      execute: async () => (await show()).describeStore(),
    },
    "foundry:open-settings": {
      label: trans.__("Foundry settings"),
      execute: () => app.commands.execute("settingeditor:open", { query: "Foundry" }),
    },
    ...previewCommands(app, tracker, trans),
  };
  for (const [id, command] of Object.entries(commands)) {
    app.commands.addCommand(id, {
      ...command,
      caption: command.label,
      icon: foundryIcon,
      describedBy: { args: { type: "object", properties: {} } },
    });
    palette?.addItem({ command: id, category: trans.__("Foundry") });
  }
}
