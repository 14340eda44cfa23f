import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ICommandPalette } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import { foundryIcon } from "./icon.js";
import type { FoundryPanel } from "./panel.js";

/** Presses a button of the card that the panel shows. */
async function press(panel: FoundryPanel, card: string, selector: string): Promise<void> {
  const element = await panel.element();
  const button = element.renderRoot.querySelector(card)?.shadowRoot?.querySelector<HTMLElement>(selector);
  button?.click();
}

/** What the panel does, as commands of the palette. */
export function addCommands(
  app: JupyterFrontEnd,
  panel: FoundryPanel,
  trans: TranslationBundle,
  palette: ICommandPalette | null,
): void {
  const show = async () => {
    app.shell.activateById(panel.id);
    return panel.element();
  };
  const cardIsOpen = () =>
    panel.node.querySelector("foundry-panel")?.shadowRoot?.querySelector(".card") != null;
  const commands: Record<string, { label: string; execute: () => Promise<unknown>; needsCard?: boolean }> = {
    "foundry:open-panel": { label: trans.__("Open the Foundry panel"), execute: show },
    "foundry:search": {
      label: trans.__("Search datasets and models"),
      execute: async () => (await show()).catalog?.focusSearch(),
    },
    "foundry:load-in-notebook": {
      label: trans.__("Load the chosen dataset in the notebook"),
      execute: () => press(panel, "foundry-dataset-card", ".primary"),
      needsCard: true,
    },
    "foundry:preview": {
      label: trans.__("Preview the chosen dataset"),
      execute: () => press(panel, "foundry-dataset-card", ".row .secondary"),
      needsCard: true,
    },
    "foundry:run-model": {
      label: trans.__("Run the chosen model in the notebook"),
      execute: () => press(panel, "foundry-model-card", ".primary"),
      needsCard: true,
    },
  };
  for (const [id, { label, execute, needsCard }] of Object.entries(commands)) {
    app.commands.addCommand(id, {
      label,
      icon: foundryIcon,
      execute,
      isEnabled: () => !needsCard || cardIsOpen(),
    });
    palette?.addItem({ command: id, category: trans.__("Foundry") });
  }
}
