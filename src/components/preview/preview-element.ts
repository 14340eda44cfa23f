import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Filter, View } from "../../contracts/types.js";
import { loadCell, type LoadSelection } from "../../core/cell-source.js";
import { formatNumber } from "../../core/quantities.js";
import { define } from "../define.js";
import "../chart/histogram-element.js";
import "../table/table-element.js";
import type { TableCounts } from "../table/table-element.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import { ChosenColumn } from "./chosen-column.js";
import { columnsMenu } from "./columns-menu.js";
import "./filter-box.js";
import type { PreviewSelection, PreviewSource } from "./preview-source.js";
import { previewStyle } from "./preview-style.js";

/**
 * A table with what a person does to it: choose a split, filter, sort, hide columns, look at a distribution, and take
 * the result as a notebook cell.
 *
 * @fires foundry-selection - the selection changed: detail {@link PreviewSelection}
 * @fires foundry-insert-cell - a cell is asked for: detail `{ source, selection }`
 */
export class PreviewElement extends LitElement {
  static override styles = [tokens, controls, frame, previewStyle];

  @property({ attribute: false }) source: PreviewSource | undefined;
  @property({ attribute: false }) selection: PreviewSelection = {};
  /** Why no more rows can come: shown above the rows that are here. */
  @property({ attribute: false }) stale: string | undefined;

