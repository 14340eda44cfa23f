import { html, nothing, type TemplateResult } from "lit";
import { formatBytes, formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { DragItem } from "./drag-item.js";

/** A table that lives in a notebook's kernel. */
export interface NotebookTable {
  name: string;
  kind: string;
  /** Null where counting them would run a query. */
  rows: number | null;
  columns: number;
  /** Null where nobody knows. */
  bytes: number | null;
}

/** What is asked for a table of the notebook, by the event that asks it. */
export type TableUse = "foundry-preview-variable" | "foundry-publish-variable";

/** The tables in the kernel of the notebook in front; nothing where there are none. */
export function notebookTables(
  tables: readonly NotebookTable[],
  use: (type: TableUse, name: string) => void,
): TemplateResult | typeof nothing {
  if (tables.length === 0) return nothing;
  return html`<details class="notebook">
    <summary>${t("In this notebook")} · ${formatCount(tables.length, "table")}</summary>
    <ul>
      ${tables.map(
        ({ name, kind, rows, columns, bytes }) =>
          html`<li .foundryDrag=${{ kind: "table", name } satisfies DragItem}>
            <button class="table" title=${t("Preview %1, %2; drag it into a notebook", name, kind)} @click=${() => use("foundry-preview-variable", name)}>
              <strong>${name}</strong>
              <span title=${rows === null ? t("Counting the rows would run the query; the preview runs it") : nothing}
                >${rows === null ? t("rows not counted") : formatCount(rows, "row")} × ${formatCount(columns, "column")}${bytes === null ? "" : ` · ${formatBytes(bytes)}`}</span
              >
            </button>
            <button class="publish" title=${t("Publish %1 as a dataset", name)} aria-label=${t("Publish %1", name)} @click=${() => use("foundry-publish-variable", name)}>
              ${t("Publish")}
            </button>
          </li>`,
      )}
    </ul>
  </details>`;
}
