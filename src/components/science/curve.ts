import { html, svg, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { curvePath } from "../table/curve-path.js";
import { formatBriefly } from "../table/number-format.js";

/** A list of numbers as a curve over its places, with its range and its first values. */
export function curve(items: Iterable<number | bigint | null>, { name, unit = "" }: Column): TemplateResult {
  const values = Array.from(items, (item) => (item === null ? NaN : Number(item)));
  const finite = values.filter(Number.isFinite);
  const range = finite.length
    ? `${formatBriefly(finite.reduce((a, b) => Math.min(a, b)))} to ${formatBriefly(finite.reduce((a, b) => Math.max(a, b)))} ${unit}`
    : t("no finite value");
  const label = t("%1 values, %2", formatNumber(values.length), range.trim());
  const drawing = svg`<path d=${curvePath(values, 300, 100)}></path>`;
  return html`${
    values.length > 1
      ? html`<svg class="curve" viewBox="0 -2 300 104" preserveAspectRatio="none" role="img" aria-label=${t("Curve of %1: %2", name, label)}>${drawing}</svg>`
      : ""
  }
    <div>${label}</div>
    <details><summary>${t("values")}</summary><div class="scroll" tabindex="0">${values
      .slice(0, 5000)
      .map((value) => formatBriefly(value))
      .join(", ")}</div></details>`;
}
