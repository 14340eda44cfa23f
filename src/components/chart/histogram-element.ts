import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Column, ColumnStatistics } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { formatFloat } from "../table/number-format.js";
import { tokens } from "../theme/tokens.js";
import { controls } from "../theme/controls.js";
import { histogramFigure } from "./histogram-figure.js";
import { plotlyStyle } from "./plotly-style.js";

/**
 * The distribution of one column: a plotly histogram for numbers, the most frequent values for the rest. Plotly is
 * fetched when the first histogram is drawn, never before.
 */
export class HistogramElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    plotlyStyle,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      .plot {
        height: 190px;
      }
      ol {
        margin: 4px 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px;
        padding: 1px 6px;
        margin-bottom: 2px;
        background: linear-gradient(var(--foundry-selected) 0 0) no-repeat;
      }
      li span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr auto 1fr;
        gap: 1px 8px;
        margin: 6px 0 0;
        font-variant-numeric: tabular-nums;
      }
      dt {
        color: var(--foundry-fg-faint);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) column: Column | undefined;
  @property({ attribute: false }) summary: ColumnStatistics | undefined;
  @state() private problem: string | undefined;
  @query(".plot") private plot!: HTMLElement | null;
  readonly #resizes = new ResizeObserver(() => void this.#draw());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    const { column, summary } = this;
    if (!column || !summary) return nothing;
    if (this.problem) return html`<div class="problem" role="alert">${this.problem}</div>`;
    if (summary.histogram) {
      return html`<div class="plot" role="img" aria-label=${this.#label}></div>
        ${this.#figures(column, summary)}`;
    }
    return html`<ol aria-label=${t("Most frequent values of %1", column.name)}>
      ${summary.top?.map(
        ({ value, count }) =>
          html`<li style="background-size:${(100 * count) / Math.max(1, summary.count)}% 100%">
            <span title=${value}>${value}</span><span>${formatNumber(count)}</span>
          </li>`,
      )}
    </ol>`;
  }

  override updated(): void {
    this.#resizes.disconnect();
    if (!this.plot) return;
    this.#resizes.observe(this.plot);
    void this.#draw();
  }

  get #label(): string {
    const { column, summary } = this;
    return t("Histogram of %1%2, %3 values", column?.name ?? "", column?.unit ? t(" in %1", column.unit) : "", formatNumber(summary?.count ?? 0));
  }

  #figures(column: Column, summary: ColumnStatistics): TemplateResult {
    const figures: [string, number | undefined][] = [
      ["min", summary.min],
      ["mean", summary.mean],
      ["max", summary.max],
      ["std", summary.std],
    ];
    return html`<dl>
      ${figures.map(([name, value]) =>
        value === undefined
          ? nothing
          : html`<dt>${name}</dt>
              <dd>
                ${formatFloat(value)}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}
              </dd>`,
      )}
    </dl>`;
  }

  async #draw(): Promise<void> {
    const { column, summary } = this;
    if (!column || !summary?.histogram) return;
    try {
      const { default: plotly } = await import("plotly.js-cartesian-dist-min");
      const { plot } = this;
      if (!plot || this.summary !== summary || plot.clientWidth === 0) return;
      const { data, layout } = histogramFigure(
        column,
        summary.histogram,
        plot.clientWidth,
        plot.clientHeight,
      );
      await plotly.react(plot, data, layout, { displayModeBar: false });
    } catch {
      this.problem =
        t("The histogram could not be drawn because its code did not load; check the connection and reload the page.");
    }
  }
}

define("foundry-histogram", HistogramElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-histogram": HistogramElement;
  }
}
