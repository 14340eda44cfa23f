import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";

/** Says nothing in a kernel that lacks the package, and imports nothing of it that is not needed. */
const code = (name: string) => `try:
    import foundry_lab as _foundry_lab
    _foundry_lab.${name}_default_display()
    del _foundry_lab
except ImportError:
    pass`;

/** Shows every table of Python notebooks in the preview while it is switched on, in each kernel that starts. */
export function followDefaultDisplay(tracker: INotebookTracker): (on: boolean) => void {
  let on = false;
  const told = new WeakSet<Kernel.IKernelConnection>();
  const tell = async (panel: NotebookPanel) => {
    const kernel = panel.sessionContext.session?.kernel;
    // A kernel that was never told to shows tables as their libraries do.
    if (!kernel || (!on && !told.has(kernel))) return;
    if ((await kernel.info).language_info.name !== "python") return;
    told.add(kernel);
    await kernel.requestExecute({ code: code(on ? "enable" : "disable"), silent: true, store_history: false }).done;
  };
  // A kernel that ends meanwhile shows nothing.
  const attempt = (panel: NotebookPanel) => void tell(panel).catch(() => undefined);
  const listen = (panel: NotebookPanel) => {
    let restarted = false;
    panel.sessionContext.kernelChanged.connect(() => attempt(panel));
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === "restarting" || status === "autorestarting") restarted = true;
      else if (restarted && status === "idle") {
        restarted = false;
        attempt(panel);
      }
    });
    attempt(panel);
  };
  tracker.forEach(listen);
  tracker.widgetAdded.connect((_, panel) => listen(panel));
  return (now) => {
    if (now === on) return;
    on = now;
    tracker.forEach(attempt);
  };
}
