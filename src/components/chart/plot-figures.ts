import type { Vector } from "apache-arrow";
import type { Data, Layout } from "plotly.js-cartesian-dist-min";
import type { Column, PlotKind } from "../../contracts/types.js";
import type { PlotData } from "../../core/sources.js";

/** What a plot is of. */
export interface PlotChoice {
  kind: PlotKind;
  columns: string[];
  by?: string;
}

/** Colours and size of a drawing. */
export interface PlotStyle {
  width: number;
  height: number;
  foreground: string;
  grid: string;
  accent: string;
}

export interface Figure {
  data: Data[];
  layout: Partial<Layout>;
}

const MOST_CLASSES = 8;
const CLASSES = ["#1976d2", "#c2185b", "#2e7d32", "#b26a00", "#6a1b9a", "#00838f", "#5d4037", "#546e7a"];

/** A plot as plotly draws it. */
export function plotFigure(choice: PlotChoice, data: PlotData, columns: readonly Column[], style: PlotStyle): Figure {
  const titled = (name: string | undefined) => {
    const unit = columns.find((column) => column.name === name)?.unit;
    return unit ? `${name ?? ""} (${unit})` : (name ?? "");
  };
  switch (choice.kind) {
    case "scatter":
      return scatter(choice, data, titled, style);
    case "box":
      return box(choice, data, titled, style);
    case "correlation":
      return correlation(choice, data, style);
    case "parallel":
      return parallel(choice, data, titled, style);
  }
}

const numbers = (vector: Vector | null | undefined): (number | null)[] =>
  vector ? Array.from(vector, (value: unknown) => (value === null ? null : Number(value))) : [];

function layoutOf(style: PlotStyle, x: string, y: string): Partial<Layout> {
  const axis = { automargin: true, zeroline: false, gridcolor: style.grid, tickfont: { size: 11 } };
  return {
    width: style.width,
    height: style.height,
    font: { color: style.foreground, size: 11 },
    margin: { l: 8, r: 8, t: 8, b: 8 },
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    legend: { orientation: "h", y: 1.12, font: { size: 10 } },
    xaxis: { ...axis, title: { text: x, font: { size: 12 } } },
    yaxis: { ...axis, title: { text: y, font: { size: 12 } } },
    dragmode: "select",
  };
}

function scatter(
  { columns, by }: PlotChoice,
  { density, points }: PlotData,
  titled: (name?: string) => string,
  style: PlotStyle,
): Figure {
  const [x = "", y = ""] = columns;
  const layout = layoutOf(style, titled(x), titled(y));
  if (density) {
    const middles = (edges: readonly number[]) => edges.slice(1).map((edge, i) => (edge + (edges[i] ?? edge)) / 2);
    // An empty cell is not a colour: few rows and none are different things.
    const z = density.counts.map((row) => row.map((count) => (count === 0 ? null : Math.log10(count))));
    const heat = {
      type: "heatmap",
      x: middles(density.x),
      y: middles(density.y),
      z,
      colorscale: "Viridis",
      customdata: density.counts,
      hovertemplate: "%{customdata} rows<extra></extra>",
      colorbar: { title: { text: "rows" }, tickprefix: "10^", thickness: 8 },
    };
    return { data: [heat as unknown as Data], layout: { ...layout, dragmode: "select" } };
  }
  const across = numbers(points?.getChild(x));
  const up = numbers(points?.getChild(y));
  const classes =
    by && points
      ? Array.from(points.getChild(by) ?? [], (value: string | number | boolean | null) =>
          value === null ? "missing" : String(value),
        )
      : undefined;
  if (!classes) return { data: [trace(across, up, style.accent)], layout: { ...layout, showlegend: false } };
  const names = [...new Set(classes)];
  const shown = names.slice(0, MOST_CLASSES);
  const data = shown.map((name, i) => {
    const own = classes.flatMap((one, row) => (one === name ? [row] : []));
    return {
      ...trace(
        own.map((row) => across[row] ?? null),
        own.map((row) => up[row] ?? null),
        CLASSES[i] ?? style.accent,
      ),
      name,
    };
  });
  return { data, layout: { ...layout, showlegend: true } };
}

const trace = (x: (number | null)[], y: (number | null)[], color: string): Data => ({
  type: "scatter",
  mode: "markers",
  x,
  y,
  marker: { color, size: 4, opacity: 0.6 },
});

