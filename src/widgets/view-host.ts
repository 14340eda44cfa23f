import type { DOMWidgetView } from "@jupyter-widgets/base";
import { STALE } from "./channel.js";
import { MODULE_NAME, MODULE_VERSION } from "./version.js";

/** The names under which ipywidgets finds a model and its view. */
export function modelDefaults(
  name: "BenchmarkForm" | "Board" | "Picker" | "Preview" | "Publish" | "Run",
): Record<string, string> {
  return {
    _model_module: MODULE_NAME,
    _view_module: MODULE_NAME,
    _model_module_version: MODULE_VERSION,
    _view_module_version: MODULE_VERSION,
    _model_name: `${name}Model`,
    _view_name: `${name}View`,
  };
}

/** Prepares a view's element for a component that has keys of its own. */
export function host(view: DOMWidgetView): HTMLElement {
  view.el.classList.add("foundry-widget");
  // A notebook in command mode would take typed letters for its shortcuts: it cannot see a field in a shadow root.
  const suppress = (element: Element) => element.setAttribute("data-lm-suppress-shortcuts", "true");
  suppress(view.el);
  // The component is looked at before what it is in, and it is placed when this returns.
  queueMicrotask(() => [...view.el.children].forEach(suppress));
  view.el.style.overflow = "visible";
  return view.el;
}

/** Tells a view whether its kernel is gone, now and whenever that changes: the sentence for it, or undefined. */
export function followKernel(view: DOMWidgetView, tell: (stale: string | undefined) => void): void {
  const { model } = view;
  tell(model.comm_live ? undefined : STALE);
  view.listenTo(model, "comm_live_update", () => tell(model.comm_live ? undefined : STALE));
  view.listenTo(model, "comm:close", () => tell(STALE));
}
