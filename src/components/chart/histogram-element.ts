import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query } from "lit/decorators.js";
import type { Column, ColumnStatistics } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { absentParts } from "../table/absent-parts.js";
import { formatBriefly, formatShare } from "../table/number-format.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";
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
      .absent {
        margin: 6px 0 0;
        color: var(--foundry-fg-muted);
      }
    `,
  ];

  @property({ attribute: false }) column: Column | undefined;
  @property({ attribute: false }) summary: ColumnStatistics | undefined;
  @query(".plot") private plot!: HTMLElement | null;
  readonly #code = new ViewerCode(this, () => import("plotly.js-cartesian-dist-min"));
  readonly #resizes = new ResizeObserver(() => void this.#draw());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override render(): TemplateResult | typeof nothing {
    const { column, summary } = this;
    if (!column || !summary) return nothing;
    if (summary.histogram) {
      const plot = html`<div class="plot" role="img" aria-label=${this.#label}></div>`;
      return html`${this.#code.missing ? this.#code.instead(t("The histogram is not drawn because the code for it did not load.")) : plot}
        ${this.#figures(column, summary)} ${this.#absent(summary)}`;
    }
    return html`${this.#absent(summary)}<ol aria-label=${t("Most frequent values of %1", column.name)}>
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
    return t(
      "Histogram of %1%2, %3 values",
      column?.name ?? "",
      column?.unit ? t(" in %1", column.unit) : "",
      formatNumber(summary?.count ?? 0),
    );
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
                ${formatBriefly(value)}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}
              </dd>`,
      )}
    </dl>`;
  }

  #absent(summary: ColumnStatistics): TemplateResult | typeof nothing {
    const rows = summary.count + summary.missing;
    const parts = absentParts(summary).map(
      ({ count, say }) => `${say(formatNumber(count))} (${formatShare(count, rows)})`,
    );
    return parts.length > 0 ? html`<p class="absent">${parts.join(" · ")}</p>` : nothing;
  }

  async #draw(): Promise<void> {
    const { column, summary } = this;
    if (!column || !summary?.histogram) return;
    const code = await this.#code.get();
    const { plot } = this;
    if (!code || !plot || this.summary !== summary || plot.clientWidth === 0) return;
    const { data, layout } = histogramFigure(column, summary.histogram, plot.clientWidth, plot.clientHeight);
    await code.default.react(plot, data, layout, { displayModeBar: false });
  }
}

define("foundry-histogram", HistogramElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-histogram": HistogramElement;
  }
}
