import { html, nothing, svg, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import type { LeaderboardColumn, LeaderboardEntry } from "../../contracts/types.js";
import { formatScore } from "../../core/format-score.js";
import { columnTitle } from "../../core/score-columns.js";

const WIDTH = 480;
const HEIGHT = 180;
const MARGIN = { left: 52, right: 16, top: 12, bottom: 32 };
const LABELLED = 12;

/** What scores are drawn against. */
export type PlotAxis = "submittedAt" | "seconds" | "parameters";

/** Axes by what a person calls them. */
export const PLOT_AXES: Record<PlotAxis, string> = {
  submittedAt: "time of submission",
  seconds: "seconds to fit and predict",
  parameters: "number of parameters",
};

interface Point {
  name: string;
  x: number;
  mean: number;
  low: number;
  high: number;
}

/** Axes that at least two entries can be drawn against. */
export const axesOf = (entries: readonly LeaderboardEntry[], column: LeaderboardColumn): PlotAxis[] =>
  (Object.keys(PLOT_AXES) as PlotAxis[]).filter((axis) => pointsOf(entries, column, axis).length > 1);

/** Entries' scores with their intervals, and the best so far where they are in time; nothing for fewer than two. */
export function scorePlot(
  entries: readonly LeaderboardEntry[],
  column: LeaderboardColumn,
  axis: PlotAxis = "submittedAt",
): TemplateResult | typeof nothing {
  const points = pointsOf(entries, column, axis);
  if (points.length < 2) return nothing;
  const floor = Math.min(...points.map(({ low, mean }) => Math.min(low, mean)));
  const ceiling = Math.max(...points.map(({ high, mean }) => Math.max(high, mean)));
  const [first = 0, last = 0] = [points[0]?.x, points.at(-1)?.x];
  const spread = (x: number) => (axis === "submittedAt" ? x : Math.log(x));
  const width = WIDTH - MARGIN.left - MARGIN.right - 20;
  const place = ({ x }: Point) =>
    MARGIN.left +
    10 +
    (last > first ? ((spread(x) - spread(first)) / (spread(last) - spread(first))) * width : width / 2);
  const height = (value: number) => {
    const part = ceiling > floor ? (value - floor) / (ceiling - floor) : 0.5;
    return HEIGHT - MARGIN.bottom - part * (HEIGHT - MARGIN.top - MARGIN.bottom);
  };
  const shown = (x: number) =>
    axis === "submittedAt"
      ? new Date(x)
          .toISOString()
          .slice(0, last - first < 172_800_000 ? 16 : 10)
          .replace("T", " ")
      : formatScore(x, 3);
  const said = t(
    "%1 of each entry against its %2, with its 95 % interval",
    `${columnTitle(column)}${column.unit ? ` (${column.unit})` : ""}`,
    t(PLOT_AXES[axis]),
  );
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
      <path class="axis" fill="none" d="M${MARGIN.left} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}H${WIDTH - MARGIN.right}" />
      <text x=${MARGIN.left - 5} y=${MARGIN.top + 6} text-anchor="end">${formatScore(ceiling)}</text>
      <text x=${MARGIN.left - 5} y=${HEIGHT - MARGIN.bottom} text-anchor="end">${formatScore(floor)}</text>
      <text x=${MARGIN.left + 10} y=${HEIGHT - 6}>${shown(first)}</text>
      ${last > first ? svg`<text x=${WIDTH - MARGIN.right} y=${HEIGHT - 6} text-anchor="end">${shown(last)}</text>` : nothing}
      ${axis === "submittedAt" ? svg`<path class="best-line" fill="none" d=${bestSoFar(points, column, place, height)} />` : nothing}
      ${points.map((point) => {
        const { name, mean, low, high } = point;
        const x = place(point);
        return svg`<g><title>${name}: ${formatScore(mean)} (${shown(point.x)})</title>
          <path class="interval" d="M${x} ${height(low)}V${height(high)}" />
          <circle class="point" cx=${x} cy=${height(mean)} r="3" />
          ${points.length <= LABELLED ? svg`<text x=${x + (x > WIDTH * 0.7 ? -6 : 6)} y=${height(mean) - 4} text-anchor=${x > WIDTH * 0.7 ? "end" : "start"}>${name.length > 18 ? `${name.slice(0, 17)}…` : name}</text>` : nothing}
        </g>`;
      })}
    </svg>
    <figcaption>${said}${axis === "submittedAt" ? t("; the line is the best so far") : ""}.</figcaption>
  </figure>`;
}

function pointsOf(entries: readonly LeaderboardEntry[], column: LeaderboardColumn, axis: PlotAxis): Point[] {
  return entries
    .flatMap((entry): Point[] => {
      const { mean = null, low = null, high = null } = entry.overall[column.name] ?? {};
      const x = axis === "submittedAt" ? Date.parse(entry.submittedAt) : (entry[axis] ?? 0);
      // Costs stand on a logarithmic axis, which has no 0.
      if (mean === null || entry.withdrawn || !(axis === "submittedAt" || x > 0)) return [];
      return [{ name: entry.name, x, mean, low: low ?? mean, high: high ?? mean }];
    })
    .sort((a, b) => a.x - b.x);
}

function bestSoFar(
  points: readonly Point[],
  { higherIsBetter }: LeaderboardColumn,
  place: (point: Point) => number,
  height: (value: number) => number,
): string {
  let best: number | undefined;
  return points
    .map((point) => {
      const before = best;
      best = best === undefined ? point.mean : higherIsBetter ? Math.max(best, point.mean) : Math.min(best, point.mean);
      return before === undefined ? `M${place(point)} ${height(best)}` : `H${place(point)}V${height(best)}`;
    })
    .join("");
}
