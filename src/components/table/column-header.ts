import { html, nothing, type TemplateResult } from "lit";
import type { Column, ColumnStatistics } from "../../contracts/types.js";
import { typeWord } from "./column-type.js";
import { distribution } from "./distribution.js";

/** What a header cell shows and what it does. */
export interface ColumnHeader {
  column: Column;
  /** Place among the columns, from 0. */
  index: number;
  width: number;
  statistics: ColumnStatistics | undefined;
  /** Which way the table is sorted by this column. */
  sorted: "ascending" | "descending" | "none";
  selected: boolean;
  active: boolean;
  choose: () => void;
  sort: () => void;
}

const NEXT = { none: "Sort by", ascending: "Sort down by", descending: "Stop sorting by" };
const ARROW = { none: "↕", ascending: "↑", descending: "↓" };

/** A column's header cell: name and unit, type and role, distribution. */
export function columnHeader(header: ColumnHeader): TemplateResult {
  const { column, index, width, statistics, sorted, selected, active } = header;
  const classes = [selected ? "selected" : "", active ? "active" : ""];
  const named = column.unit ? `${column.name} (${column.unit})` : column.name;
  const sortLabel = `${NEXT[sorted]} ${column.name}`;
  return html`<div
    role="columnheader"
    class="head ${classes.join(" ")}"
    id=${active ? "active" : nothing}
    aria-colindex=${index + 2}
    aria-sort=${sorted}
    style="width:${width}px"
    @click=${header.choose}
  >
    <div class="title">
      <button
        class="name"
        tabindex="-1"
        aria-pressed=${selected ? "true" : "false"}
        title=${column.description ? `${named}: ${column.description}` : named}
      >
        ${column.name}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}
      </button>
      <button
        class="sort ${sorted}"
        tabindex="-1"
        title=${sortLabel}
        aria-label=${sortLabel}
        @click=${(event: Event) => {
          event.stopPropagation();
          header.sort();
        }}
      >
        ${ARROW[sorted]}
      </button>
    </div>
    <div class="type" title=${column.type}>
      ${typeWord(column.type)}${
        column.role ? html` · <span class="role ${column.role}">${column.role}</span>` : nothing
      }
    </div>
    ${distribution(statistics)}
  </div>`;
}