function box(
  { columns: [name = ""], by }: PlotChoice,
  { boxes = [] }: PlotData,
  titled: (name?: string) => string,
  style: PlotStyle,
): Figure {
  const drawn = {
    type: "box",
    x: boxes.map((one) => one.name),
    q1: boxes.map(({ q1 }) => q1),
    median: boxes.map(({ median }) => median),
    q3: boxes.map(({ q3 }) => q3),
    lowerfence: boxes.map(({ low }) => low),
    upperfence: boxes.map(({ high }) => high),
    line: { color: style.accent, width: 1.2 },
    hoverinfo: "y",
  };
  return {
    data: [drawn as unknown as Data],
    layout: { ...layoutOf(style, by ?? "", titled(name)), dragmode: "zoom", showlegend: false },
  };
}

function correlation({ columns }: PlotChoice, { correlation: z = [] }: PlotData, style: PlotStyle): Figure {
  const text = z.map((row) => row.map((value) => (value === null ? "" : value.toFixed(2))));
  const heat = {
    type: "heatmap",
    x: columns,
    y: columns,
    z,
    zmin: -1,
    zmax: 1,
    colorscale: "RdBu",
    text,
    ...(columns.length <= 8 && { texttemplate: "%{text}" }),
    colorbar: { thickness: 8 },
    hovertemplate: "%{x}, %{y}: %{z:.3f}<extra></extra>",
  };
  const layout = layoutOf(style, "", "");
  return {
    data: [heat as unknown as Data],
    layout: { ...layout, dragmode: "zoom", yaxis: { ...layout.yaxis, autorange: "reversed" } },
  };
}

/** Lines through parallel axes, each scaled to its own range. */
function parallel(
  { columns }: PlotChoice,
  { points }: PlotData,
  titled: (name?: string) => string,
  style: PlotStyle,
): Figure {
  const scaled = columns.map((name) => {
    const values = numbers(points?.getChild(name));
    const [low, high] = rangeOf(values);
    return values.map((value) => (value === null ? null : high > low ? (value - low) / (high - low) : 0.5));
  });
  const rows = points?.numRows ?? 0;
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (let row = 0; row < rows; row++) {
    scaled.forEach((values, axis) => {
      x.push(axis);
      y.push(values[row] ?? null);
    });
    x.push(null);
    y.push(null);
  }
  const lines: Data = {
    type: "scatter",
    mode: "lines",
    x,
    y,
    line: { color: style.accent, width: 0.6 },
    opacity: 0.35,
    hoverinfo: "skip",
  };
  const layout = layoutOf(style, "", "");
  // Room at both ends, so that a rectangle can be drawn around the outer axes.
  const range = [-0.15, columns.length - 0.85];
  const ticks = {
    tickmode: "array" as const,
    tickvals: columns.map((_, i) => i),
    ticktext: columns.map(titled),
    range,
  };
  return {
    data: [lines],
    layout: {
      ...layout,
      showlegend: false,
      xaxis: { ...layout.xaxis, ...ticks },
      yaxis: { ...layout.yaxis, showticklabels: false, range: [-0.02, 1.02] },
    },
  };
}

/** The lowest and highest of some numbers. */
export function rangeOf(values: readonly (number | null)[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) =>
      value === null || !Number.isFinite(value) ? [low, high] : [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Python that draws the same plot from a table called `table`. */
export function plotCode({ kind, columns, by }: PlotChoice, table: string): string {
  const name = JSON.stringify(columns[0] ?? "");
  const named = JSON.stringify(columns);
  const colour = by ? `, color=${JSON.stringify(by)}` : "";
  const frame = `frame = ${table}.to_pandas()`;
  const calls: Record<PlotKind, string> = {
    scatter: `px.scatter(frame, x=${name}, y=${JSON.stringify(columns[1] ?? "")}${colour})`,
    box: `px.box(frame, y=${name}${by ? `, x=${JSON.stringify(by)}` : ""})`,
    correlation: `px.imshow(frame[${named}].corr(), zmin=-1, zmax=1, color_continuous_scale="RdBu")`,
    parallel: `px.parallel_coordinates(frame, dimensions=${named})`,
  };
  return `import plotly.express as px\n\n${frame}\n${calls[kind]}`;
}
