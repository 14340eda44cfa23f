import type { NotebookPanel } from "@jupyterlab/notebook";
import { Panel, type Widget } from "@lumino/widgets";
import { t } from "../core/translation.js";

type RenderMime = NotebookPanel["content"]["rendermime"];
type Renderer = ReturnType<RenderMime["createRenderer"]>;

const VIEW = "application/vnd.jupyter.widget-view+json";
/** What the kernel's half writes around the plain table that is saved with the notebook. */
const SAVED = 'class="foundry-saved"';
const FAILED = "Error displaying widget";

/** Lets the outputs of a notebook show their saved tables where their widgets cannot be shown. */
export function showSavedTables({ content: { rendermime } }: NotebookPanel): void {
  const create = rendermime.createRenderer.bind(rendermime);
  // Not a factory of our own: Jupyter's widgets put theirs in its place with each new kernel.
  rendermime.createRenderer = (mimeType) =>
    mimeType === VIEW ? withSaved(create(mimeType), rendermime) : create(mimeType);
}

function withSaved(renderer: Renderer, rendermime: RenderMime): Renderer {
  const render = renderer.renderModel.bind(renderer);
  let table: Widget | undefined;
  // The renderer calls this again when widgets were restored.
  renderer.renderModel = async (model) => {
    table?.dispose();
    table = undefined;
    await render(model);
    const html = model.data["text/html"];
    if (typeof html !== "string" || !html.includes(SAVED) || !hasFailed(renderer.node)) return;
    const saved = rendermime.createRenderer("text/html");
    table = withSentence(saved);
    renderer.node.replaceChildren();
    if (renderer instanceof Panel) renderer.addWidget(table);
    await saved.renderModel(model);
  };
  return renderer;
}

/** Whether a widget's place holds what Jupyter says instead of it: its model is gone, or its code failed. */
const hasFailed = (node: HTMLElement): boolean =>
  node.textContent.startsWith(FAILED) || node.querySelector(".jupyter-widgets-error-widget") !== null;

function withSentence(saved: Widget): Panel {
  const panel = new Panel();
  panel.addClass("foundry-SavedTable");
  panel.addWidget(saved);
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "note");
  sentence.textContent = t("This is the table as it was saved; run this cell again to scroll, filter and sort it.");
  panel.node.prepend(sentence);
  return panel;
}
