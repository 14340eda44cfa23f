import { Dialog, showDialog } from "@jupyterlab/apputils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Signal, type ISignal } from "@lumino/signaling";
import type { CellStatus } from "../components/card/dataset-card-element.js";
import { isLoadCell, readCell } from "../core/cell-reader.js";
import { isOfKernel, loadCell, type LoadSelection } from "../core/cell-source.js";
import {
  countOf,
  insertCell,
  readRecord,
  recordOf,
  runCell,
  sharedCell,
  sourceOf,
  stateOf,
  updateCell,
  type CellPlace,
  type CellRecord,
} from "./cells.js";

/** The panel shows datasets: a cell that takes rows of another table is none of its own. */
function readLoad(source: string): LoadSelection | undefined {
  const read = readCell(source);
  return read && !isOfKernel(read) ? read : undefined;
}

const recordFor = (selection: LoadSelection): CellRecord => recordOf("load", selection, loadCell(selection));

function writtenFor(place: CellPlace): LoadSelection | undefined {
  const cell = sharedCell(place);
  const record = readRecord(cell?.getMetadata("foundry"));
  return cell && record?.kind === "load" && record.preview === undefined ? readLoad(cell.getSource()) : undefined;
}

/** The cell that the panel keeps, and what the panel shows. */
interface Linked extends CellPlace {
  selection: LoadSelection;
}

/** Keeps the cell that the panel's selection was loaded into at what the panel shows. */
export class CellSync {
  readonly #statusChanged = new Signal<this, CellStatus>(this);
  readonly #selectionRead = new Signal<this, LoadSelection>(this);
  #linked: Linked | undefined;
  #unwatch: (() => void) | undefined;
  #asking = false;
  /** Whether cells are written again when the choice changes. */
  enabled = true;

  constructor(private readonly trans: TranslationBundle) {}

  get statusChanged(): ISignal<this, CellStatus> {
    return this.#statusChanged;
  }

  /** A person edited the call in the cell: what it asks for now. */
  get selectionRead(): ISignal<this, LoadSelection> {
    return this.#selectionRead;
  }

  /** Which dataset the linked cell loads. */
  get dataset(): string | undefined {
    return this.#linked?.selection.dataset;
  }

  /** Inserts a cell that loads the selection, links it to the panel, and runs it if asked to. */
  async load(panel: NotebookPanel, selection: LoadSelection, run: boolean): Promise<void> {
    const place = insertCell(panel, recordFor(selection));
    if (!place) return;
    this.#link({ ...place, selection });
    if (run) await runCell(place);
  }

  /** Which dataset a cell loads that was written for the panel. */
  datasetOf(place: CellPlace): string | undefined {
    return writtenFor(place)?.dataset;
  }

  /** Links the panel to a cell that was written for it before, as after a reload: what the cell asks for now. */
  adopt(place: CellPlace): LoadSelection | undefined {
    const selection = writtenFor(place);
    if (!selection || (this.#linked?.id === place.id && this.#linked.panel === place.panel)) return undefined;
    this.#link({ ...place, selection });
    return selection;
  }

  /** Brings the linked cell to the selection; a cell that the user edited is asked about first. */
  async update(selection: LoadSelection): Promise<void> {
    const linked = this.#linked;
    if (!linked || !this.enabled || this.#asking || linked.selection.dataset !== selection.dataset) return;
    const before = linked.selection;
    linked.selection = selection;
    const state = stateOf(linked);
    if (state === "ours" || (state === "edited" && this.#writes(linked, before)))
      updateCell(linked, recordFor(selection));
    else if (state === "edited") await this.#ask(linked);
    this.#tell();
  }

  /** The cell stays as it is from now on. */
  unlink(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#linked = undefined;
    this.#statusChanged.emit({ state: "none", text: "" });
  }

  /** Whether an edited cell says nothing but what would be written for a selection: then an update loses nothing. */
  #writes(linked: Linked, selection: LoadSelection): boolean {
    return isLoadCell(sourceOf(linked) ?? "", selection);
  }

  async #ask(linked: Linked): Promise<void> {
    const { trans } = this;
    const replace = Dialog.warnButton({ label: trans.__("Replace my edits") });
    const insert = Dialog.okButton({ label: trans.__("Insert a new cell") });
    const leave = Dialog.cancelButton({ label: trans.__("Keep my edits") });
    this.#asking = true;
    try {
      const { button } = await showDialog({
        title: trans.__("You edited this cell"),
        body: trans.__(
          "The text of the cell that the Foundry panel wrote has changed since. Keep or discard your edits?",
        ),
        buttons: [leave, replace, insert],
        defaultButton: 2,
      });
      if (button.label === replace.label) updateCell(linked, recordFor(linked.selection));
      else if (button.label === insert.label) await this.load(linked.panel, linked.selection, false);
      else this.unlink();
    } finally {
      this.#asking = false;
    }
  }

  #link(linked: Linked): void {
    this.#unwatch?.();
    this.#linked = linked;
    const { panel } = linked;
    const model = panel.content.model;
    const tell = () => {
      this.#follow();
      this.#tell();
    };
    model?.contentChanged.connect(tell);
    panel.disposed.connect(tell);
    this.#unwatch = () => {
      model?.contentChanged.disconnect(tell);
      panel.disposed.disconnect(tell);
    };
    this.#tell();
  }

  /** The panel follows what a person writes into the call; what is not such a call any more is left alone. */
  #follow(): void {
    const linked = this.#linked;
    const source = linked && sourceOf(linked);
    if (!source || source === loadCell(linked.selection)) return;
    const read = readLoad(source);
    if (read?.dataset !== linked.selection.dataset || JSON.stringify(read) === JSON.stringify(linked.selection)) return;
    linked.selection = read;
    this.#selectionRead.emit(read);
  }

  #tell(): void {
    if (this.#linked) this.#statusChanged.emit(this.#status(this.#linked));
  }

  #status(linked: Linked): CellStatus {
    const { trans } = this;
    const count = countOf(linked);
    const cell = count === undefined ? trans.__("the new cell") : trans.__("cell [%1]", count);
    switch (stateOf(linked)) {
      case "gone":
        return { state: "none", text: trans.__("The cell was deleted: 'Load in notebook' inserts a new one.") };
      case "edited":
        if (JSON.stringify(readLoad(sourceOf(linked) ?? "")) === JSON.stringify(linked.selection))
          return { state: "synced", text: `⇄ ${trans.__("synced with your edit of %1", cell)}` };
        return { state: "edited", text: trans.__("The cell was edited: the panel leaves it alone.") };
      case "ours":
        return sourceOf(linked) === loadCell(linked.selection)
          ? { state: "synced", text: `⇄ ${trans.__("synced with %1", cell)}` }
          : { state: "none", text: trans.__("An earlier choice is in %1; the next change here updates it.", cell) };
    }
  }
}
