import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnCounts, ColumnStatistics } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { absentParts } from "./absent-parts.js";
import { formatBriefly, formatShare } from "./number-format.js";

const BARS = 20;
const WIDTH = 120;
const HEIGHT = 20;
/** Different values up to which each of the most frequent has a bar to click. */
const FEW = 50;

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

/** What headers say of their columns' values: distributions, counts alone, or nothing, which counts nothing either. */
export type HeaderForm = "distributions" | "counts" | "nothing";

/** What a distribution shows beside all rows, and what a click on it does. */
export interface DistributionState {
  form?: HeaderForm | undefined;
  /** Counts among the rows of the view; undefined where it shows all rows. */
  counts?: ColumnCounts | undefined;
  /** Where on the histogram a range is chosen, as shares of its width. */
  brush?: [number, number] | undefined;
  /** Values that are chosen. */
  values?: readonly string[] | undefined;
  /** Chooses one of the most frequent values, or takes the choice back. */
  toggle?: ((value: string) => void) | undefined;
  /** Starts a range on the histogram. */
  press?: ((event: PointerEvent) => void) | undefined;
}

/** A column's distribution in a header cell: bars for numbers, a measure of how many values differ for the rest. */
export function distribution(
  statistics: ColumnStatistics | undefined,
  state: DistributionState = {},
): TemplateResult | typeof nothing {
  if (!statistics) return nothing;
  const { histogram, unique, count, missing, top } = statistics;
  const rows = count + missing;
  const few = top && top.length > 0 && unique !== undefined && unique <= FEW && count > 0;
  const drawn =
    state.form === "counts"
      ? html`<span class="counted">${countsText(statistics, state.counts)}</span>`
      : histogram
        ? bars(statistics, histogram.counts, state)
        : few
          ? values(statistics, state)
          : unique === undefined
            ? nothing
            : share(unique, count);
  const absent = absentParts(state.counts ?? statistics).map(({ count, say }) =>
    say(formatShare(count, state.counts?.rows ?? rows)),
  );
  const text = absent.join(" · ");
  return html`<div class="drawn">${drawn}</div>
    <div class="absent ${text ? "some" : ""}" title=${text}>${text || t("none missing")}</div>`;
}

function countsText({ count, unique }: ColumnStatistics, counts: ColumnCounts | undefined): string {
  const values = t("%1 values", formatNumber(counts ? counts.rows - counts.missing : count));
  return unique === undefined || counts ? values : `${values} · ${t("%1 unique", formatNumber(unique))}`;
}

function bars(statistics: ColumnStatistics, all: readonly number[], state: DistributionState): TemplateResult {
  const shown = joinBins(all, BARS);
  const now = state.counts && joinBins(state.counts.counts, BARS);
  const most = Math.max(...shown, 1);
  const step = WIDTH / shown.length;
  const label = `${formatBriefly(statistics.min ?? NaN)} to ${formatBriefly(statistics.max ?? NaN)}, mean ${formatBriefly(statistics.mean ?? NaN)}`;
  const bar = (count: number, i: number, name: string) => {
    // A bin with few values among many still shows that it holds some.
    const height = count && Math.max(1, (count / most) * HEIGHT);
    return svg`<rect class=${name} x=${i * step} y=${HEIGHT - height} width=${step - 1} height=${height}></rect>`;
  };
  const [from, to] = state.brush ?? [0, 0];
  return html`<svg
    class="bars ${now ? "filtered" : ""}"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width=${WIDTH}
    height=${HEIGHT}
    role="img"
    aria-label=${label}
    @pointerdown=${state.press}
    @click=${state.press && ((event: Event) => event.stopPropagation())}
  >
    <title>${state.press ? t("%1: drag over it to filter", label) : label}</title>
    ${state.brush ? svg`<rect class="range" x=${from * WIDTH} y="0" width=${Math.max(1, (to - from) * WIDTH)} height=${HEIGHT}></rect>` : nothing}
    ${shown.map((count, i) => bar(count, i, "whole"))} ${now?.map((count, i) => bar(count, i, "part"))}
  </svg>`;
}

function values(statistics: ColumnStatistics, state: DistributionState): TemplateResult {
  const { top = [], count, unique = 0 } = statistics;
  let x = 0;
  return html`<svg
      class="values ${state.counts ? "filtered" : ""}"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      width=${WIDTH}
      height=${HEIGHT}
      role="img"
      aria-label=${t("Most frequent: %1", top.map(({ value }) => value).join(", "))}
    >
      ${top.map(({ value, count: own }, i) => {
        const width = Math.max(2, (own / count) * WIDTH);
        const start = x;
        x += width;
        const now = state.counts?.counts[i];
        const height = now === undefined ? HEIGHT : own ? Math.max(now && 1, (now / own) * HEIGHT) : 0;
        const chosen = state.values?.includes(value) ? "chosen" : "";
        return svg`<g class="value ${chosen}" @click=${
          state.toggle &&
          ((event: Event) => {
            event.stopPropagation();
            state.toggle?.(value);
          })
        }><title>${t("%1: %2 rows", value, formatNumber(now ?? own))}</title>
          <rect class="whole" x=${start} y="0" width=${Math.max(1, width - 1)} height=${HEIGHT}></rect>
          <rect class="part" x=${start} y=${HEIGHT - height} width=${Math.max(1, width - 1)} height=${height}></rect></g>`;
      })}
    </svg>
    <span>${formatNumber(unique)}</span>`;
}

function share(unique: number, count: number): TemplateResult {
  const width = count ? Math.max(2, (unique / count) * 60) : 0;
  return html`<svg class="share" viewBox="0 0 60 9" width="60" height="9" aria-hidden="true">
      <rect class="of" width="60" height="9"></rect>
      <rect width=${width} height="9"></rect>
    </svg>
    <span>${t("%1 unique", formatNumber(unique))}</span>`;
}
