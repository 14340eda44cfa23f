import { html, nothing, type TemplateResult } from "lit";
import { formatBytes, formatCount } from "../../core/quantities.js";

/** A table that lives in a notebook's kernel. */
export interface NotebookTable {
  name: string;
  kind: string;
  rows: number;
  columns: number;
  bytes: number;
}

/** The tables in the kernel of the notebook in front; nothing where there are none. */
export function notebookTables(
  tables: readonly NotebookTable[],
  preview: (name: string) => void,
): TemplateResult | typeof nothing {
  if (tables.length === 0) return nothing;
  return html`<details class="notebook" open>
    <summary>In this notebook · ${formatCount(tables.length, "table")}</summary>
    <ul>
      ${tables.map(
        ({ name, kind, rows, columns, bytes }) =>
          html`<li>
            <button title="Preview ${name}, ${kind}" @click=${() => preview(name)}>
              <strong>${name}</strong>
              <span>${formatCount(rows, "row")} × ${formatCount(columns, "column")} · ${formatBytes(bytes)}</span>
            </button>
          </li>`,
      )}
    </ul>
  </details>`;
}
