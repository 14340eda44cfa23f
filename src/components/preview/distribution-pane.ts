import { html, nothing, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { TableDescription } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import "../chart/histogram-element.js";
import { pane } from "../pane/pane.js";
import { splitOptions } from "../splits/split-options.js";
import type { TableCounts } from "../table/table-element.js";
import type { ChosenColumn } from "./chosen-column.js";
import { shownUnit } from "../table/shown-unit.js";

/** The distribution of the chosen column, beside the table. */
export function distributionPane(
  column: Column,
  { summary, problem }: ChosenColumn,
  rows: string,
  choose: (name: string | undefined) => void,
): TemplateResult {
  const unit = shownUnit(column) ? html` <span class="unit">${shownUnit(column)}</span>` : nothing;
  return pane(
    {
      heading: t("Distribution of %1", column.name),
      title: html`${column.name}${unit}`,
      close: t("Close the distribution"),
      closed: () => choose(undefined),
    },
    problem
      ? html`<div class="problem" role="alert">
          <span>${problem}</span><button class="plain" @click=${() => choose(column.name)}>${t("Retry")}</button>
        </div>`
      : summary?.name === column.name
        ? html`<foundry-histogram .column=${column} .summary=${summary}></foundry-histogram>`
        : html`<p class="waiting">${t("Counting %1 over %2 …", column.name, rows)}</p>`,
  );
}

/** A choice of the splits that can be shown. */
export function splitSelect(
  { splits = [], split }: TableDescription,
  disabled: boolean,
  choose: (select: HTMLSelectElement) => void,
): TemplateResult {
  return html`<select
    aria-label=${t("Split")}
    title=${t("Show another split")}
    ?disabled=${disabled}
    @change=${(event: Event) => choose(event.target as HTMLSelectElement)}
  >
    ${splitOptions(splits, split)}
  </select>`;
}

/** How many columns are counted, with a way to stop or to go on. */
export function statisticsState(
  { done, of, cancelled = false }: { done: number; of: number; cancelled?: boolean },
  stopped: boolean,
  toggle: () => void,
): TemplateResult | string {
  if (done >= of) return t("statistics: complete");
  const figures = [formatNumber(done), formatNumber(of)] as const;
  const counted = cancelled
    ? t("statistics: stopped, computed on %1 of %2 columns", ...figures)
    : t("statistics: computed on %1 of %2 columns", ...figures);
  const text = done === 0 && !cancelled ? "" : counted;
  return stopped
    ? text
    : html`${text} <button class="plain" @click=${toggle}>${cancelled ? t("Resume") : t("Stop")}</button>`;
}

/** How many rows are shown of how many. */
export function rowsText(counts: TableCounts | undefined, rows: number, some: boolean): string {
  const of = counts?.of ?? rows;
  if (!some) return of === 1 ? t("1 row") : t("%1 rows", formatNumber(of));
  return counts
    ? t("%1 of %2 rows", formatNumber(counts.total), formatNumber(of))
    : t("filtering %1 rows …", formatNumber(of));
}
