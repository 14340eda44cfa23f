import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { PreviewElement } from "../components/preview/preview-element.js";
import type { Command } from "./command.js";

/** What can be done to the table of the active cell, as commands. */
export function previewCommands(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  trans: TranslationBundle,
): Record<string, Command> {
  const preview = (): PreviewElement | null =>
    tracker.activeCell?.node.querySelector<PreviewElement>("foundry-preview") ?? null;
  const shown = () => preview() !== null;
  const ofSplit = () => preview()?.loadSelection !== undefined;
  const commands: Record<string, Command> = {
    "foundry:insert-cell": {
      label: trans.__("Insert a cell that loads what this table shows, as Arrow"),
      execute: () => preview()?.insertCell("arrow"),
      isEnabled: ofSplit,
    },
    "foundry:insert-pandas-cell": {
      label: trans.__("Insert a cell that loads what this table shows, as pandas"),
      execute: () => preview()?.insertCell("pandas"),
      isEnabled: ofSplit,
    },
    "foundry:clear-filters": {
      label: trans.__("Show all rows of this table"),
      execute: () => preview()?.clearView(),
      isEnabled: shown,
    },
    "foundry:show-all-columns": {
      label: trans.__("Show all columns of this table"),
      execute: () => preview()?.showAllColumns(),
      isEnabled: shown,
    },
    "foundry:toggle-plots": {
      label: trans.__("Plot this table"),
      execute: () => preview()?.togglePlots(),
      isEnabled: shown,
    },
    "foundry:find-in-table": {
      label: trans.__("Find in this table"),
      execute: () => preview()?.focusOn("foundry-find-box"),
      isEnabled: shown,
    },
    "foundry:filter-rows": {
      label: trans.__("Filter the rows of this table"),
      execute: () => preview()?.focusOn("foundry-filter-box"),
      isEnabled: shown,
    },
    "foundry:go-to-row": {
      label: trans.__("Go to a row of this table"),
      execute: () => preview()?.focusOn(".go"),
      isEnabled: shown,
    },
    "foundry:copy-tsv": {
      label: trans.__("Copy the selected cells for a spreadsheet"),
      execute: () => preview()?.copy("tsv"),
      isEnabled: shown,
    },
    "foundry:copy-csv": {
      label: trans.__("Copy the selected cells as CSV"),
      execute: () => preview()?.copy("csv"),
      isEnabled: shown,
    },
    "foundry:copy-markdown": {
      label: trans.__("Copy the selected cells as a Markdown table"),
      execute: () => preview()?.copy("markdown"),
      isEnabled: shown,
    },
  };
  tracker.activeCellChanged.connect(() => {
    for (const id of Object.keys(commands)) app.commands.notifyCommandChanged(id);
  });
  return commands;
}
