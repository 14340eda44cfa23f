import { html, nothing, type TemplateResult } from "lit";
import type { Model } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import type { Value } from "../../inference/tensors.js";
import { placeOf, type Training } from "../../inference/training.js";
import { valueText } from "./outcome-view.js";
import type { FileRows } from "./rows-of-file.js";

const MOST_SHOWN = 100;
const CONTEXT = 2;

/** Predictions for the rows of a file, and why some have none. */
export function rowsView(model: Model, rows: FileRows, predicted: ReadonlyMap<string, readonly Value[]>, training: Training, save: () => void): TemplateResult {
  const columns = model.signature.outputs.flatMap((tensor) => tensor.columns);
  const context = [...rows.texts].filter(([name]) => !columns.some((column) => column.name === name)).slice(0, CONTEXT);
  const failed = [...rows.failures];
  const beyond = columns.map((column) => ({ column, count: outsideOf(column.name, predicted, training) })).filter(({ count }) => count > 0);
  return html`<div class="outcome">
    <div class="actions"><span role="status">${formatCount(rows.count - failed.length, "prediction")} of ${formatCount(rows.count, "row")} of ${rows.name}</span>
      <button class="secondary" @click=${save}>Save as CSV</button></div>
    ${beyond.map(({ column, count }) => html`<p class="warning" role="note">${formatCount(count, "prediction")} of ${column.name} beyond the training data.</p>`)}
    ${failed.length ? failures(failed) : nothing}
    <div class="scroll" tabindex="0" role="region" aria-label="Predictions of rows">
      <table>
        <thead><tr><th scope="col">row</th>${context.map(([name]) => html`<th scope="col">${name}</th>`)}
          ${columns.map(({ name, unit }) => html`<th scope="col">${name}${unit ? ` (${unit})` : ""}</th>`)}</tr></thead>
        <tbody>${Array.from({ length: Math.min(rows.count, MOST_SHOWN) }, (_, row) => html`<tr>
          <td>${row + 1}</td>${context.map(([, texts]) => html`<td>${texts[row]}</td>`)}
          ${columns.map((column) => html`<td>${rows.failures.has(row) ? rows.failures.get(row) : valueText(column, predicted.get(column.name)?.[row] ?? null)}</td>`)}
        </tr>`)}</tbody>
      </table>
    </div>
    ${rows.count > MOST_SHOWN ? html`<p class="hint">The first ${formatNumber(MOST_SHOWN)} rows; the CSV has all of them.</p>` : nothing}
  </div>`;
}

function failures(failed: readonly [number, string][]): TemplateResult {
  return html`<div class="warning" role="note">${formatCount(failed.length, "row")} without a prediction:
    <ul>${failed.slice(0, 5).map(([row, why]) => html`<li>row ${row + 1}: ${why}</li>`)}${failed.length > 5 ? html`<li>and ${formatNumber(failed.length - 5)} more</li>` : nothing}</ul></div>`;
}

function outsideOf(name: string, predicted: ReadonlyMap<string, readonly Value[]>, training: Training): number {
  const statistics = training.get(name);
  if (!statistics) return 0;
  return (predicted.get(name) ?? []).filter((value) => typeof value === "number" && placeOf(value, statistics)?.outside).length;
}
