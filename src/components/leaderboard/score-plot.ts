import { html, nothing, svg, type TemplateResult } from "lit";
import type { BenchmarkMetric, LeaderboardEntry } from "../../contracts/types.js";
import { formatScore } from "./format-score.js";

const WIDTH = 480;
const HEIGHT = 170;
const MARGIN = { left: 52, right: 16, top: 12, bottom: 24 };
const LABELLED = 12;

interface Point {
  name: string;
  x: number;
  mean: number;
  low: number;
  high: number;
}

/** Entries' scores with their intervals, in the order in which they came; nothing for fewer than two. */
export function scorePlot(entries: readonly LeaderboardEntry[], metric: BenchmarkMetric): TemplateResult | typeof nothing {
  const points = entries
    .flatMap(({ name, submittedAt, overall, withdrawn }): Point[] => {
      const { mean = null, low = null, high = null } = overall[metric.name] ?? {};
      if (mean === null || withdrawn) return [];
      return [{ name, x: Date.parse(submittedAt), mean, low: low ?? mean, high: high ?? mean }];
    })
    .sort((a, b) => a.x - b.x);
  if (points.length < 2) return nothing;
  const floor = Math.min(...points.map(({ low, mean }) => Math.min(low, mean)));
  const ceiling = Math.max(...points.map(({ high, mean }) => Math.max(high, mean)));
  const step = (WIDTH - MARGIN.left - MARGIN.right) / points.length;
  const place = (i: number) => MARGIN.left + step * (i + 0.5);
  const height = (value: number) => {
    const part = ceiling > floor ? (value - floor) / (ceiling - floor) : 0.5;
    return HEIGHT - MARGIN.bottom - part * (HEIGHT - MARGIN.top - MARGIN.bottom);
  };
  const letters = Math.max(3, Math.floor(step / 6));
  const said = `${metric.name}${metric.unit ? ` (${metric.unit})` : ""} of each entry in the order of submission, with its 95 % interval`;
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
      <path class="axis" fill="none" d="M${MARGIN.left} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}H${WIDTH - MARGIN.right}" />
      <text x=${MARGIN.left - 5} y=${MARGIN.top + 6} text-anchor="end">${formatScore(ceiling)}</text>
      <text x=${MARGIN.left - 5} y=${HEIGHT - MARGIN.bottom} text-anchor="end">${formatScore(floor)}</text>
      ${points.map(
        ({ name, mean, low, high }, i) => svg`<g><title>${name}: ${formatScore(mean)}</title>
          <path class="interval" d="M${place(i)} ${height(low)}V${height(high)}" />
          <circle class="point" cx=${place(i)} cy=${height(mean)} r="3" />
          ${points.length <= LABELLED ? svg`<text x=${place(i)} y=${HEIGHT - 8} text-anchor="middle">${name.length > letters ? `${name.slice(0, letters - 1)}…` : name}</text>` : nothing}
        </g>`,
      )}
    </svg>
    <figcaption>${said}.</figcaption>
  </figure>`;
}
