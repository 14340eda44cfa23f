import { Dialog, showDialog } from "@jupyterlab/apputils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Signal, type ISignal } from "@lumino/signaling";
import type { CellStatus } from "../components/card/dataset-card-element.js";
import { loadCell, type LoadSelection } from "../core/cell-source.js";
import {
  countOf,
  insertCell,
  runCell,
  stateOf,
  updateCell,
  type CellPlace,
  type CellRecord,
} from "./cells.js";

const recordFor = (selection: LoadSelection): CellRecord => ({
  selection: JSON.parse(JSON.stringify({ kind: "load", ...selection })) as CellRecord["selection"],
  source: loadCell(selection),
});

/** Keeps the cell that the panel's selection was loaded into at what the panel shows. */
export class CellSync {
  readonly #statusChanged = new Signal<this, CellStatus>(this);
  #linked: (CellPlace & { dataset: string }) | undefined;
  #watched: (() => void) | undefined;
  #asking = false;

  constructor(private readonly trans: TranslationBundle) {}

  get statusChanged(): ISignal<this, CellStatus> {
    return this.#statusChanged;
  }

  /** Inserts a cell that loads the selection, links it to the panel, and runs it if asked to. */
  async load(panel: NotebookPanel, selection: LoadSelection, run: boolean): Promise<void> {
    const place = insertCell(panel, recordFor(selection));
    if (!place) return;
    this.#link(place, selection.dataset);
    if (run) await runCell(place);
  }

  /** Brings the linked cell to the selection; a cell that the user edited is asked about first. */
  async update(selection: LoadSelection): Promise<void> {
    const linked = this.#linked;
    if (!linked || this.#asking || linked.dataset !== selection.dataset) return;
    const state = stateOf(linked);
    if (state === "ours") updateCell(linked, recordFor(selection));
    else if (state === "edited") await this.#ask(linked, selection);
    this.#tell();
  }

  /** The panel shows another package: the cell stays as it is. */
  unlink(): void {
    this.#watched?.();
    this.#watched = undefined;
    this.#linked = undefined;
    this.#statusChanged.emit({ state: "none", text: "" });
  }

  /** Which dataset the linked cell loads. */
  get dataset(): string | undefined {
    return this.#linked?.dataset;
  }

  async #ask(linked: CellPlace, selection: LoadSelection): Promise<void> {
    const { trans } = this;
    this.#asking = true;
    const replace = Dialog.warnButton({ label: trans.__("Replace my edits") });
    const insert = Dialog.okButton({ label: trans.__("Insert a new cell") });
    const leave = Dialog.cancelButton({ label: trans.__("Leave it") });
    try {
      const { button } = await showDialog({
        title: trans.__("You edited this cell"),
        body: trans.__(
          "The cell that the Foundry panel wrote has changed since. What shall happen with your edits?",
        ),
        buttons: [leave, replace, insert],
        defaultButton: 2,
      });
      if (button.label === replace.label) updateCell(linked, recordFor(selection));
      else if (button.label === insert.label) await this.load(linked.panel, selection, false);
      else this.unlink();
    } finally {
      this.#asking = false;
    }
  }

  #link(place: CellPlace, dataset: string): void {
    this.#watched?.();
    this.#linked = { ...place, dataset };
    const model = place.panel.content.model;
    const tell = () => this.#tell();
    model?.contentChanged.connect(tell);
    place.panel.disposed.connect(tell);
    this.#watched = () => {
      model?.contentChanged.disconnect(tell);
      place.panel.disposed.disconnect(tell);
    };
    this.#tell();
  }

  #tell(): void {
    if (this.#linked) this.#statusChanged.emit(this.#status(this.#linked));
  }

  #status(linked: CellPlace): CellStatus {
    const { trans } = this;
    const state = stateOf(linked);
    if (state === "gone")
      return { state: "none", text: trans.__("The cell is gone; 'Load in notebook' inserts a new one.") };
    if (state === "edited")
      return { state: "edited", text: trans.__("You edited the cell; the panel leaves it alone.") };
    const count = countOf(linked);
    const where = count === undefined ? trans.__("the new cell") : trans.__("cell [%1]", count);
    return { state: "synced", text: `⇄ ${trans.__("synced with %1", where)}` };
  }
}
