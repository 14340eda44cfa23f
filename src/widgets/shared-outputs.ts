import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { IRenderMime, IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Panel } from "@lumino/widgets";
import { cameOwn, isOwn } from "./own-models.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
const wrapped = new WeakSet<object>();

/**
 * Shows widgets of ours in cells that another person ran in a shared notebook. JupyterLab trusts only what this browser
 * ran, and ipywidgets shows nothing in other cells but the static summary; a view of ours shows what the kernel sends
 * it and runs nothing that the notebook holds, so that it needs no trust. Widgets of others are left to ipywidgets.
 */
export function showSharedOutputs(tracker: INotebookTracker): void {
  // Where a model of ours is, ipywidgets has taken its place in the notebook's renderers.
  cameOwn.connect(() => tracker.forEach(wrap));
  const listen = async (panel: NotebookPanel) => {
    await panel.sessionContext.ready;
    // ipywidgets takes its place once this is told to it too, some promises later.
    await new Promise((resolve) => setTimeout(resolve));
    wrap(panel);
  };
  tracker.forEach((panel) => void listen(panel).catch(() => undefined));
  tracker.widgetAdded.connect((_, panel) => void listen(panel).catch(() => undefined));
}

function wrap({ content: { rendermime } }: NotebookPanel): void {
  const factory = rendermime.getFactory(VIEW);
  if (!factory || wrapped.has(factory)) return;
  const safe: IRenderMime.IRendererFactory = {
    safe: true,
    mimeTypes: [VIEW],
    createRenderer: (options) => new SharedOutput(rendermime, () => factory.createRenderer(options)),
  };
  wrapped.add(safe);
  rendermime.addFactory(safe, rendermime.getRank(VIEW) ?? -10);
}

/** What ipywidgets shows of a trusted output or of a model of ours, and of any other what is safe. */
class SharedOutput extends Panel implements IRenderMime.IRenderer {
  #shown: "widget" | "summary" | undefined;
  #model: IRenderMime.IMimeModel | undefined;

  constructor(
    private readonly rendermime: IRenderMimeRegistry,
    private readonly widget: () => IRenderMime.IRenderer,
  ) {
    super();
    cameOwn.connect(this.#came, this);
  }

  override dispose(): void {
    cameOwn.disconnect(this.#came, this);
    super.dispose();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#model = model;
    const shown = model.trusted || isOwn(idOf(model) ?? "") ? "widget" : "summary";
    if (shown === this.#shown) {
      const [inner] = this.widgets;
      if (inner && "renderModel" in inner) await (inner as IRenderMime.IRenderer).renderModel(model);
      return;
    }
    this.#shown = shown;
    for (const old of [...this.widgets]) old.dispose();
    const renderer = shown === "widget" ? this.widget() : this.#summary(model);
    if (!renderer) return;
    this.addWidget(renderer);
    await renderer.renderModel(model);
  }

  #came(_: unknown, id: string): void {
    if (this.#model && idOf(this.#model) === id) void this.renderModel(this.#model).catch(() => undefined);
  }

  #summary({ data }: IRenderMime.IMimeModel): IRenderMime.IRenderer | undefined {
    const others = Object.fromEntries(Object.entries(data).filter(([type]) => type !== VIEW));
    const type = this.rendermime.preferredMimeType(others, "ensure");
    return type === undefined ? undefined : this.rendermime.createRenderer(type);
  }
}

function idOf({ data }: IRenderMime.IMimeModel): string | undefined {
  const view = data[VIEW];
  const id = typeof view === "object" && view !== null && "model_id" in view ? view["model_id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
