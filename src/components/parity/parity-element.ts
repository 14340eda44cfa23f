import { Task } from "@lit/task";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { ColumnStatistics, View } from "../../contracts/types.js";
import { countNumbers } from "../../core/count-values.js";
import { rmseOfMoments } from "../../core/metrics/regression.js";
import { formatNumber } from "../../core/quantities.js";
import type { PlotData, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import "../chart/histogram-element.js";
import { plotlyStyle } from "../chart/plotly-style.js";
import { define } from "../define.js";
import { formatBriefly } from "../table/number-format.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";

import { allResiduals, parityFigure, residuals } from "./parity-figures.js";
import { parityPairs, type ParityPair } from "./parity-pairs.js";
import { parityStyle } from "./parity-style.js";
import { worstRows, type WorstRows } from "./worst-rows.js";

interface Loaded {
  pair: ParityPair;
  data: PlotData;
  /** Of the residuals; undefined where they cannot be had. */
  residual: ColumnStatistics | undefined;
  worst: WorstRows | undefined;
}

/** Predictions beside the truth: parity plot, distribution of the residuals, and the rows that are farthest off. */
export class ParityElement extends LitElement {
  static override styles = [tokens, controls, plotlyStyle, parityStyle];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  @state() private chosen: string | undefined;
  @query(".plot") private plot!: HTMLElement | null;
  readonly #code = new ViewerCode(this, () => import("plotly.js-cartesian-dist-min"));
  readonly #resizes = new ResizeObserver(() => void this.#draw());
  readonly #loading = new Task(this, {
    args: () => [this.source, this.chosen, JSON.stringify(this.view?.filter)] as const,
    task: async ([source, chosen], { signal }): Promise<Loaded | undefined> => {
      const pair = this.#pair(chosen);
      if (!source?.plot || !pair) return undefined;
      const view = this.view?.filter && { filter: this.view.filter };
      const data = await source.plot(
        { kind: "scatter", columns: [pair.truth, pair.predicted], ...(view && { view }) },
        signal,
      );
      const { error } = pair;
      const residual = error
        ? await source.histogram(error, view, signal)
        : countNumbers("residual", residuals(pair, data));
      const all = !view && data.points?.numRows === source.description.rows ? allResiduals(pair, data) : undefined;
      return {
        pair,
        data,
        residual,
        worst: error ? await worstRows(source, pair, error, view?.filter, signal, all) : undefined,
      };
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    const pairs = parityPairs(this.source?.description.columns ?? []);
    return html`${pairs.length > 1 ? this.#choice(pairs) : nothing}
      ${this.#loading.render({
        pending: () => html`<p role="status">${t("Drawing …")}</p>`,
        error: (error) => html`<div class="problem" role="alert">
          <span>${error instanceof Error ? error.message : String(error)}</span>
          <button class="plain" @click=${() => void this.#loading.run()}>${t("Retry")}</button>
        </div>`,
        complete: (loaded) => (loaded ? this.#shown(loaded) : nothing),
      })}`;
  }

  override updated(): void {
    this.#resizes.disconnect();
    if (this.plot) this.#resizes.observe(this.plot);
    void this.#draw();
  }

  #shown({ pair, data, residual, worst }: Loaded): TemplateResult {
    const all = data.density ? t("density of %1 rows", formatNumber(data.rows)) : t("%1 rows", formatNumber(data.rows));
    const drawn =
      data.first === undefined
        ? all
        : t("%1, computed on the first %2 of %3 rows", all, formatNumber(data.first), formatNumber(data.of));
    const column = {
      name: t("%1 less %2", pair.predicted, pair.truth),
      type: "double",
      ...(pair.unit && { unit: pair.unit }),
    };
    const plot = html`<div class="plot" role="img" aria-label=${t("%1 against %2", pair.predicted, pair.truth)}></div>`;
    return html`${this.#code.missing ? this.#code.instead(t("The plot is not drawn because the code for it did not load.")) : plot}
      <p role="status">${drawn}${this.#figures(residual, pair.unit)}</p>
      <h4>${t("Residuals")}</h4>
      ${
        residual?.histogram
          ? html`<foundry-histogram .column=${column} .summary=${residual}></foundry-histogram>`
          : html`<p>${t("No row has both a finite prediction and a finite true value.")}</p>`
      }
      ${worst ? this.#worst(worst) : nothing}`;
  }

  #figures(residual: ColumnStatistics | undefined, unit: string | undefined): string {
    const { mean, std, count = 0 } = residual ?? {};
    if (mean === undefined || std === undefined || count === 0) return "";
    const word = unit ? ` ${unit}` : "";
    const said = (value: number) => formatBriefly(Number(value.toPrecision(3)));
    return t(" · RMSE %1 · mean error %2", said(rmseOfMoments({ mean, std, count })) + word, said(mean) + word);
  }

  #worst({ names, rows }: WorstRows): TemplateResult {
    return html`<h4>${t("Worst rows")}</h4>
      <div class="worst" tabindex="0" role="region" aria-label=${t("Worst rows")}>
        <table>
          <thead>
            <tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>
            ${rows.map((row) => html`<tr>${row.map((cell) => html`<td class=${cell.number ? "number" : ""}>${cell.text}</td>`)}</tr>`)}
          </tbody>
        </table>
      </div>`;
  }

  #choice(pairs: readonly ParityPair[]): TemplateResult {
    const now = this.#pair(this.chosen)?.predicted;
    return html`<select aria-label=${t("Prediction")} @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}>
      ${pairs.map(({ predicted }) => html`<option value=${predicted} .selected=${predicted === now}>${predicted}</option>`)}
    </select>`;
  }

  #pair(chosen: string | undefined): ParityPair | undefined {
    const pairs = parityPairs(this.source?.description.columns ?? []);
    return pairs.find(({ predicted }) => predicted === chosen) ?? pairs[0];
  }

  async #draw(): Promise<void> {
    const loaded = this.#loading.value;
    const isNewest = () => this.#loading.value === loaded;
    const { plot } = this;
    if (!loaded || !plot || plot.clientWidth === 0) return;
    const code = await this.#code.get();
    // Other rows may have come while the code was fetched.
    if (!code || !isNewest() || plot.clientWidth === 0) return;
    const style = getComputedStyle(this);
    const figure = parityFigure(loaded.pair, loaded.data, {
      width: plot.clientWidth,
      height: plot.clientHeight,
      foreground: style.color,
      grid: "rgba(128,128,128,0.25)",
      accent: style.getPropertyValue("--jp-brand-color1").trim() || "#1976d2",
    });
    await code.default.react(plot, figure.data, figure.layout, { displayModeBar: false });
  }
}

define("foundry-parity", ParityElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-parity": ParityElement;
  }
}
