import { html, nothing, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { TableDescription } from "../../core/sources.js";
import "../chart/histogram-element.js";
import { splitOptions } from "../splits/split-options.js";
import type { ChosenColumn } from "./chosen-column.js";

/** The distribution of the chosen column, beside the table. */
export function distributionPane(
  column: Column,
  { summary, problem }: ChosenColumn,
  rows: string,
  choose: (name: string | undefined) => void,
): TemplateResult {
  return html`<aside aria-label="Distribution of ${column.name}">
    <header>
      <h3>${column.name}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}</h3>
      <button class="plain" title="Close" aria-label="Close the distribution" @click=${() => choose(undefined)}>✕</button>
    </header>
    ${
      problem
        ? html`<div class="problem" role="alert">
            <span>${problem}</span><button class="plain" @click=${() => choose(column.name)}>Retry</button>
          </div>`
        : summary?.name === column.name
          ? html`<foundry-histogram .column=${column} .summary=${summary}></foundry-histogram>`
          : html`<p class="waiting">Counting ${column.name} over ${rows} …</p>`
    }
  </aside>`;
}

/** A choice of the splits that can be shown. */
export function splitSelect(
  { splits = [], split }: TableDescription,
  disabled: boolean,
  choose: (select: HTMLSelectElement) => void,
): TemplateResult {
  return html`<select
    aria-label="Split"
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
  if (done >= of) return "statistics: complete";
  const counted = `computed on ${formatNumber(done)} of ${formatNumber(of)} columns`;
  const text = cancelled ? `statistics: stopped, ${counted}` : done === 0 ? "" : `statistics: ${counted}`;
  return stopped ? text : html`${text} <button class="plain" @click=${toggle}>${cancelled ? "go on" : "stop"}</button>`;
}
