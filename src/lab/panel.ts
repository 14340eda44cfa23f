import { Notification } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { IStateDB } from "@jupyterlab/statedb";
import type { Message } from "@lumino/messaging";
import { Signal, type ISignal } from "@lumino/signaling";
import type { ReadonlyJSONValue } from "@lumino/coreutils";
import { Widget } from "@lumino/widgets";
import type { NotebookTable } from "../components/panel/notebook-tables.js";
import type { PanelElement, PanelSource } from "../components/panel/panel-element.js";
import type { Columns } from "../core/prediction-columns.js";
import type { PanelActions } from "./actions.js";
import { foundryIcon } from "./icon.js";

/** Where the user's searches are kept. */
const SAVED = "foundry-lab:saved-searches";

/** The side panel; its contents are loaded when it is first shown. */
export class FoundryPanel extends Widget {
  #loading: Promise<PanelElement> | undefined;
  #element: PanelElement | undefined;
  #run = false;
  #loadAs: "arrow" | "pandas" = "arrow";
  #tables: readonly NotebookTable[] = [];
  readonly #opened = new Signal<this, void>(this);

  constructor(
    private readonly source: () => Promise<PanelSource>,
    private readonly actions: PanelActions,
    private readonly trans: TranslationBundle,
    private readonly kept: IStateDB | null,
  ) {
    super();
    this.id = "foundry-lab-panel";
    this.title.icon = foundryIcon;
    this.title.caption = trans.__("Foundry: find datasets and models");
    this.addClass("foundry-Panel");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", trans.__("Foundry"));
  }

  /** Whether inserted cells are run unless the user says otherwise. */
  set run(run: boolean) {
    this.#run = run;
    if (this.#element) this.#element.run = run;
  }

  /** The form in which cells load a split unless the user says otherwise. */
  set loadAs(form: "arrow" | "pandas") {
    this.#loadAs = form;
    if (this.#element) this.#element.loadAs = form;
  }

  /** The panel came in sight. */
  get opened(): ISignal<this, void> {
    return this.#opened;
  }

  /** Lists the tables in a notebook's kernel. */
  showTables(tables: readonly NotebookTable[]): void {
    this.#tables = tables;
    if (this.#element) this.#element.tables = tables;
  }

  /** The panel's element, where it has been shown. */
  get shown(): PanelElement | undefined {
    return this.#element;
  }

  /** The panel's element, loaded and in the page. */
  element(): Promise<PanelElement> {
    return (this.#loading ??= this.#load());
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.#opened.emit();
    // What failed stands in the panel.
    void this.element().catch(() => undefined);
  }

  async #load(): Promise<PanelElement> {
    this.#say(this.trans.__("Opening…"));
    const element = await this.#make();
    element.actions = true;
    element.readColumns = readFile;
    element.run = this.#run;
    element.loadAs = this.#loadAs;
    element.tables = this.#tables;
    for (const type of Object.keys(this.actions) as (keyof PanelActions)[])
      element.addEventListener(type, (event) => void this.#act(type, event));
    this.node.replaceChildren(element);
    await element.updateComplete;
    return (this.#element = element);
  }

  async #make(): Promise<PanelElement> {
    try {
      const [source, { readSaved }, kept] = await Promise.all([
        this.source(),
        import("../core/search/saved.js"),
        this.kept?.fetch(SAVED),
        import("../components/panel/panel-element.js"),
      ]);
      const panel = Object.assign(document.createElement("foundry-panel"), { source, saved: readSaved(kept) });
      panel.addEventListener("foundry-saved", ({ detail }: CustomEventInit<ReadonlyJSONValue>) => {
        if (detail !== undefined) void this.kept?.save(SAVED, detail);
      });
      return panel;
    } catch (error) {
      // The next look at the panel tries again.
      this.#loading = undefined;
      this.#say(this.trans.__("The panel could not be loaded: reload the page."));
      throw error;
    }
  }

  #say(text: string): void {
    const state = document.createElement("div");
    state.className = "foundry-Panel-state";
    state.setAttribute("role", "status");
    state.textContent = text;
    this.node.replaceChildren(state);
  }

  async #act(type: keyof PanelActions, event: Event): Promise<void> {
    if (!(event instanceof CustomEvent)) return;
    try {
      // The element fires each type with its own detail: PanelEvents says which.
      await (this.actions[type] as (detail: unknown) => unknown)(event.detail);
    } catch (error) {
      Notification.error(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Reads a file of this computer in a worker, which is made when it is needed. */
async function readFile(file: File): Promise<Columns> {
  const [{ WorkerFile }, { readColumns }] = await Promise.all([
    import("../files/worker-source.js"),
    import("../files/read-columns.js"),
  ]);
  const worker = new WorkerFile();
  try {
    return await readColumns(file, worker);
  } finally {
    worker.close();
  }
}
