import { html, nothing, type TemplateResult } from "lit";
import type { Column, ColumnStatistics } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { formatWord, type ColumnFormat } from "./column-format.js";
import { typeWord } from "./column-type.js";
import { distribution, type DistributionState } from "./distribution.js";
import type { SortState } from "./sorting.js";
import { shownUnit } from "./shown-unit.js";

/** What a header cell shows and what it does. */
export interface ColumnHeader {
  column: Column;
  /** Place among the columns, from 0. */
  index: number;
  width: number;
  /** Px from the left at which a pinned column stays; undefined for others. */
  pinnedAt: number | undefined;
  /** Px between the pinned columns and the first of the others. */
  gap: number;
  format: ColumnFormat | undefined;
  statistics: ColumnStatistics | undefined;
  distribution: DistributionState;
  sorted: SortState;
  filtered: boolean;
  selected: boolean;
  active: boolean;
  choose: () => void;
  /** @param add - whether the other sort keys stay */
  sort: (add: boolean) => void;
  openMenu: () => void;
  resize: (event: PointerEvent) => void;
  resetWidth: () => void;
}

const NEXT = {
  none: (name: string) => t("Sort by %1", name),
  ascending: (name: string) => t("Sort descending by %1", name),
  descending: (name: string) => t("Stop sorting by %1", name),
};
const ARROW = { none: "↕", ascending: "↑", descending: "↓" };

/** A column's header cell: name and unit, type and role, distribution. */
export function columnHeader(header: ColumnHeader): TemplateResult {
  const { column, index, width, statistics, sorted, selected, active, pinnedAt, gap } = header;
  const word = formatWord(header.format);
  const pinned = pinnedAt !== undefined;
  const classes = [selected ? "selected" : "", active ? "active" : "", pinned ? "pinned" : ""];
  const named = shownUnit(column) ? `${column.name} (${shownUnit(column)})` : column.name;
  const sortLabel = NEXT[sorted.direction](column.name);
  const place = pinned ? `left:calc(var(--index-width) + ${pinnedAt}px)` : gap ? `margin-left:${gap}px` : "";
  return html`<div
    role="columnheader"
    class="head ${classes.join(" ")}"
    id=${active ? "active" : nothing}
    aria-colindex=${index + 2}
    aria-sort=${sorted.direction}
    style="width:${width}px;${place}"
    @click=${header.choose}
    @contextmenu=${(event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      header.openMenu();
    }}
  >
    <div class="title">
      <button
        class="name"
        tabindex="-1"
        aria-pressed=${selected ? "true" : "false"}
        title=${column.description ? `${named}: ${column.description}` : named}
      >
        ${column.name}${shownUnit(column) ? html` <span class="unit">${shownUnit(column)}</span>` : nothing}
      </button>
      <button
        class="sort ${sorted.direction}"
        tabindex="-1"
        title=${t("%1 (with Shift: after the columns sorted by already)", sortLabel)}
        aria-label=${sortLabel}
        @click=${(event: MouseEvent) => {
          event.stopPropagation();
          header.sort(event.shiftKey);
        }}
      >
        ${ARROW[sorted.direction]}${sorted.rank > 0 ? html`<sup>${sorted.rank}</sup>` : nothing}
      </button>
      <button
        class="more ${header.filtered ? "filtered" : ""}"
        tabindex="-1"
        title=${t("Filter, sort, pin or hide %1", column.name)}
        aria-label=${header.filtered ? t("Menu of %1, filtered", column.name) : t("Menu of %1", column.name)}
        aria-haspopup="dialog"
        @click=${(event: Event) => {
          event.stopPropagation();
          header.openMenu();
        }}
      >
        ${header.filtered ? "▼" : "▾"}
      </button>
    </div>
    <div class="type" title=${column.type}>
      ${typeWord(column.type)}${word ? html` · ${word}` : nothing}${
        column.role ? html` · <span class="role ${column.role}">${column.role}</span>` : nothing
      }
    </div>
    ${distribution(statistics, header.distribution)}
    <div
      class="grip"
      aria-hidden="true"
      @pointerdown=${header.resize}
      @click=${(event: Event) => event.stopPropagation()}
      @dblclick=${(event: Event) => {
        event.stopPropagation();
        header.resetWidth();
      }}
    ></div>
  </div>`;
}
