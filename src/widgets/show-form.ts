import type { DOMWidgetView } from "@jupyter-widgets/base";
import { followKernel, host } from "./view-host.js";

/** Shows a form that publishes in a widget's view, and tells the kernel what was published. */
export function showForm(view: DOMWidgetView, form: HTMLElement & { stale: string | undefined }): void {
  host(view).replaceChildren(form);
  followKernel(view, (stale) => (form.stale = stale));
  form.addEventListener("foundry-published", (event) => {
    const { detail } = event as CustomEvent<{ reference: string }>;
    view.model.set({ published: detail.reference });
    view.touch();
  });
}
