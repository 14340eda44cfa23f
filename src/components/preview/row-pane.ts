import type { DataType, Vector } from "apache-arrow";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column, View } from "../../contracts/types.js";
import { formatBytes, formatNumber } from "../../core/quantities.js";
import type { TablePage, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import "../science/value-element.js";
import { copyText } from "../table/copy-text.js";
import { isAbort } from "../table/row-pages.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { shownUnit } from "../table/shown-unit.js";

const MOST_COLUMNS = 200;

/**
 * One row, every column below the other, with whole values.
 *
 * @fires foundry-row - another row is to be shown: detail `{ row }`
 */
export class RowPane extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      nav {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-bottom: 4px;
      }
      input {
        width: 100%;
        margin-bottom: 4px;
      }
      dl {
        margin: 0;
        max-height: 300px;
        overflow: auto;
      }
      dt {
        display: flex;
        gap: 6px;
        align-items: baseline;
        padding-top: 5px;
        border-top: 1px solid var(--foundry-border);
        font-weight: 600;
      }
      dt .plain {
        margin-left: auto;
        font-weight: 400;
      }
      dd {
        margin: 0 0 5px;
        max-height: 260px;
        overflow: auto;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  @property({ type: Number }) row = 0;
  @property({ type: Number }) total = 0;
  /** Names of the columns shown; all when absent. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @state() private page: TablePage | undefined;
  @state() private problem: string | undefined;
  @state() private sought = "";
  #request: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request?.abort();
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (["source", "view", "row", "sought", "columns"].some((name) => changes.has(name as keyof RowPane)))
      void this.#load();
  }

  override render(): TemplateResult {
    const go = (row: number, label: string, text: string) =>
      html`<button class="plain" aria-label=${label} title=${label} ?disabled=${row < 0 || row >= this.total} @click=${() => this.#go(row)}>${text}</button>`;
    return html`<nav aria-label=${t("Rows")}>
        ${go(this.row - 1, t("Previous row"), "‹")} ${go(this.row + 1, t("Next row"), "›")}
        <span>${this.#place}</span>
      </nav>
      ${this.#all.length > 8 ? html`<input type="search" aria-label=${t("Find a column")} placeholder=${t("find a column")} @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)} @keydown=${(event: Event) => event.stopPropagation()} />` : nothing}
      ${this.problem ? html`<div class="problem" role="alert"><span>${this.problem}</span><button class="plain" @click=${() => void this.#load()}>${t("Retry")}</button></div>` : nothing}
      <dl tabindex="0" aria-label=${t("Values of row %1", this.row)}>${this.#shown.map((column) => this.#entry(column))}</dl>
      ${this.#named.length > MOST_COLUMNS ? html`<p>${t("%1 more columns: type a part of a name to find one.", formatNumber(this.#named.length - MOST_COLUMNS))}</p>` : nothing}`;
  }

  #entry(column: Column): TemplateResult | typeof nothing {
    const vector = this.page?.rows.getChild(column.name) as Vector<DataType> | null | undefined;
    if (!vector || vector.length === 0) return nothing;
    const text = copyText(vector, 0);
    return html`<dt>
        <span>${column.name}${shownUnit(column) ? html` <span class="unit">${shownUnit(column)}</span>` : nothing}</span>
        ${text.length > 1000 ? html`<span class="unit">${formatBytes(text.length)}</span>` : nothing}
        <button class="plain" aria-label=${t("Copy %1", column.name)} title=${t("Copy")} @click=${() => void navigator.clipboard.writeText(text)}>${t("Copy")}</button>
      </dt>
      <dd><foundry-value .column=${column} .vector=${vector}></foundry-value></dd>`;
  }

  /** The row's number in the table, and where it stands among those shown where that is another. */
  get #place(): string {
    const [row, total] = [formatNumber(this.row), formatNumber(this.total)];
    const number = this.page?.offset === this.row ? this.page.numbers?.[0] : undefined;
    return number === undefined
      ? t("row %1 of %2", row, total)
      : t("row %1: place %2 of the %3 shown", formatNumber(number), row, total);
  }

  get #all(): readonly Column[] {
    const { columns } = this;
    const all = this.source?.description.columns ?? [];
    return columns ? all.filter(({ name }) => columns.includes(name)) : all;
  }

  get #named(): readonly Column[] {
    const part = this.sought.trim().toLowerCase();
    return part ? this.#all.filter(({ name }) => name.toLowerCase().includes(part)) : this.#all;
  }

  get #shown(): readonly Column[] {
    return this.#named.slice(0, MOST_COLUMNS);
  }

  async #load(): Promise<void> {
    const { source, view, row } = this;
    this.#request?.abort();
    if (!source) return;
    const request = new AbortController();
    this.#request = request;
    this.problem = undefined;
    try {
      const columns = this.#shown.map(({ name }) => name);
      const page = await source.page(
        { offset: row, limit: 1, full: true, columns, ...(view && { view }) },
        request.signal,
      );
      if (!request.signal.aborted) this.page = page;
    } catch (error) {
      if (!isAbort(error) && !request.signal.aborted)
        this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  #go(row: number): void {
    this.dispatchEvent(new CustomEvent("foundry-row", { detail: { row } }));
  }
}

define("foundry-row-pane", RowPane);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-row-pane": RowPane;
  }
}
