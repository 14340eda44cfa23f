import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnDraft, ColumnStatistics } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { joinBins } from "../table/distribution.js";
import { shownUnit } from "../table/shown-unit.js";

const BARS = 12;
const FEW = 8;
const MOST = 500;

/** What a list of columns shows and does. */
export interface ColumnsList {
  columns: readonly ColumnDraft[];
  statistics?: readonly ColumnStatistics[] | undefined;
  /** Which columns are taken, and what taking or leaving one does; without it the list only shows. */
  choice?: { chosen: ReadonlySet<string>; toggle: (name: string) => void } | undefined;
  /** Whether all are shown, and what showing more or fewer does. */
  expanded: boolean;
  expand: () => void;
}

/** Columns with unit, role and distribution: the first few, so that what comes below stays near. */
export function columnsList({ columns, statistics, choice, expanded, expand }: ColumnsList): TemplateResult {
  const known = new Map(statistics?.map((column) => [column.name, column]));
  const title = ({ name, description }: ColumnDraft) => (description ? `${name}: ${description}` : name);
  const shown = columns.slice(0, expanded ? MOST : columns.length > FEW + 1 ? FEW : columns.length);
  return html`<ul class="columns" aria-label=${t("Columns")}>
      ${shown.map(
        (column) => html`<li title=${title(column)}>
          ${
            choice
              ? html`<input
                type="checkbox"
                aria-label=${t("Load column %1", column.name)}
                .checked=${choice.chosen.has(column.name)}
                ?disabled=${choice.chosen.size === 1 && choice.chosen.has(column.name)}
                @change=${() => choice.toggle(column.name)}
              />`
              : html`<span></span>`
          }
          <span><span class="name">${breakable(column.name)}</span>${shownUnit(column) ? html` <span class="unit">${shownUnit(column)}</span>` : nothing}</span>
          ${column.role ? html`<span class="role ${column.role}">${column.role}</span>` : html`<span></span>`}
          <span class="drawn">${miniature(column, known.get(column.name))}</span>
        </li>`,
      )}
    </ul>
    ${
      shown.length < columns.length || expanded
        ? html`<button class="plain" aria-expanded=${expanded ? "true" : "false"} @click=${expand}>${more(columns.length, shown.length, expanded)}</button>`
        : nothing
    }`;
}

function more(all: number, shown: number, expanded: boolean): string {
  if (!expanded) return `all ${formatCount(all, "column")}…`;
  return shown < all ? `fewer (the first ${formatNumber(shown)} of ${formatCount(all, "column")} are shown)` : "fewer";
}

/** A name that may be broken after its underscores rather than anywhere. */
const breakable = (name: string) => name.split(/(?<=_)/).map((part, i) => (i > 0 ? html`<wbr />${part}` : part));

function miniature({ role }: ColumnDraft, statistics: ColumnStatistics | undefined): TemplateResult | typeof nothing {
  if (!statistics) return nothing;
  const { histogram, unique, min, max } = statistics;
  if (!histogram || histogram.counts.length === 0 || (role === "id" && unique !== undefined))
    return unique === undefined ? nothing : html`<span>${t("%1 uniq.", formatNumber(unique))}</span>`;
  const shown = joinBins(histogram.counts, BARS);
  const most = Math.max(...shown, 1);
  const step = 64 / shown.length;
  const label = min === undefined || max === undefined ? "" : t("%1 to %2", min.toPrecision(4), max.toPrecision(4));
  return html`<svg viewBox="0 0 64 18" role="img" aria-label=${t("Distribution, %1", label)}>
    <title>${label}</title>
    ${shown.map((count, i) => {
      const height = count && Math.max(1, (count / most) * 18);
      return svg`<rect x=${i * step} y=${18 - height} width=${step - 1} height=${height}></rect>`;
    })}
  </svg>`;
}
