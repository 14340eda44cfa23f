import { html, svg, type TemplateResult } from "lit";
import { formatNumber } from "../../core/quantities.js";
import { formatFloat } from "../table/number-format.js";
import type { RunComparison } from "./run-source.js";

const SIDE = 220;
const [WIDTH, HEIGHT] = [260, 150];

/** Predictions against the truth: a parity plot, the residuals, and the rows that are furthest off. */
export function comparisonView(comparison: RunComparison): TemplateResult {
  const { name, unit, worst } = comparison;
  const of = unit ? ` (${unit})` : "";
  return html`<section class="comparison" aria-label="Comparison of ${name} with the truth">
    <figure>${parity(comparison)}<figcaption>predicted ${name} over true ${name}${of}</figcaption></figure>
    <figure>${residuals(comparison)}<figcaption>residuals: predicted less true ${name}${of}</figcaption></figure>
    <div class="worst" tabindex="0" role="region" aria-label="Rows that are furthest off">
      <table>
        <caption>Rows that are furthest off</caption>
        <thead><tr><th scope="col">row</th><th scope="col">which</th><th scope="col">true</th><th scope="col">predicted</th><th scope="col">error</th></tr></thead>
        <tbody>${worst.map(({ row, label, truth, predicted }) => html`<tr>
          <td>${formatNumber(row)}</td><td class="label" title=${label}>${label}</td><td>${short(truth)}</td><td>${short(predicted)}</td><td>${short(predicted - truth)}</td>
        </tr>`)}</tbody>
      </table>
    </div>
  </section>`;
}

const short = (value: number): string => formatFloat(Number(value.toPrecision(4)));

function parity({ name, truth, predicted, rows }: RunComparison): TemplateResult {
  const values = [...truth, ...predicted];
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const at = (value: number) => ((value - low) / (high - low || 1)) * SIDE;
  const said = `Parity plot of ${name}: ${formatNumber(truth.length)} rows between ${short(low)} and ${short(high)}`;
  return html`<svg viewBox="-4 -4 ${SIDE + 8} ${SIDE + 22}" role="img" aria-label=${said}>
    ${svg`<rect class="frame" width=${SIDE} height=${SIDE}></rect><line class="ideal" x1="0" y1=${SIDE} x2=${SIDE} y2="0"></line>`}
    ${truth.map((true_, i) => {
      const guess = predicted[i] ?? NaN;
      return svg`<circle cx=${at(true_).toFixed(1)} cy=${(SIDE - at(guess)).toFixed(1)} r="2"><title>row ${rows[i]}: true ${short(true_)}, predicted ${short(guess)}</title></circle>`;
    })}
    ${svg`<text y=${SIDE + 14}>${short(low)}</text><text x=${SIDE} y=${SIDE + 14} text-anchor="end">${short(high)}</text>`}
  </svg>`;
}

function residuals({ name, edges, counts }: RunComparison): TemplateResult {
  const most = Math.max(1, ...counts);
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const at = (value: number) => ((value - low) / (high - low || 1)) * WIDTH;
  const said = `Residuals of ${name}: ${short(low)} to ${short(high)}`;
  return html`<svg viewBox="-4 -4 ${WIDTH + 8} ${HEIGHT + 22}" role="img" aria-label=${said}>
    ${counts.map((count, bin) => {
      const [from, to] = [at(edges[bin] ?? 0), at(edges[bin + 1] ?? 0)];
      const height = (count / most) * HEIGHT;
      return svg`<rect class="bar" x=${from} y=${HEIGHT - height} width=${Math.max(0.5, to - from - 0.5)} height=${height}><title>${formatNumber(count)} rows</title></rect>`;
    })}
    ${low <= 0 && high >= 0 ? svg`<line class="ideal" x1=${at(0)} x2=${at(0)} y1="0" y2=${HEIGHT}></line>` : ""}
    ${svg`<text y=${HEIGHT + 14}>${short(low)}</text><text x=${WIDTH} y=${HEIGHT + 14} text-anchor="end">${short(high)}</text>`}
  </svg>`;
}
