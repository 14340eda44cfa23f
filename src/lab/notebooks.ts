import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";

/** The notebook that the user works in; a new one with the default kernel where there is none. */
export async function currentNotebook(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
): Promise<NotebookPanel> {
  let panel = tracker.currentWidget;
  if (!panel || panel.isDisposed) {
    await app.serviceManager.kernelspecs.ready;
    const kernelName = app.serviceManager.kernelspecs.specs?.default ?? "python3";
    panel = (await app.commands.execute("notebook:create-new", { kernelName })) as NotebookPanel;
  }
  await panel.context.ready;
  return panel;
}
