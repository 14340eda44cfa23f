import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { PlotMouseEvent, PlotSelectionEvent } from "plotly.js-cartesian-dist-min";
import type { Comparison, PlotKind, View } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { PlotData, TableSource } from "../../core/sources.js";
import { unsorted } from "../../core/conditions.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { isNumeric, typeWord } from "../table/column-type.js";
import { isAbort } from "../table/row-pages.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";
import { plotFigure, rangeOf, type PlotChoice } from "./plot-figures.js";
import { plotlyStyle } from "./plotly-style.js";

const KINDS: Record<PlotKind, string> = {
  scatter: "scatter",
  box: "box by class",
  correlation: "correlation",
  parallel: "parallel coordinates",
};
const MOST_AXES = 8;

/**
 * Plots of a view's columns. What is selected in one filters the table.
 *
 * @fires foundry-plot-filter - detail `{ column, comparisons }[]`: what is asked of columns from now on
 * @fires foundry-plot-code - detail {@link PlotChoice}: the code of the plot is wanted as a cell
 */
export class PlotsElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    plotlyStyle,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-bottom: 4px;
      }
      .choice select {
        max-width: 130px;
      }
      .plot {
        position: relative;
        height: 270px;
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        color: var(--foundry-fg-muted);
      }
      .js-plotly-plot .select-outline {
        fill: none;
        stroke: var(--foundry-fg);
        stroke-width: 1;
      }
    `,
  ];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Whether a cell can be inserted. */
  @property({ type: Boolean }) cells = false;
  @state() private choice: PlotChoice = { kind: "scatter", columns: [] };
  @state() private data: PlotData | undefined;
  @state() private problem: string | undefined;
  @state() private busy = false;
  @query(".plot") private plot!: HTMLElement | null;
  #request: AbortController | undefined;
  #bound = false;
  readonly #code = new ViewerCode(this, () => import("plotly.js-cartesian-dist-min"));
  readonly #resizes = new ResizeObserver(() => void this.#draw());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#request?.abort();
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("source")) this.choice = this.#default(this.choice.kind);
    if (["source", "view", "choice"].some((name) => changes.has(name as keyof PlotsElement))) void this.#load();
  }

  override render(): TemplateResult {
    const { choice } = this;
    const pick = (
      label: string,
      names: readonly string[],
      value: string | undefined,
      choose: (name: string) => void,
      none?: string,
    ) =>
      html`<select aria-label=${label} title=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${none === undefined ? nothing : html`<option value="" .selected=${!value}>${none}</option>`}
        ${names.map((name) => html`<option value=${name} .selected=${name === value}>${name}</option>`)}
      </select>`;
    const {
      kind,
      columns: [first, second],
      by,
    } = choice;
    const change = (part: Partial<PlotChoice>) => (this.choice = { ...this.choice, ...part });
    return html`<div class="choice">
        <select aria-label=${t("Plot")} @change=${(event: Event) => (this.choice = this.#default((event.target as HTMLSelectElement).value as PlotKind))}>
          ${Object.entries(KINDS).map(([name, label]) => html`<option value=${name} .selected=${name === kind}>${t(label)}</option>`)}
        </select>
        ${
          kind === "scatter"
            ? html`${pick("Across", this.#numeric, first, (name) => change({ columns: [name, second ?? name] }))}
              ${pick("Up", this.#numeric, second, (name) => change({ columns: [first ?? name, name] }))}`
            : nothing
        }
        ${kind === "box" ? pick("Values", this.#numeric, first, (name) => change({ columns: [name] })) : nothing}
        ${kind === "scatter" || kind === "box" ? pick(t("By class"), this.#classes, by, (name) => (this.choice = { kind, columns: choice.columns, ...(name && { by: name }) }), t("all together")) : nothing}
      </div>
      ${this.problem ? html`<div class="problem" role="alert"><span>${this.problem}</span><button class="plain" @click=${() => void this.#load()}>${t("Retry")}</button></div>` : nothing}
      ${this.#code.missing ? this.#code.instead(t("The plot is not drawn because the code for it did not load.")) : html`<div class="plot" role="img" aria-label=${this.#label}></div>`}
      <div class="end">
        <span role="status">${this.#state}</span>
        <button class="plain" ?disabled=${!this.data || this.#code.missing} @click=${() => void this.#export("png")}>PNG</button>
        <button class="plain" ?disabled=${!this.data || this.#code.missing} @click=${() => void this.#export("svg")}>SVG</button>
        ${this.cells ? html`<button class="plain" @click=${() => this.#fire("foundry-plot-code", this.choice)}>${t("insert the code as a cell")}</button>` : nothing}
      </div>`;
  }

  override updated(changes: PropertyValues<this>): void {
    if (this.plot) this.#resizes.observe(this.plot);
    if (changes.has("data" as keyof PlotsElement)) void this.#draw();
  }

  get #columns() {
    return this.source?.description.columns ?? [];
  }

  get #numeric(): string[] {
    return this.#columns.filter(({ type }) => isNumeric(type)).map(({ name }) => name);
  }

  get #classes(): string[] {
    return this.#columns
      .filter(({ type }) => ["text", "category", "true or false"].includes(typeWord(type)))
      .map(({ name }) => name);
  }

  get #label(): string {
    const { kind, columns, by } = this.choice;
    const of = t("%1 of %2", t(KINDS[kind]), columns.join(", "));
    return by ? t("%1 by %2", of, by) : of;
  }

  get #state(): string {
    if (this.busy) return "drawing …";
    const { data } = this;
    if (!data) return "";
    const { rows, density, first } = data;
    const of = first ?? data.of;
    const drawn = density
      ? t("density of %1 rows", formatNumber(rows))
      : rows === of
        ? t("%1 rows", formatNumber(rows))
        : t("%1 of %2 rows", formatNumber(rows), formatNumber(of));
    return first === undefined
      ? drawn
      : t("%1, computed on the first %2 of %3 rows", drawn, formatNumber(first), formatNumber(data.of));
  }

  #default(kind: PlotKind): PlotChoice {
    const targets = this.#columns.filter(({ role }) => role === "target").map(({ name }) => name);
    const names = [...new Set([...targets.filter((name) => this.#numeric.includes(name)), ...this.#numeric])];
    const [first = "", second = first] = names;
    const [by] = this.#classes;
    if (kind === "scatter") return { kind, columns: [second, first] };
    if (kind === "box") return { kind, columns: [first], ...(by && { by }) };
    return { kind, columns: names.slice(0, MOST_AXES) };
  }

  async #load(): Promise<void> {
    const { source, choice, view } = this;
    this.#request?.abort();
    if (!source?.plot) return;
    if (choice.columns.filter(Boolean).length === 0) {
      this.problem = t("This table has no column of numbers to plot.");
      return;
    }
    const request = new AbortController();
    this.#request = request;
    this.busy = true;
    this.problem = undefined;
    try {
      const columns = choice.columns as [string, ...string[]];
      const rows = unsorted(view);
      const data = await source.plot({ ...choice, columns, ...(rows && { view: rows }) }, request.signal);
      if (!request.signal.aborted) this.data = data;
    } catch (error) {
      if (!isAbort(error) && !request.signal.aborted)
        this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (this.#request === request) this.busy = false;
    }
  }

  async #draw(): Promise<void> {
    const { data, choice } = this;
    if (!data) return;
    const code = await this.#code.get();
    const { plot } = this;
    if (!code || !plot || this.data !== data || plot.clientWidth === 0) return;
    try {
      const style = getComputedStyle(this);
      const said = (name: string) => style.getPropertyValue(name).trim();
      const figure = plotFigure(choice, data, this.#columns, {
        width: plot.clientWidth,
        height: plot.clientHeight,
        foreground: style.color,
        grid: "rgba(128,128,128,0.25)",
        accent: said("--jp-brand-color1") || "#1976d2",
      });
      const element = await code.default.react(plot, figure.data, figure.layout, { displayModeBar: false });
      if (this.#bound) return;
      this.#bound = true;
      element.on("plotly_selected", (event) => this.#selected(event));
      element.on("plotly_click", (event) => this.#clicked(event));
    } catch {
      this.problem = t("This plot cannot be drawn of these values.");
    }
  }

  /** A rectangle on the plot asks for the ranges that it spans. */
  #selected(event: PlotSelectionEvent | undefined): void {
    const range = event?.range;
    if (!range) return;
    const across = range.x as unknown as [number, number];
    const up = range.y as unknown as [number, number];
    const { kind, columns } = this.choice;
    if (kind === "scatter") {
      const [x = "", y = ""] = columns;
      this.#filter([between(x, across), between(y, up)]);
    } else if (kind === "parallel") {
      const points = this.data?.points;
      const inside = columns.flatMap((name, axis) => {
        if (axis < Math.min(...across) || axis > Math.max(...across) || !points) return [];
        const [low, high] = rangeOf(
          Array.from(points.getChild(name) ?? [], (value: unknown) => (value === null ? null : Number(value))),
        );
        return between(
          name,
          up.map((share) => low + share * (high - low)),
        );
      });
      this.#filter(inside);
    }
  }

  /** A click on a box asks for its class; one on a correlation shows its two columns. */
  #clicked({ points: [point] }: PlotMouseEvent): void {
    const { kind, by } = this.choice;
    if (!point) return;
    if (kind === "box" && by) {
      const isFlag = typeWord(this.#columns.find(({ name }) => name === by)?.type ?? "") === "true or false";
      const value = String(point.x);
      this.#filter([
        value === "missing"
          ? { column: by, op: "missing" }
          : { column: by, op: "in", values: [isFlag ? value === "true" : value] },
      ]);
    } else if (kind === "correlation") this.choice = { kind: "scatter", columns: [String(point.x), String(point.y)] };
  }

  #filter(comparisons: readonly Comparison[]): void {
    if (comparisons.length > 0) this.#fire("foundry-plot-filter", { comparisons });
  }

  async #export(format: "png" | "svg"): Promise<void> {
    const { plot } = this;
    if (!plot) return;
    const code = await this.#code.get();
    if (!code) return;
    const name = [this.choice.kind, ...this.choice.columns]
      .join("-")
      .replaceAll(/[^\w-]+/g, "_")
      .slice(0, 80);
    await code.default.downloadImage(plot, { format, filename: name, width: 900, height: 600 });
  }

  #fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const DIGITS = 5;

function between(column: string, range: readonly number[]): Comparison {
  const short = (value: number) => Number(value.toPrecision(DIGITS));
  return { column, op: "between", values: [short(Math.min(...range)), short(Math.max(...range))] };
}

define("foundry-plots", PlotsElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-plots": PlotsElement;
  }
}
