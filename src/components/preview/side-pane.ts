import { html, nothing, type TemplateResult } from "lit";
import type { Comparison, Filter, View } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { pane as besideTable } from "../pane/pane.js";
import type { PlotChoice } from "../chart/plot-figures.js";
import "../chart/plots-element.js";
import "../comparison/comparison-element.js";
import "./groups-element.js";
import { parityPairs } from "../parity/parity-pairs.js";
import "../parity/parity-element.js";
import type { PreviewSource } from "./preview-source.js";

/** What can stand beside the table instead of a column's distribution. */
export type Pane = "plots" | "groups" | "compare" | "parity";

const BUTTONS: Record<Pane, { label: string; title: string; heading: string; close: string }> = {
  plots: { label: "▨ Plot", title: "Plot columns of the rows shown", heading: "Plot", close: "Close the plots" },
  groups: {
    label: "Σ Group",
    title: "Count the rows of each value of a column",
    heading: "Groups",
    close: "Close the groups",
  },
  compare: {
    label: "⇄ Compare",
    title: "Compare two splits: distributions, drift, shared rows",
    heading: "Splits side by side",
    close: "Close the comparison",
  },
  parity: {
    label: "∕ Parity",
    title: "Predictions against the truth",
    heading: "Predictions beside the truth",
    close: "Close the parity plot",
  },
};

/** What the panes draw from, and what they ask of the table. */
export interface PaneHost {
  source: PreviewSource;
  view: View | undefined;
  /** Whether a cell can be inserted. */
  cells: boolean;
  show: (pane: Pane | undefined) => void;
  filter: (comparisons: readonly Comparison[]) => void;
  /** Replaces the whole filter. */
  setFilter: (filter: Filter | undefined) => void;
  /** The column whose values make groups. */
  grouped: string | undefined;
  group: (name: string) => void;
  code: (choice: PlotChoice) => void;
}

/** Which panes a table has. */
function panesOf(source: PreviewSource): Pane[] {
  const { splits = [], columns } = source.description;
  const pairs = source.plot ? parityPairs(columns) : [];
  return [
    ...(source.plot ? (["plots"] as const) : []),
    ...(source.groups ? (["groups"] as const) : []),
    ...(source.compare && splits.length > 1 ? (["compare"] as const) : []),
    ...(pairs.length > 0 ? (["parity"] as const) : []),
  ];
}

/** A button for each pane that the table has. */
export function paneButtons(source: PreviewSource, shown: Pane | undefined, show: PaneHost["show"]): TemplateResult {
  return html`${panesOf(source).map(
    (pane) =>
      html`<button
        class="plain"
        title=${t(BUTTONS[pane].title)}
        aria-pressed=${pane === shown ? "true" : "false"}
        @click=${() => show(pane === shown ? undefined : pane)}
      >
        ${t(BUTTONS[pane].label)}
      </button>`,
  )}`;
}

/** A pane beside the table; nothing where the table has no such pane. */
export function sidePane(pane: Pane, host: PaneHost): TemplateResult | typeof nothing {
  if (!panesOf(host.source).includes(pane)) return nothing;
  const { heading, close } = BUTTONS[pane];
  return besideTable(
    { heading: t(heading), close: t(close), closed: () => host.show(undefined), wide: true },
    CONTENTS[pane](host),
  );
}

const CONTENTS: Record<Pane, (host: PaneHost) => TemplateResult> = {
  plots: ({ source, view, cells, filter, code }) => html`<foundry-plots
    .source=${source}
    .view=${view}
    ?cells=${cells}
    @foundry-plot-filter=${(event: CustomEvent<{ comparisons: Comparison[] }>) => filter(event.detail.comparisons)}
    @foundry-plot-code=${(event: CustomEvent<PlotChoice>) => code(event.detail)}
  ></foundry-plots>`,
  groups: ({ source, view, grouped, group, setFilter }) => html`<foundry-groups
    .source=${source}
    .view=${view}
    .by=${grouped}
    @foundry-group-by=${(event: CustomEvent<{ name: string }>) => group(event.detail.name)}
    @foundry-group-filter=${(event: CustomEvent<{ filter: Filter | undefined }>) => setFilter(event.detail.filter)}
  ></foundry-groups>`,
  compare: ({ source }) => html`<foundry-comparison .source=${comparisonOf(source)}></foundry-comparison>`,
  parity: ({ source, view }) => html`<foundry-parity .source=${source} .view=${view}></foundry-parity>`,
};

const comparisons = new WeakMap<PreviewSource, object>();

/** One for each source: a new one would be compared anew. */
function comparisonOf(source: PreviewSource) {
  let found = comparisons.get(source);
  if (!found) {
    const { splits = [], columns } = source.description;
    found = { splits, columns, compare: source.compare?.bind(source) };
    comparisons.set(source, found);
  }
  return found;
}
