import type { JupyterFrontEnd } from "@jupyterlab/application";
import { Notification } from "@jupyterlab/apputils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";

const SHOWN_FOR = 6000;

/** The notebook that the user works in, in front; a new one with the default kernel where there is none. */
export async function currentNotebook(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  trans: TranslationBundle,
): Promise<NotebookPanel> {
  let panel = tracker.currentWidget;
  if (!panel || panel.isDisposed) {
    await app.serviceManager.kernelspecs.ready;
    const kernelName = app.serviceManager.kernelspecs.specs?.default ?? "python3";
    panel = (await app.commands.execute("notebook:create-new", { kernelName })) as NotebookPanel;
    Notification.info(trans.__("No notebook was open: the cell is in a new one."), { autoClose: SHOWN_FOR });
  } else if (!panel.isVisible) {
    app.shell.activateById(panel.id);
  }
  await panel.context.ready;
  return panel;
}
