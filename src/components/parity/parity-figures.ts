import type { Data, Layout } from "plotly.js-cartesian-dist-min";
import type { PlotData } from "../../core/sources.js";
import { plotFigure, rangeOf, type Figure, type PlotStyle } from "../chart/plot-figures.js";
import type { ParityPair } from "./parity-pairs.js";

/** Predicted against true values, with the line on which they agree. */
export function parityFigure(pair: ParityPair, data: PlotData, style: PlotStyle): Figure {
  const { truth, predicted, unit } = pair;
  const columns = [truth, predicted].map((name) => ({ name, type: "double", ...(unit && { unit }) }));
  const figure = plotFigure({ kind: "scatter", columns: [truth, predicted] }, data, columns, style);
  const [low, high] = spanOf(pair, data);
  const agree: Data = {
    type: "scatter",
    mode: "lines",
    x: [low, high],
    y: [low, high],
    line: { color: style.foreground, width: 1, dash: "dash" },
    hoverinfo: "skip",
  };
  // Equal scales, so that the line stands at 45 degrees.
  const layout: Partial<Layout> = {
    ...figure.layout,
    showlegend: false,
    dragmode: "zoom",
    yaxis: { ...figure.layout.yaxis, scaleanchor: "x" },
  };
  return { data: [...figure.data, agree], layout };
}

function spanOf({ truth, predicted }: ParityPair, { density, points }: PlotData): [number, number] {
  if (density) return rangeOf([density.x[0] ?? 0, density.x.at(-1) ?? 0, density.y[0] ?? 0, density.y.at(-1) ?? 0]);
  const values = [truth, predicted].flatMap((name) =>
    [...(points?.getChild(name) ?? [])].map((value: unknown) => (value === null ? null : Number(value))),
  );
  return rangeOf(values);
}

/** Predicted less true values of the points that are drawn; NaN where one is missing. */
export function allResiduals({ truth, predicted }: ParityPair, { points }: PlotData): number[] {
  if (!points) return [];
  const [own, other] = [points.getChild(truth), points.getChild(predicted)];
  return Array.from(
    { length: points.numRows },
    (_, row) => Number(other?.get(row) ?? NaN) - Number(own?.get(row) ?? NaN),
  );
}

/** The finite ones among {@link allResiduals}. */
export const residuals = (pair: ParityPair, data: PlotData): number[] =>
  allResiduals(pair, data).filter(Number.isFinite);
