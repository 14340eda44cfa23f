import { html, nothing, type TemplateResult } from "lit";
import type { Model } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { Value } from "../../inference/tensors.js";
import { placeOf, type Training } from "../../inference/training.js";
import { valueText } from "./outcome-view.js";
import type { FileRows } from "./rows-of-file.js";

const MOST_SHOWN = 100;
const CONTEXT = 2;

/** Predictions for the rows of a file, and why some have none. */
export function rowsView(
  model: Model,
  rows: FileRows,
  predicted: ReadonlyMap<string, readonly Value[]>,
  training: Training,
  note: string | undefined,
  save: () => void,
): TemplateResult {
  const columns = model.signature.outputs.flatMap((tensor) => tensor.columns);
  const context = [...rows.texts].filter(([name]) => !columns.some((column) => column.name === name)).slice(0, CONTEXT);
  const failed = [...rows.failures];
  const beyond = columns
    .map((column) => ({ column, count: outsideOf(column.name, predicted, training) }))
    .filter(({ count }) => count > 0);
  return html`<div class="outcome">
    <div class="actions"><span role="status">${t("%1 of %2 of %3", formatCount(rows.count - failed.length, "prediction"), formatCount(rows.count, "row"), rows.name)}</span>
      <button class="secondary" @click=${save}>${t("Save as CSV")}</button></div>
    <p class="hint" role="status" ?hidden=${!note}>${note}</p>
    ${beyond.map(({ column, count }) => html`<p class="warning" role="note">${t("%1 of %2 beyond the training data.", formatCount(count, "prediction"), column.name)}</p>`)}
    ${failed.length ? failures(failed) : nothing}
    <div class="scroll" tabindex="0" role="region" aria-label=${t("Predictions of rows")}>
      <table>
        <thead><tr><th scope="col">${t("row")}</th>${context.map(([name]) => html`<th scope="col">${name}</th>`)}
          ${columns.map(({ name, unit }) => html`<th scope="col">${name}${unit ? ` (${unit})` : ""}</th>`)}</tr></thead>
        <tbody>${Array.from(
          { length: Math.min(rows.count, MOST_SHOWN) },
          (_, row) => html`<tr>
          <td>${row + 1}</td>${context.map(([, texts]) => html`<td>${texts[row]}</td>`)}
          ${columns.map((column) => html`<td>${rows.failures.has(row) ? rows.failures.get(row) : valueText(column, predicted.get(column.name)?.[row] ?? null)}</td>`)}
        </tr>`,
        )}</tbody>
      </table>
    </div>
    ${rows.count > MOST_SHOWN ? html`<p class="hint">${t("The first %1 rows; the CSV has all of them.", formatNumber(MOST_SHOWN))}</p>` : nothing}
  </div>`;
}

function failures(failed: readonly [number, string][]): TemplateResult {
  return html`<div class="warning" role="note">${t("%1 without a prediction:", formatCount(failed.length, "row"))}
    <ul>${failed.slice(0, 5).map(([row, why]) => html`<li>${t("row %1: %2", row + 1, why)}</li>`)}${failed.length > 5 ? html`<li>${t("and %1 more", formatNumber(failed.length - 5))}</li>` : nothing}</ul></div>`;
}

function outsideOf(name: string, predicted: ReadonlyMap<string, readonly Value[]>, training: Training): number {
  const statistics = training.get(name);
  if (!statistics) return 0;
  return (predicted.get(name) ?? []).filter((value) => typeof value === "number" && placeOf(value, statistics)?.outside)
    .length;
}
