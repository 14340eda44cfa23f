import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnDraft, ColumnStatistics } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { joinBins } from "../table/distribution.js";

const BARS = 12;
const MOST = 200;

/** Columns with unit, role and distribution; with `chosen`, each can be taken or left. */
export function columnsList(
  columns: readonly ColumnDraft[],
  statistics: readonly ColumnStatistics[] | undefined,
  choice?: { chosen: ReadonlySet<string>; toggle: (name: string) => void },
): TemplateResult {
  const known = new Map(statistics?.map((column) => [column.name, column]));
  const title = ({ name, description }: ColumnDraft) => (description ? `${name}: ${description}` : name);
  return html`<ul class="columns" aria-label="Columns">
      ${columns.slice(0, MOST).map(
        (column) => html`<li title=${title(column)}>
          ${choice
            ? html`<input
                type="checkbox"
                aria-label="Load column ${column.name}"
                .checked=${choice.chosen.has(column.name)}
                @change=${() => choice.toggle(column.name)}
              />`
            : html`<span></span>`}
          <span><span class="name">${column.name}</span>${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}</span>
          ${column.role ? html`<span class="role ${column.role}">${column.role}</span>` : html`<span></span>`}
          <span class="drawn">${miniature(known.get(column.name))}</span>
        </li>`,
      )}
    </ul>
    ${columns.length > MOST ? html`<p class="faint">and ${formatNumber(columns.length - MOST)} more columns</p>` : nothing}`;
}

function miniature(statistics: ColumnStatistics | undefined): TemplateResult | typeof nothing {
  if (!statistics) return nothing;
  const { histogram, unique, min, max } = statistics;
  if (!histogram || histogram.counts.length === 0)
    return unique === undefined ? nothing : html`<span>${formatNumber(unique)} uniq.</span>`;
  const shown = joinBins(histogram.counts, BARS);
  const most = Math.max(...shown, 1);
  const step = 64 / shown.length;
  const label = min === undefined || max === undefined ? "" : `${min.toPrecision(4)} to ${max.toPrecision(4)}`;
  return html`<svg viewBox="0 0 64 18" role="img" aria-label="Distribution, ${label}">
    <title>${label}</title>
    ${shown.map((count, i) => {
      const height = count && Math.max(1, (count / most) * 18);
      return svg`<rect x=${i * step} y=${18 - height} width=${step - 1} height=${height}></rect>`;
    })}
  </svg>`;
}
