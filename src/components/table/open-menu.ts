import { html, nothing, type TemplateResult } from "lit";
import type { Column, Comparison } from "../../contracts/types.js";
import { comparisonsOn } from "../../core/conditions.js";
import type { ColumnFormat } from "./column-format.js";
import "./column-menu.js";
import type { ColumnAction } from "./column-menu.js";
import { isFormulaColumn } from "./formula.js";
import type { GridColumns } from "./grid-columns.js";
import type { GridRows } from "./grid-rows.js";
import type { HeaderStatistics } from "./header-statistics.js";
import { sortBy, sortOf } from "./sorting.js";
import type { TableHost } from "./table-host.js";

const MENU_WIDTH = 236;
/** With the periodic table. */
const WIDE_MENU = 478;
const STEP = 30;

/** The menu of a column that is open below its header, and what is chosen from it. */
export class OpenMenu {
  #open: { column: Column; left: number } | undefined;

  constructor(
    private readonly host: TableHost,
    private readonly parts: { columns: GridColumns; rows: GridRows; statistics: HeaderStatistics },
    private readonly filter: (name: string, comparisons: readonly Comparison[]) => void,
  ) {}

  /** @param index - the column's place among those shown */
  open(index: number): void {
    const { columns, rows } = this.parts;
    const column = columns.shown[index];
    const { scroller } = this.host;
    if (!column || !scroller) return;
    const scrolled = index < columns.pinned ? 0 : scroller.scrollLeft;
    const left = columns.layout.start(index) - scrolled + rows.indexWidth;
    const width = isFormulaColumn(column.name) ? WIDE_MENU : MENU_WIDTH;
    this.#open = { column, left: Math.max(0, Math.min(left, rows.room + rows.indexWidth - width)) };
    this.host.requestUpdate();
  }

  close(): void {
    this.#open = undefined;
    this.host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    const { column, left } = this.#open;
    const { name } = column;
    const { view, arrangement } = this.host;
    return html`<foundry-column-menu
      style="left:${left}px;top:${this.host.headerHeight - 4}px"
      .column=${column}
      .statistics=${this.parts.statistics.summaries?.get(name)}
      .comparisons=${comparisonsOn(view?.filter, name)}
      .sorted=${sortOf(view, name)}
      .format=${arrangement.formats?.[name]}
      ?alsoSorted=${(view?.sort?.length ?? 0) > 0}
      ?pinned=${arrangement.pinned?.includes(name)}
      ?groups=${this.host.groups}
      ?last=${this.parts.columns.shown.length === 1}
      @foundry-column-action=${({ detail }: CustomEvent<{ action: ColumnAction; add: boolean }>) => this.#act(name, detail.action, detail.add)}
      @foundry-column-format=${({ detail }: CustomEvent<{ format?: ColumnFormat }>) => this.parts.columns.setFormat(name, detail.format)}
      @foundry-column-filter=${({ detail }: CustomEvent<{ comparisons: Comparison[] }>) => this.filter(name, detail.comparisons)}
      @foundry-menu-close=${() => {
        this.close();
        this.host.scroller?.focus();
      }}
    ></foundry-column-menu>`;
  }

  #act(name: string, action: ColumnAction, add: boolean): void {
    const { columns } = this.parts;
    if (action === "pin" || action === "unpin") columns.togglePinned(name);
    else if (action === "hide") columns.hide(name);
    else if (action === "group") this.host.tell("foundry-group", { name });
    else if (action === "wider") columns.widen(name, STEP);
    else if (action === "narrower") columns.widen(name, -STEP);
    else this.host.changeView(sortBy(this.host.view, name, action, add));
  }
}
