import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnStatistics } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { formatFloat, formatShare } from "./number-format.js";

const BARS = 20;
const WIDTH = 120;
const HEIGHT = 20;

/** Neighbouring bins joined until at most `bars` are left. */
export function joinBins(counts: readonly number[], bars: number): number[] {
  const joined = Math.ceil(counts.length / bars);
  const result: number[] = [];
  counts.forEach((count, i) => {
    const bin = Math.floor(i / joined);
    result[bin] = (result[bin] ?? 0) + count;
  });
  return result;
}

/** A column's distribution in a header cell: bars for numbers, a measure of how many values differ for the rest. */
export function distribution(statistics: ColumnStatistics | undefined): TemplateResult | typeof nothing {
  if (!statistics) return nothing;
  const { histogram, unique, count, missing } = statistics;
  const rows = count + missing;
  const drawn = histogram
    ? bars(statistics, histogram.counts)
    : unique === undefined
      ? nothing
      : share(unique, count);
  return html`<div class="drawn">${drawn}</div>
    <div class="absent ${missing > 0 ? "some" : ""}">
      ${missing > 0 ? html`${formatShare(missing, rows)} missing` : "none missing"}
    </div>`;
}

function bars(statistics: ColumnStatistics, counts: readonly number[]): TemplateResult {
  const shown = joinBins(counts, BARS);
  const most = Math.max(...shown, 1);
  const step = WIDTH / shown.length;
  const label = `${formatFloat(statistics.min ?? NaN)} to ${formatFloat(statistics.max ?? NaN)}, mean ${formatFloat(statistics.mean ?? NaN)}`;
  return html`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width=${WIDTH}
    height=${HEIGHT}
    role="img"
    aria-label=${label}
  >
    <title>${label}</title>
    ${shown.map((count, i) => {
      // A bin with few values among many still shows that it holds some.
      const height = count && Math.max(1, (count / most) * HEIGHT);
      return svg`<rect x=${i * step} y=${HEIGHT - height} width=${step - 1} height=${height}></rect>`;
    })}
  </svg>`;
}

function share(unique: number, count: number): TemplateResult {
  const width = count ? Math.max(2, (unique / count) * 60) : 0;
  return html`<svg class="share" viewBox="0 0 60 9" width="60" height="9" aria-hidden="true">
      <rect class="of" width="60" height="9"></rect>
      <rect width=${width} height="9"></rect>
    </svg>
    <span>${formatNumber(unique)} unique</span>`;
}
