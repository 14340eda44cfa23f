import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { IStatusBar } from "@jupyterlab/statusbar";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Signal, type ISignal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";
import type { RunState } from "../components/model-run/model-run-element.js";
import type { StoreState } from "../components/panel/panel-element.js";
import type { FoundryPanel } from "./panel.js";

/** What the status bar says: whether the hub answers, and how far the runs of models in this page are. */
export class FoundryStatus extends Widget {
  readonly #button = document.createElement("button");
  readonly #shownChanged = new Signal<this, void>(this);
  #shown = true;
  readonly #runs = new Map<EventTarget, RunState>();
  #store: StoreState | undefined;

  constructor(
    private readonly trans: TranslationBundle,
    open: () => void,
  ) {
    super();
    this.addClass("foundry-Status");
    this.#button.type = "button";
    this.#button.addEventListener("click", open);
    this.node.append(this.#button);
    this.#draw();
  }

  /** Whether it is shown: the bar asks this, and shows or hides it itself. */
  get shown(): boolean {
    return this.#shown;
  }
  set shown(shown: boolean) {
    this.#shown = shown;
    this.#shownChanged.emit();
  }
  get shownChanged(): ISignal<this, void> {
    return this.#shownChanged;
  }

  /** What the panel knows of the hub. */
  set store(store: StoreState) {
    this.#store = store;
    this.#draw();
  }

  /** How far a run is; without a state it has ended. */
  follow(run: EventTarget, state: RunState | undefined): void {
    if (state) this.#runs.set(run, state);
    else this.#runs.delete(run);
    this.#draw();
  }

  #draw(): void {
    const [running] = this.#runs.values();
    this.#button.textContent = running ? this.#run(running) : this.#hub();
    this.#button.title = running ? this.trans.__("A model runs: open the Foundry panel") : this.#explanation();
  }

  #run({ model, done, total }: RunState): string {
    const others = this.#runs.size - 1;
    const first = this.trans.__("Foundry: %1 %2 of %3 rows", model, done, total);
    return others > 0 ? `${first}, ${this.trans._n("%1 more run", "%1 more runs", others)}` : first;
  }

  #hub(): string {
    const { trans } = this;
    if (!this.#store) return trans.__("Foundry");
    if (this.#store.problem !== undefined) return trans.__("Foundry: no hub");
    return trans.__("Foundry: %1", this.#store.text);
  }

  #explanation(): string {
    const { trans } = this;
    if (!this.#store) return trans.__("The hub starts when the Foundry panel is first opened: open it");
    return this.#store.problem ?? trans.__("Hub connected: open the Foundry panel");
  }
}

/** Shows the status, and keeps it up to date with the panel and with the models that run in notebooks. */
export function addStatus(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  panel: FoundryPanel,
  bar: IStatusBar,
  trans: TranslationBundle,
): FoundryStatus {
  const status = new FoundryStatus(trans, () => void app.commands.execute("foundry:open-panel"));
  bar.registerStatusItem("foundry-lab:status", {
    item: status,
    align: "left",
    rank: 900,
    isActive: () => status.shown,
    activeStateChanged: status.shownChanged,
  });
  panel.node.addEventListener("foundry-store", (event) => {
    if (event instanceof CustomEvent) status.store = event.detail as StoreState;
  });
  const listen = (notebook: NotebookPanel) =>
    notebook.node.addEventListener("foundry-run-state", (event) => {
      const [run] = event.composedPath();
      if (run && event instanceof CustomEvent) status.follow(run, (event.detail as { state?: RunState }).state);
    });
  tracker.forEach(listen);
  tracker.widgetAdded.connect((_, notebook) => listen(notebook));
  return status;
}
