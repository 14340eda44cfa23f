import type { TranslationBundle } from "@jupyterlab/translation";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { PreviewElement } from "../components/preview/preview-element.js";
import type { PreviewSource } from "../components/preview/preview-source.js";
import type { WorkerFile } from "../files/worker-source.js";

/** Room in px around what is shown. */
const EDGE = 14;
const LEAST = 120;

/** A cell that is asked for. */
export interface AskedCell {
  source: string;
  selection: object;
}

/** A table that a worker reads, in JupyterLab's main area. */
export class TablePane extends Widget {
  /** Takes the cells that are asked for. */
  insert: (cell: AskedCell) => unknown = () => undefined;
  private worker: WorkerFile | undefined;
  private opening = 0;
  private preview: PreviewElement | undefined;
  // A line that comes above the rows, or a bar that wraps, leaves them less room.
  private readonly resizes = new ResizeObserver(() => this.makeRoom());

  constructor(
    private readonly source: (worker: WorkerFile) => Promise<PreviewSource>,
    private readonly trans: TranslationBundle,
  ) {
    super();
    this.addClass("foundry-TablePane");
    this.node.tabIndex = -1;
    // A key in a field of the table is not a shortcut of JupyterLab.
    this.node.setAttribute("data-lm-suppress-shortcuts", "true");
    this.node.addEventListener("foundry-insert-cell", (event) => {
      event.stopPropagation();
      if (event instanceof CustomEvent) this.insert(event.detail as AskedCell);
    });
  }

  /** Reads the file, anew where it was read before. */
  open(): void {
    void this.read();
  }

  override dispose(): void {
    this.worker?.close();
    this.resizes.disconnect();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (!this.worker) this.open();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.makeRoom();
  }

  private makeRoom(): void {
    const { preview } = this;
    if (!preview || this.node.clientHeight === 0) return;
    this.node.style.setProperty(
      "--foundry-table-height",
      `${Math.max(LEAST, this.node.clientHeight - heightAround(preview) - EDGE)}px`,
    );
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.focus();
  }

  private async read(): Promise<void> {
    const attempt = ++this.opening;
    this.say(this.trans.__("Opening…"));
    try {
      const [{ WorkerFile: Reader }] = await Promise.all([
        import("../files/worker-source.js"),
        import("../components/preview/preview-element.js"),
      ]);
      if (attempt !== this.opening || this.isDisposed) return;
      this.worker?.close();
      this.worker = new Reader();
      const source = await this.source(this.worker);
      if (attempt !== this.opening) return;
      const preview = Object.assign(document.createElement("foundry-preview"), { source });
      this.node.replaceChildren(preview);
      this.preview = preview;
      this.resizes.disconnect();
      this.resizes.observe(preview);
    } catch (error) {
      if (attempt === this.opening) this.say(error instanceof Error ? error.message : String(error), () => this.open());
    }
  }

  private say(text: string, retry?: () => void): void {
    const state = document.createElement("div");
    state.className = "foundry-Panel-state";
    state.setAttribute("role", retry ? "alert" : "status");
    state.textContent = text;
    if (retry) {
      const button = document.createElement("button");
      button.className = "jp-Button";
      button.textContent = this.trans.__("Retry");
      button.addEventListener("click", retry);
      state.append(" ", button);
    }
    this.node.replaceChildren(state);
  }
}

/** Height in px of what stands above and below the rows and what is beside them. */
function heightAround({ renderRoot }: PreviewElement): number {
  const parts = [...renderRoot.children].filter((part) => part instanceof HTMLElement);
  return parts.reduce((sum, part) => sum + (part.classList.contains("main") ? 0 : part.offsetHeight), 0);
}
