import { html, nothing, type TemplateResult } from "lit";
import type { Column, Filter, View } from "../../contracts/types.js";
import { viewWith } from "../../core/conditions.js";
import { t } from "../../core/translation.js";
import "../preview/filter-box.js";
import { sampleField } from "../preview/table-tools.js";

/** Which rows are loaded, and in which order: conditions, rows at random, and the sort keys that a cell asks for. */
export function rowsChoice(
  columns: readonly Column[],
  view: View | undefined,
  choose: (view: View | undefined) => void,
): TemplateResult {
  const sort = view?.sort ?? [];
  const without = (column: string) => choose(viewWith(view, { sort: sort.filter((key) => key.column !== column) }));
  return html`<div class="row rows" role="group" aria-label=${t("Rows to load")}>
    <foundry-filter-box
      .columns=${columns}
      .filter=${view?.filter}
      @foundry-filter=${(event: CustomEvent<{ filter?: Filter }>) => {
        event.stopPropagation();
        choose(viewWith(view, { filter: event.detail.filter }));
      }}
    ></foundry-filter-box>
    ${sampleField(view?.sample, (sample) => choose(viewWith(view, { sample })))}
    ${
      sort.length > 0
        ? sort.map(
            ({ column, descending }) =>
              html`<span class="chip on"
              >${descending ? "↓" : "↑"} ${column}<button title=${t("Stop sorting")} aria-label=${t("Stop sorting by %1", column)} @click=${() => without(column)}>✕</button></span
            >`,
          )
        : nothing
    }
  </div>`;
}