  @state() private counts: TableCounts | undefined;
  @state() private statistics: { done: number; of: number } | undefined;
  @state() private problem: string | undefined;
  @state() private switching = false;
  readonly #chosen = new ChosenColumn(this);

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("source")) return;
    this.counts = undefined;
    this.statistics = undefined;
    const { name } = this.#chosen;
    const kept = this.source?.description.columns.some((column) => column.name === name);
    void this.#chosen.choose(kept ? name : undefined, this.source, this.selection.view);
  }

  override render(): TemplateResult | typeof nothing {
    const { source, selection } = this;
    if (!source) return nothing;
    const { description } = source;
    return html`<div class="bar">
        <strong>${description.title}</strong>
        ${description.splits && description.splits.length > 0 ? this.#splits() : nothing}
        <foundry-filter-box
          .columns=${description.columns}
          .filter=${selection.view?.filter}
          @foundry-filter=${(event: CustomEvent<{ filter?: Filter }>) => this.#filter(event.detail.filter)}
        ></foundry-filter-box>
        <span class="actions">
          ${columnsMenu(description.columns, selection.columns, (columns) => this.#columns(columns))}
          ${
            this.loadSelection
              ? html`<button class="plain" @click=${() => this.#insert()}>insert cell</button>`
              : nothing
          }
        </span>
      </div>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      <div class="main">
        <foundry-table
          .source=${source}
          .view=${selection.view}
          .columns=${selection.columns}
          .selectedColumn=${this.#chosen.name}
          @foundry-column=${(event: CustomEvent<{ name: string }>) => this.#choose(event.detail.name)}
          @foundry-view-change=${(event: CustomEvent<{ view: View | undefined }>) => this.#view(event.detail.view)}
          @foundry-counts=${(event: CustomEvent<TableCounts>) => (this.counts = event.detail)}
          @foundry-statistics=${(event: CustomEvent<{ done: number; of: number }>) => (this.statistics = event.detail)}
        ></foundry-table>
        ${this.#chart()}
      </div>
      <div class="foot">
        <span role="status">${this.#rows}</span>
        <span>${this.#statisticsState}</span>
      </div>`;
  }

  #splits(): TemplateResult {
    const { splits = [], split } = this.source?.description ?? {};
    return html`<select
      aria-label="Split"
      ?disabled=${this.switching || this.stale !== undefined}
      @change=${(event: Event) => void this.#setSplit(event.target as HTMLSelectElement)}
    >
      ${splits.map(
        ({ name, rows }) =>
          html`<option value=${name} .selected=${name === split}>${name} · ${formatNumber(rows)}</option>`,
      )}
    </select>`;
  }

  #chart(): TemplateResult | typeof nothing {
    const { name, summary, problem } = this.#chosen;
    const column = this.source?.description.columns.find((one) => one.name === name);
    if (!column) return nothing;
    return html`<aside aria-label="Distribution of ${column.name}">
      <header>
        <h3>${column.name}${column.unit ? html` <span class="unit">${column.unit}</span>` : nothing}</h3>
        <button
          class="plain"
          title="Close"
          aria-label="Close the distribution"
          @click=${() => this.#choose(undefined)}
        >
          ✕
        </button>
      </header>
      ${
        problem
          ? html`<div class="problem" role="alert">
              <span>${problem}</span
              ><button class="plain" @click=${() => this.#choose(column.name)}>Retry</button>
            </div>`
          : summary?.name === column.name
            ? html`<foundry-histogram .column=${column} .summary=${summary}></foundry-histogram>`
            : html`<p class="waiting">Counting ${column.name} over ${this.#rows} …</p>`
      }
    </aside>`;
  }

  get #rows(): string {
    const { source, selection, counts } = this;
    const of = counts?.of ?? source?.description.rows ?? 0;
    if (!selection.view?.filter) return `${formatNumber(of)} ${of === 1 ? "row" : "rows"}`;
    return counts
      ? `${formatNumber(counts.total)} of ${formatNumber(of)} rows`
      : `filtering ${formatNumber(of)} rows …`;
  }

  get #statisticsState(): string {
    const of = this.source?.description.columns.length ?? 0;
    const done = this.statistics?.done ?? this.source?.description.statistics?.length ?? 0;
    if (done >= of) return "statistics: complete";
    return done === 0 ? "" : `statistics: ${done} of ${of} columns`;
  }

  /** What a cell that reproduces the selection loads; undefined for a table that is no split of a package. */
  get loadSelection(): LoadSelection | undefined {
    const { reference, split } = this.source?.description ?? {};
    const [dataset, version] = reference?.split("@") ?? [];
    if (!dataset || !version || !split) return undefined;
    const { columns, view } = this.selection;
    return { dataset, version, split, as: "arrow", ...(columns && { columns }), ...(view && { view }) };
  }

  #insert(): void {
    const selection = this.loadSelection;
    if (!selection) return;
    const detail = { source: loadCell(selection), selection };
    this.dispatchEvent(new CustomEvent("foundry-insert-cell", { detail, bubbles: true, composed: true }));
  }

  async #setSplit(select: HTMLSelectElement): Promise<void> {
    if (!this.source) return;
    const split = select.value;
    this.switching = true;
    this.problem = undefined;
    try {
      this.source = await this.source.setSplit(split);
      this.#select({ split });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      // The table still shows the split from before.
      select.value = this.source.description.split ?? "";
    } finally {
      this.switching = false;
    }
  }

  #filter(filter: Filter | undefined): void {
    const sort = this.selection.view?.sort;
    this.counts = undefined;
    this.#view(filter || sort ? { ...(filter && { filter }), ...(sort && { sort }) } : undefined);
    void this.#chosen.choose(this.#chosen.name, this.source, this.selection.view);
  }

  #view(view: View | undefined): void {
    this.#select({ view });
  }

  #columns(columns: string[] | undefined): void {
    this.#select({ columns });
  }

  #choose(name: string | undefined): void {
    void this.#chosen.choose(name, this.source, this.selection.view);
  }

  #select(change: { [Key in keyof PreviewSelection]: PreviewSelection[Key] | undefined }): void {
    const { split, columns, view } = { ...this.selection, ...change };
    const selection = { ...(split && { split }), ...(columns && { columns }), ...(view && { view }) };
    this.selection = selection;
    this.dispatchEvent(
      new CustomEvent<PreviewSelection>("foundry-selection", {
        detail: selection,
        bubbles: true,
        composed: true,
      }),
    );
  }
}

define("foundry-preview", PreviewElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-preview": PreviewElement;
  }
}
