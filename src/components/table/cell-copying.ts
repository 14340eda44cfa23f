import { t } from "../../core/translation.js";
import { readCells, toClipboard, type Copied } from "./copy-cells.js";
import { copyText, type CopyFormat } from "./copy-text.js";
import type { GridColumns } from "./grid-columns.js";
import type { GridRows } from "./grid-rows.js";
import type { GridSelection } from "./grid-selection.js";
import type { TableHost } from "./table-host.js";

/** Puts the selected cells on the clipboard, and keeps what is said of it. */
export class CellCopying {
  /** What a screen reader is told. */
  said: string | undefined;

  constructor(
    private readonly host: TableHost,
    private readonly parts: { columns: GridColumns; rows: GridRows; selection: GridSelection },
  ) {}

  /** A single cell goes without its heading. */
  async copy(format: CopyFormat): Promise<void> {
    try {
      const copied = await this.#read(format);
      if (!copied) return;
      await toClipboard(copied);
      this.said = copied.guarded
        ? t("Copied; %1 texts have ' before them, so that no spreadsheet runs them.", copied.guarded)
        : t("Copied");
    } catch (error) {
      this.said = error instanceof Error ? error.message : String(error);
      this.host.tell("foundry-problem", { problem: this.said });
    }
    this.host.requestUpdate();
  }

  async #read(format: CopyFormat): Promise<Copied | undefined> {
    const { source, view } = this.host;
    const { columns, rows, selection } = this.parts;
    const { active, range, isBlock } = selection;
    const column = columns.shown[active.column];
    if (!source || !column) return undefined;
    if (active.row < 0) return { text: column.name, guarded: 0 };
    if (isBlock || format !== "tsv")
      return readCells(source, view, columns.shown.slice(range.columns[0], range.columns[1] + 1), range.rows, format);
    const place = rows.pages?.locate(active.row, column.name);
    return { text: place ? copyText(place.vector, place.index) : "", guarded: 0 };
  }
}
