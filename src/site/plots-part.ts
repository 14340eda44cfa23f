import type { ColumnStatistics, Statistics } from "../contracts/types.js";
import type { Manifest } from "../core/manifests.js";
import { formatNumber } from "../core/quantities.js";
import { markup, type Markup } from "./markup.js";

const MOST = 24;
const [WIDTH, HEIGHT] = [180, 56];

/** How the numbers of a dataset's first split are distributed: one small plot a column. */
export function plotsPart(
  manifest: Extract<Manifest, { kind: "dataset" }>,
  statistics: Statistics | undefined,
): Markup | undefined {
  const first = statistics?.splits[0];
  const counted = first?.columns.filter(({ histogram }) => (histogram?.counts.length ?? 0) > 0) ?? [];
  if (!first || counted.length === 0) return undefined;
  const units = new Map(manifest.columns.map(({ name, unit }) => [name, unit]));
  return markup`<section aria-labelledby="plots"><h2 id="plots">Distributions</h2>
    <p><small>Of split ${first.split}.</small></p>
    <div class="plots">${counted.slice(0, MOST).map((column) => plot(column, units.get(column.name)))}</div>${
      counted.length > MOST && markup`<p>and ${formatNumber(counted.length - MOST)} more columns.</p>`
    }</section>`;
}

function plot({ name, histogram, min, max }: ColumnStatistics, unit: string | undefined): Markup {
  const counts = histogram?.counts ?? [];
  const most = Math.max(...counts, 1);
  const step = WIDTH / counts.length;
  const range = `${round(min)} to ${round(max)}${unit === undefined ? "" : ` ${unit}`}`;
  const bars = counts.map((count, i) => {
    const height = count && Math.max(1, (count / most) * HEIGHT);
    return markup`<rect x="${i * step}" y="${HEIGHT - height}" width="${Math.max(1, step - 1)}" height="${height}"></rect>`;
  });
  return markup`<figure><figcaption><code>${name}</code></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Distribution of ${name}, ${range}">${bars}</svg>
    <small>${range}</small></figure>`;
}

const round = (value: number | undefined): string => (value === undefined ? "" : String(Number(value.toPrecision(4))));
