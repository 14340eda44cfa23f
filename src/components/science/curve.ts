import { html, svg, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { formatFloat } from "../table/number-format.js";

const POINTS = 1000;

/** Numbers in order as the path of a line through a box of `width` by `height`; gaps where there is none. */
export function curvePath(values: readonly number[], width: number, height: number): string {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  if (finite.length === 0) return "";
  const step = Math.max(1, values.length / POINTS);
  const parts: string[] = [];
  let pen = "M";
  for (let at = 0; at < values.length; at += step) {
    const value = values[Math.floor(at)] ?? NaN;
    if (!Number.isFinite(value)) {
      pen = "M";
      continue;
    }
    const x = values.length > 1 ? (Math.floor(at) / (values.length - 1)) * width : width / 2;
    const y = high > low ? height - ((value - low) / (high - low)) * height : height / 2;
    parts.push(`${pen}${x.toFixed(2)} ${y.toFixed(2)}`);
    pen = "L";
  }
  return parts.join("");
}

/** A list of numbers as a curve over its places, with its range and its first values. */
export function curve(items: Iterable<number | bigint | null>, { name, unit = "" }: Column): TemplateResult {
  const values = Array.from(items, (item) => (item === null ? NaN : Number(item)));
  const finite = values.filter(Number.isFinite);
  const range = finite.length
    ? `${formatFloat(finite.reduce((a, b) => Math.min(a, b)))} to ${formatFloat(finite.reduce((a, b) => Math.max(a, b)))} ${unit}`
    : "no finite value";
  const label = `${formatNumber(values.length)} values, ${range.trim()}`;
  const drawing = svg`<path d=${curvePath(values, 300, 100)}></path>`;
  return html`${
      values.length > 1
        ? html`<svg class="curve" viewBox="0 -2 300 104" preserveAspectRatio="none" role="img" aria-label="Curve of ${name}: ${label}">${drawing}</svg>`
        : ""
    }
    <div>${label}</div>
    <details><summary>values</summary><div class="scroll" tabindex="0">${values.slice(0, 5000).map((value) => formatFloat(value)).join(", ")}</div></details>`;
}
