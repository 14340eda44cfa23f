import { html, type TemplateResult } from "lit";
import type { FoldRows, Predictions } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { formatScore } from "../../core/format-score.js";

const SIZE = 260;
const MARGIN = { left: 52, right: 10, top: 10, bottom: 30 };
/** More points than that hide each other, and are thinned evenly. */
const MOST = 3000;

/** Truth and prediction of the same rows. */
export interface ParityPoints {
  truth: number[];
  predicted: number[];
  /** How many rows there are; some are left out where they are many. */
  rows: number;
}

/** Pairs an entry's predictions with what is true. */
export function parityPoints(predictions: Predictions, folds: ReadonlyMap<string, FoldRows>): ParityPoints {
  const all: ParityPoints = { truth: [], predicted: [], rows: 0 };
  for (const [fold, { ids, values }] of Object.entries(predictions.folds)) {
    const { test = [], truth = [] } = folds.get(fold) ?? {};
    const known = new Map(test.map((id, i) => [id, truth[i]]));
    for (const [i, id] of ids.entries()) {
      const [y, p] = [known.get(String(id)), values[i]];
      if (typeof y !== "number" || typeof p !== "number") continue;
      all.truth.push(y);
      all.predicted.push(p);
    }
  }
  all.rows = all.truth.length;
  const step = Math.ceil(all.rows / MOST);
  if (step <= 1) return all;
  const kept = (_: number, i: number) => i % step === 0;
  return { truth: all.truth.filter(kept), predicted: all.predicted.filter(kept), rows: all.rows };
}

/** Predictions against truth, with the line where they are equal. */
export function parityPlot(name: string, target: string, { truth, predicted, rows }: ParityPoints): TemplateResult {
  const low = [...truth, ...predicted].reduce((a, b) => Math.min(a, b), Infinity);
  const high = [...truth, ...predicted].reduce((a, b) => Math.max(a, b), -Infinity);
  const part = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const x = (value: number) => MARGIN.left + part(value) * (SIZE - MARGIN.left - MARGIN.right);
  const y = (value: number) => SIZE - MARGIN.bottom - part(value) * (SIZE - MARGIN.top - MARGIN.bottom);
  const dots = truth.map((value, i) => `M${x(value).toFixed(1)} ${y(predicted[i] ?? NaN).toFixed(1)}h0`).join("");
  const said =
    truth.length < rows
      ? t(
          "%1 as '%2' predicts it against what is true, %3 rows, of which %4 are drawn",
          target,
          name,
          formatNumber(rows),
          formatNumber(truth.length),
        )
      : t("%1 as '%2' predicts it against what is true, %3 rows", target, name, formatNumber(rows));
  return html`<figure class="parity">
    <svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label=${said}>
      <path class="axis" fill="none" d="M${MARGIN.left} ${MARGIN.top}V${SIZE - MARGIN.bottom}H${SIZE - MARGIN.right}" />
      <path class="equal" d="M${x(low)} ${y(low)}L${x(high)} ${y(high)}" />
      <path class="dots" d=${dots} />
      <text x=${MARGIN.left - 5} y=${MARGIN.top + 8} text-anchor="end">${formatScore(high, 3)}</text>
      <text x=${MARGIN.left - 5} y=${SIZE - MARGIN.bottom} text-anchor="end">${formatScore(low, 3)}</text>
      <text x=${MARGIN.left} y=${SIZE - MARGIN.bottom + 13}>${formatScore(low, 3)}</text>
      <text x=${SIZE - MARGIN.right} y=${SIZE - MARGIN.bottom + 13} text-anchor="end">${formatScore(high, 3)}</text>
      <text x=${(SIZE + MARGIN.left) / 2} y=${SIZE - 5} text-anchor="middle">${t("true %1", target)}</text>
      <text transform="translate(12 ${SIZE / 2}) rotate(-90)" text-anchor="middle">${t("predicted")}</text>
    </svg>
    <figcaption>${said}.</figcaption>
  </figure>`;
}
