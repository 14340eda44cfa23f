import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { t } from "../../core/translation.js";
import { formatBriefly } from "../table/number-format.js";

const MOST_PIXELS = 512;

/** Lengths of a nested list along each of its axes, as its first items have them. */
export function shapeOf(value: unknown): number[] {
  const shape: number[] = [];
  for (let at = value; isList(at); at = itemAt(at, 0)) shape.push(at.length);
  return shape;
}

/** The matrix that the last two axes make at given places of the axes before them; NaN where there is no number. */
export function sliceOf(value: unknown, places: readonly number[]): number[][] {
  let at: unknown = value;
  for (const place of places) at = isList(at) ? itemAt(at, place) : undefined;
  if (!isList(at)) return [];
  return Array.from(at, (row) =>
    isList(row) ? Array.from(row, (item) => (item === null ? NaN : Number(item))) : [Number(row)],
  );
}

/** An array of two or more axes as a picture of one slice, and a slider for each axis that is not in it. */
export function arrayView(value: unknown, slice: readonly number[], choose: (slice: number[]) => void): TemplateResult {
  const shape = shapeOf(value);
  const outer = shape.slice(0, -2);
  const places = outer.map((length, i) => Math.min(slice[i] ?? 0, length - 1));
  const matrix = sliceOf(value, places);
  const finite = matrix.flat().filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const size = t("array of %1", shape.join(" × "));
  const said = finite.length ? `${size}, ${t("%1 to %2", formatBriefly(low), formatBriefly(high))}` : size;
  return html`<div>${said}</div>
    <canvas class="array" role="img" aria-label=${said} ${ref((canvas) => draw(canvas, matrix, low, high))}></canvas>
    ${outer.map((length, axis) => {
      const place = places[axis] ?? 0;
      return length > 1
        ? html`<label
            >${t("axis %1: %2", axis, place)}
            <input
              type="range"
              min="0"
              max=${length - 1}
              .value=${String(place)}
              @input=${(event: Event) => choose(places.with(axis, Number((event.target as HTMLInputElement).value)))}
          /></label>`
        : nothing;
    })}`;
}

function draw(canvas: Element | undefined, matrix: readonly number[][], low: number, high: number): void {
  if (!(canvas instanceof HTMLCanvasElement)) return;
  const height = Math.min(MOST_PIXELS, matrix.length);
  const width = Math.min(MOST_PIXELS, matrix[0]?.length ?? 0);
  const context = width && height ? canvas.getContext("2d") : null;
  if (!context) return;
  canvas.width = width;
  canvas.height = height;
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const row = matrix[Math.floor((y * matrix.length) / height)];
      const value = row?.[Math.floor((x * row.length) / width)] ?? NaN;
      const share = high > low ? (value - low) / (high - low) : 0.5;
      const shade = Number.isFinite(value)
        ? [68 + share * 185, 1 + share * 230, 84 + share * (37 - 84), 255]
        : [0, 0, 0, 0];
      image.data.set(shade, 4 * (y * width + x));
    }
  context.putImageData(image, 0, 0);
}

function isList(value: unknown): value is Iterable<unknown> & { length: number } {
  return typeof value === "object" && value !== null && "length" in value && Symbol.iterator in value;
}

function itemAt(list: Iterable<unknown>, place: number): unknown {
  if ("get" in list && typeof list.get === "function")
    return (list.get as (index: number) => unknown).call(list, place);
  return Array.isArray(list) || ArrayBuffer.isView(list) ? (list as unknown as unknown[])[place] : [...list][place];
}
