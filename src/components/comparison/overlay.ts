import { html, nothing, svg, type TemplateResult } from "lit";
import type { ColumnStatistics } from "../../contracts/types.js";
import { binnedShares } from "../../core/drift.js";
import { t } from "../../core/translation.js";
import { formatBriefly, formatShare } from "../table/number-format.js";

const BINS = 24;
const VALUES = 10;
const WIDTH = 240;
const HEIGHT = 44;

interface Shares {
  first: number[];
  second: number[];
  label: (bin: number) => string;
  ends: [string, string];
}

/** Distributions of one column in two splits over each other, as shares: bars for the first, a line for the second. */
export function overlay(
  first: ColumnStatistics,
  second: ColumnStatistics,
  names: readonly [string, string],
): TemplateResult | typeof nothing {
  const found = ofHistograms(first, second) ?? ofValues(first, second);
  if (!found) return nothing;
  const most = Math.max(...found.first, ...found.second) || 1;
  const step = WIDTH / found.first.length;
  const top = (share: number) => HEIGHT * (1 - share / most);
  const line = found.second.map((share, i) => `H${i * step}V${top(share)}H${(i + 1) * step}`).join("");
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" preserveAspectRatio="none" role="img" aria-label="${names.join(" and ")}, ${found.ends.join(" to ")}">
      ${found.first.map((share, i) => svg`<rect x=${i * step} y=${top(share)} width=${Math.max(1, step - 1)} height=${HEIGHT - top(share)}></rect>`)}
      <path d="M0 ${HEIGHT}${line}V${HEIGHT}"></path>
      ${found.first.map(
        (share, i) => svg`<rect class="place" x=${i * step} y="0" width=${step} height=${HEIGHT}>
          <title>${t("%1: %2 of %3, %4 of %5", found.label(i), formatShare(share, 1), names[0], formatShare(found.second[i] ?? 0, 1), names[1])}</title>
        </rect>`,
      )}
    </svg>
    <div class="ends" aria-hidden="true"><span>${found.ends[0]}</span><span>${found.ends[1]}</span></div>`;
}

function ofHistograms({ histogram: one }: ColumnStatistics, { histogram: two }: ColumnStatistics): Shares | undefined {
  if (!one || !two) return undefined;
  const low = Math.min(one.edges[0] ?? 0, two.edges[0] ?? 0);
  const high = Math.max(one.edges.at(-1) ?? 0, two.edges.at(-1) ?? 0);
  const edges = Array.from({ length: BINS + 1 }, (_, i) => low + ((high - low) * i) / BINS);
  return {
    first: binnedShares(one, edges),
    second: binnedShares(two, edges),
    label: (bin) => `${short(edges[bin] ?? low)} to ${short(edges[bin + 1] ?? high)}`,
    ends: [short(low), short(high)],
  };
}

const short = (value: number) => formatBriefly(Number(value.toPrecision(3)));

function ofValues(one: ColumnStatistics, two: ColumnStatistics): Shares | undefined {
  if (!one.top || !two.top) return undefined;
  const values = [...new Set([...one.top, ...two.top].map(({ value }) => value))].slice(0, VALUES);
  if (values.length === 0) return undefined;
  const shares = ({ top = [], count }: ColumnStatistics) =>
    values.map((value) => (top.find((item) => item.value === value)?.count ?? 0) / Math.max(1, count));
  return {
    first: shares(one),
    second: shares(two),
    label: (bin) => values[bin] ?? "",
    ends: [values[0] ?? "", values.at(-1) ?? ""],
  };
}
