import { html, nothing, svg, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import type { ColumnDraft, ColumnStatistics, Model } from "../../contracts/types.js";
import type { Value } from "../../inference/tensors.js";
import { placeOf, type Training } from "../../inference/training.js";
import { formatBriefly, formatFloat } from "../table/number-format.js";

const WIDTH = 460;
const HEIGHT = 60;

/** What a model predicts for one row: each value with its unit, and where it lies among those of training. */
export function outcomeView(
  model: Model,
  predicted: ReadonlyMap<string, readonly Value[]>,
  training: Training,
): TemplateResult {
  const tensors = model.signature.outputs.map((tensor) =>
    tensor.columns.map((column) => ({ column, value: predicted.get(column.name)?.[0] ?? null })),
  );
  return html`<div class="outcome" role="status" aria-label=${t("Prediction")}>
    ${tensors.map((cells) => (isShares(cells) ? shares(cells) : cells.map(({ column, value }) => one(column, value, training.get(column.name)))))}
  </div>`;
}

interface Cell {
  column: ColumnDraft;
  value: Value;
}

/** Whether the columns of a tensor are shares of a whole, as probabilities of classes are. */
function isShares(cells: readonly Cell[]): boolean {
  const values = cells.map(({ value }) => value);
  const sum = values.reduce<number>((total, value) => total + (typeof value === "number" ? value : NaN), 0);
  return (
    cells.length > 1 && values.every((value) => typeof value === "number" && value >= 0) && Math.abs(sum - 1) < 1e-3
  );
}

function shares(cells: readonly Cell[]): TemplateResult {
  const sorted = [...cells].sort((a, b) => Number(b.value) - Number(a.value)).slice(0, 10);
  return html`<div class="shares">${sorted.map(
    ({ column, value }) => html`<span>${column.name}</span>
    <meter min="0" max="1" value=${Number(value)} aria-label=${column.name}></meter><span>${(100 * Number(value)).toFixed(1)} %</span>`,
  )}</div>`;
}

function one(column: ColumnDraft, value: Value, statistics: ColumnStatistics | undefined): TemplateResult {
  const place = typeof value === "number" && statistics ? placeOf(value, statistics) : undefined;
  return html`<div class="prediction" data-value=${typeof value === "number" ? value : nothing}>
      <span class="name">${column.name}</span>${valueText(column, value)}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}
    </div>
    ${typeof value === "number" && statistics && place ? distribution(column, value, statistics) : rarity(value, statistics)}`;
}

/** A prediction as a person reads it; a class by its label. */
export function valueText({ classes = [], classValues = classes }: ColumnDraft, value: Value): string {
  if (value === null) return "no prediction";
  if (Array.isArray(value))
    return `${value
      .slice(0, 8)
      .map((item) => formatFloat(item as number))
      .join(", ")}${value.length > 8 ? `, … (${value.length} values)` : ""}`;
  const label = classes[classValues.indexOf(String(value))];
  if (label !== undefined) return label;
  return typeof value === "number" ? formatFloat(value) : String(value);
}

function rarity(value: Value, statistics: ColumnStatistics | undefined): TemplateResult | typeof nothing {
  const found = statistics?.top?.find((one) => one.value === String(value));
  return found && statistics
    ? html`<p class="hint">${t("%1 % of the training data.", ((100 * found.count) / statistics.count).toFixed(1))}</p>`
    : nothing;
}

function distribution({ name, unit }: ColumnDraft, value: number, statistics: ColumnStatistics): TemplateResult {
  const { min = 0, max = 0, histogram } = statistics;
  const sentence = placeSentence(name, unit, value, statistics);
  const outside = placeOf(value, statistics)?.outside;
  // A value outside is drawn at its place, as far as the picture can still show the data.
  const reach = max - min || 1;
  const low = Math.min(min, Math.max(value, min - reach));
  const high = Math.max(max, Math.min(value, max + reach));
  const x = (at: number) => ((Math.min(high, Math.max(low, at)) - low) / (high - low || 1)) * WIDTH;
  const { edges = [], counts = [] } = histogram ?? {};
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, bin) => {
    const [from, to] = [x(edges[bin] ?? 0), x(edges[bin + 1] ?? 0)];
    const height = (count / most) * HEIGHT;
    return svg`<rect class="bar" x=${from} y=${HEIGHT - height} width=${Math.max(1, to - from - 0.5)} height=${height}></rect>`;
  });
  return html`<svg class="distribution" viewBox="0 -6 ${WIDTH} ${HEIGHT + 8}" preserveAspectRatio="none" role="img" aria-label=${sentence}>
      ${bars}${svg`<line class="mark" x1=${x(value)} x2=${x(value)} y1="-6" y2=${HEIGHT + 2}></line>`}
    </svg>
    <div class="ends"><span>${formatBriefly(low)}</span><span>${t("training data")}</span><span>${formatBriefly(high)}</span></div>
    ${outside ? html`<p class="warning" role="alert">${sentence}</p>` : html`<p class="hint">${sentence}</p>`}`;
}

/** Where a prediction lies among the values that the model was trained on. */
export function placeSentence(
  name: string,
  unit: string | undefined,
  value: number,
  statistics: ColumnStatistics,
): string {
  const place = placeOf(value, statistics);
  const { min = 0, max = 0 } = statistics;
  const range = t("%1 to %2", formatBriefly(min), formatBriefly(max)) + (unit ? ` ${unit}` : "");
  if (place?.outside)
    return t(
      "%1 is %2 every %3 of the training data (%4): the model has seen nothing like it.",
      formatFloat(value),
      t(place.outside),
      name,
      range,
    );
  const share = place?.below === undefined ? "" : t(", higher than %1 % of them", Math.round(100 * place.below));
  return t("Within the training data (%1)%2.", range, share);
}
