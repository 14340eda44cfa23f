import type { Data, Layout } from "plotly.js-cartesian-dist-min";
import type { Column, Histogram } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { formatBriefly } from "../table/number-format.js";
import { shownUnit } from "../table/shown-unit.js";

/** A histogram as plotly draws it; colours come from the stylesheet, so that it follows the theme. */
export function histogramFigure(
  column: Column,
  { edges, counts }: Histogram,
  width: number,
  height: number,
): { data: Data[]; layout: Partial<Layout> } {
  const low = (bin: number) => edges[bin] ?? 0;
  const high = (bin: number) => edges[bin + 1] ?? low(bin);
  const unit = column.unit ? ` ${column.unit}` : "";
  const data: Data[] = [
    {
      type: "bar",
      x: counts.map((_, bin) => (low(bin) + high(bin)) / 2),
      y: counts,
      // One distinct value makes a bin without width, which plotly would not draw.
      width: counts.map((_, bin) => high(bin) - low(bin) || 1),
      hovertext: counts.map(
        (count, bin) => `${formatBriefly(low(bin))} to ${formatBriefly(high(bin))}${unit}: ${formatNumber(count)} rows`,
      ),
      hoverinfo: "text",
      marker: { line: { width: 0 } },
    },
  ];
  const axis = { fixedrange: true, automargin: true, zeroline: false, tickfont: { size: 11 } };
  return {
    data,
    layout: {
      width,
      height,
      bargap: 0.06,
      dragmode: false,
      showlegend: false,
      margin: { l: 8, r: 8, t: 8, b: 8 },
      paper_bgcolor: "transparent",
      plot_bgcolor: "transparent",
      xaxis: {
        ...axis,
        showgrid: false,
        title: { text: shownUnit(column) ? `${column.name} (${shownUnit(column)})` : column.name, font: { size: 12 } },
      },
      yaxis: { ...axis, rangemode: "tozero", nticks: 4, title: { text: "rows", font: { size: 12 } } },
    },
  };
}
