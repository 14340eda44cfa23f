import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Comparison, Filter, View } from "../../contracts/types.js";
import { loadCell, loadedVariable, type CellSelection } from "../../core/cell-source.js";
import { replaceComparisons, unsorted, viewWith } from "../../core/conditions.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { pane } from "../pane/pane.js";
import { paneStyle } from "../pane/pane-style.js";
import { plotCode, type PlotChoice } from "../chart/plot-figures.js";
import "../table/table-element.js";
import { arrange, type Arrangement } from "../table/column-order.js";
import type { CopyFormat } from "../table/copy-text.js";
import { formatsOf, type SaveFormat } from "../table/save-rows.js";
import type { TableCounts, TableElement } from "../table/table-element.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import { ChosenColumn } from "./chosen-column.js";
import { columnsMenu, summaryChoice } from "./columns-menu.js";
import { distributionPane, rowsText, splitSelect, statisticsState } from "./distribution-pane.js";
import "./filter-box.js";
import "./find-box.js";
import type { Found } from "./find-box.js";
import { arrangementOf, fits, cellSelectionOf, plainSelection } from "./kept-selection.js";
import { readState } from "./read-state.js";
import "./row-pane.js";
import { Saving } from "./saving.js";
import { paneButtons, sidePane, type Pane } from "./side-pane.js";
import { copyMenu, goToField, insertTools, sampleField, saveMenu } from "./table-tools.js";
import type { PreviewSelection, PreviewSource } from "./preview-source.js";
import { previewStyle } from "./preview-style.js";

const ARRANGED = ["pinned", "widths", "formats", "lines"] as const;

/** Said when a preview is first shown: whoever keeps what was chosen before may give it back. */
export interface PreviewShown {
  restore: (selection: PreviewSelection) => void;
}

/**
 * A table with what a person does to it: choose a split, filter, sort, hide columns, look at a distribution, and take
 * the result as a notebook cell.
 *
 * @fires foundry-selection - the selection changed: detail {@link PreviewSelection}
 * @fires foundry-preview-shown - it is shown for the first time: detail {@link PreviewShown}
 * @fires foundry-cells - other cells are selected: detail `ChosenCells`, empty where none is
 * @fires foundry-insert-cell - a cell is asked for: detail `{ source, selection }`
 */
export class PreviewElement extends LitElement {
  static override styles = [tokens, controls, frame, paneStyle, previewStyle];

  @property({ attribute: false }) source: PreviewSource | undefined;
  @property({ attribute: false }) selection: PreviewSelection = {};
  /** Why no more rows can come: shown above the rows that are here. */
  @property({ attribute: false }) stale: string | undefined;
  /** Whether the table is another one by now where it came from. */
  @property({ type: Boolean }) changed = false;

  @state() private counts: TableCounts | undefined;
  @state() private statistics: { done: number; of: number; cancelled?: boolean } | undefined;
  @state() private sought = "";
  @state() private columnSought = "";
  /** What stands beside the table instead of a distribution. */
  @state() private pane: Pane | undefined;
  /** The column whose values make groups. */
  @state() private grouped: string | undefined;
  /** The row that is looked at beside the table. */
  @state() private row: number | undefined;
  @query("foundry-table") private table!: TableElement | null;
  #arrangement: Arrangement = {};
  @state() private problem: string | undefined;
  @state() private switching = false;
  readonly #chosen = new ChosenColumn(this);
  readonly #saving = new Saving(this);

  override willUpdate(changes: PropertyValues<this>): void {
    const arrangement = arrangementOf(this.selection);
    if (ARRANGED.some((name) => arrangement[name] !== this.#arrangement[name])) this.#arrangement = arrangement;
    if (!changes.has("source")) return;
    this.counts = undefined;
    this.statistics = undefined;
    this.row = undefined;
    const { name } = this.#chosen;
    const kept = this.source?.description.columns.some((column) => column.name === name);
    void this.#chosen.choose(kept ? name : undefined, this.source, this.selection.view);
  }

  override firstUpdated(): void {
    // A view is put into its cell only after it is made.
    requestAnimationFrame(() => {
      const detail: PreviewShown = { restore: (kept) => void this.#restore(kept) };
      this.dispatchEvent(new CustomEvent("foundry-preview-shown", { detail, bubbles: true, composed: true }));
    });
  }

  /**
   * Shows what a cell's call asks for.
   * @param tell - whether it is said as a choice made here; not where another client's person wrote the call
   */
  async follow(selection: CellSelection, tell = true): Promise<void> {
    const { columns, view, split } = { split: undefined, ...selection };
    const { summaries } = this.selection;
    await this.#restore(plainSelection({ ...arrangementOf(this.selection), split, columns, view, summaries }), tell);
  }

  /** Chooses what was chosen before, where the table still has the columns for it. */
  async #restore(kept: PreviewSelection, tell = true): Promise<void> {
    const { source } = this;
    if (!source || this.stale) return;
    if (!fits(kept, source) || JSON.stringify(kept) === JSON.stringify(this.selection)) return;
    const { split, columns, view, summaries } = kept;
    const splits = source.description.splits ?? [];
    const other =
      split !== undefined && split !== source.description.split && splits.some(({ name }) => name === split);
    if (other && !(await this.#attempt(async () => void (this.source = await source.setSplit(split))))) return;
    const now = { split: this.source?.description.split, columns, view, summaries, ...arrangementOf(kept) };
    if (tell) this.#select(now);
    else this.selection = plainSelection(now);
    void this.#chosen.choose(this.#chosen.name, this.source, view);
  }

  override render(): TemplateResult | typeof nothing {
    const { source, selection } = this;
    if (!source) return nothing;
    const { description } = source;
    return html`<div class="bar">
        <strong>${description.title}</strong>
        ${description.splits && description.splits.length > 0 ? splitSelect(description, this.switching || this.stale !== undefined, (select) => void this.#setSplit(select)) : nothing}
        <foundry-filter-box
          .columns=${description.columns}
          .filter=${selection.view?.filter}
          .suggest=${this.#suggest}
          @foundry-filter=${(event: CustomEvent<{ filter?: Filter }>) => this.#filter(event.detail.filter)}
        ></foundry-filter-box>
        <span class="actions">
          ${
            source.find
              ? html`<foundry-find-box
                  .source=${source}
                  .view=${selection.view}
                  .columns=${selection.columns}
                  @foundry-sought=${(event: CustomEvent<{ text: string }>) => (this.sought = event.detail.text)}
                  @foundry-found=${(event: CustomEvent<Found>) => this.table?.goTo(event.detail.row, event.detail.column)}
                ></foundry-find-box>`
              : nothing
          }
          ${columnsMenu(
            description.columns,
            selection.columns,
            (columns) => this.#columns(columns),
            { text: this.columnSought, type: (text) => (this.columnSought = text) },
            summaryChoice(selection.summaries, (summaries) => this.#select({ summaries })),
            { shown: selection.lines, choose: (lines) => this.#select({ lines }) },
          )}
          ${paneButtons(source, this.pane, (pane) => void this.#show(pane))}
          ${copyMenu((format) => this.copy(format))}
          ${saveMenu(formatsOf(source), (format) => void this.save(format))}
          ${this.loadSelection ? insertTools((as) => this.insertCell(as)) : nothing}
          ${
            !this.loadSelection && source.cell
              ? html`<button class="plain" @click=${() => this.insertCell()}>${t("Insert cell")}</button>`
              : nothing
          }
        </span>
      </div>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      ${readState(description, this.changed && !this.stale, () => void this.#readAgain())}
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      ${this.#saving.render()}
      <div class="main">
        <foundry-table
          .source=${source}
          .view=${selection.view}
          .columns=${selection.columns}
          .arrangement=${this.#arrangement}
          .headers=${selection.summaries ?? "distributions"}
          ?groups=${source.groups !== undefined}
          .sought=${this.sought}
          .selectedColumn=${this.#chosen.name}
          @foundry-columns-change=${(event: CustomEvent<{ columns: string[] }>) => this.#columns(event.detail.columns)}
          @foundry-arrange=${(event: CustomEvent<PreviewSelection>) => this.#select(arrangementOf(event.detail))}
          @foundry-group=${(event: CustomEvent<{ name: string }>) => this.#group(event.detail.name)}
          @foundry-row=${(event: CustomEvent<{ row: number }>) => this.#look(event.detail.row)}
          @foundry-problem=${(event: CustomEvent<{ problem: string }>) => (this.problem = event.detail.problem)}
          @foundry-column=${(event: CustomEvent<{ name: string }>) => this.#choose(event.detail.name)}
          @foundry-view-change=${(event: CustomEvent<{ view: View | undefined }>) => this.#changeView(event.detail.view)}
          @foundry-counts=${(event: CustomEvent<TableCounts>) => (this.counts = event.detail)}
          @foundry-statistics=${(event: CustomEvent<{ done: number; of: number }>) => (this.statistics = event.detail)}
        ></foundry-table>
        ${this.pane ? this.#side(this.pane, source) : this.row === undefined ? this.#chart() : this.#rowPane(this.row)}
      </div>
      <div class="foot">
        <span role="status">${this.#rows}</span>
        ${description.growing !== undefined && description.note ? html`<span class="note">${description.note}</span>` : nothing}
        ${goToField(viewWith(selection.view, {}) === undefined, (row) => this.table?.goTo(row))}
        ${source.samples ? sampleField(selection.view?.sample, (sample) => this.#changeView(viewWith(this.selection.view, { sample }))) : nothing}
        <span class="statistics">${this.#statisticsState}</span>
      </div>`;
  }

  readonly #suggest = async (column: string): Promise<string[]> => {
    const { source } = this;
    const known = source?.description.statistics?.find(({ name }) => name === column);
    const { top = [] } = known ?? (await source?.histogram(column, undefined)) ?? {};
    return top.map(({ value }) => value);
  };

  async #show(pane: Pane | undefined): Promise<void> {
    this.pane = pane;
    await this.updateComplete;
    // Where there is little room, it stands below the table.
    if (pane) this.renderRoot.querySelector("aside")?.scrollIntoView({ block: "nearest" });
  }

  #group(name: string): void {
    this.grouped = name;
    void this.#show("groups");
  }

  #side(pane: Pane, source: PreviewSource): TemplateResult | typeof nothing {
    return sidePane(pane, {
      ...{ source, view: this.selection.view, cells: this.loadSelection !== undefined },
      show: (next) => (this.pane = next),
      filter: (comparisons) => this.#filterAll(comparisons),
      setFilter: (filter) => this.#filter(filter),
      grouped: this.grouped,
      group: (name) => (this.grouped = name),
      code: (choice) => this.#insertPlot(choice),
    });
  }

  #filterAll(comparisons: readonly Comparison[]): void {
    const filter = comparisons.reduce<Filter | undefined>(
      (now, one) => replaceComparisons(now, one.column, [one]),
      this.selection.view?.filter,
    );
    this.#filter(filter);
  }

  #insertPlot(choice: PlotChoice): void {
    const selection = this.loadSelection;
    if (selection)
      this.#fireCell(`${loadCell(selection)}\n\n${plotCode(choice, loadedVariable(selection))}`, selection);
  }

  #rowPane(row: number): TemplateResult {
    const heading = t("Row %1", formatNumber(this.table?.rowNumber(row) ?? row));
    return pane(
      { heading, close: t("Close the row"), closed: () => this.#look(undefined) },
      html`<foundry-row-pane
        .source=${this.source}
        .view=${this.selection.view}
        .columns=${this.selection.columns}
        .row=${row}
        .total=${this.counts?.total ?? this.source?.description.rows ?? 0}
        @foundry-row=${(event: CustomEvent<{ row: number }>) => this.#look(event.detail.row)}
        @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#look(undefined)}
      ></foundry-row-pane>`,
    );
  }

  #chart(): TemplateResult | typeof nothing {
    const column = this.source?.description.columns.find(({ name }) => name === this.#chosen.name);
    return column ? distributionPane(column, this.#chosen, this.#rows, (name) => this.#choose(name)) : nothing;
  }

  get #rows(): string {
    return rowsText(this.counts, this.source?.description.rows ?? 0, unsorted(this.selection.view) !== undefined);
  }

  get #statisticsState(): TemplateResult | string {
    const { description } = this.source ?? {};
    if (description?.growing) return "statistics: when it is whole";
    if (this.selection.summaries === "nothing") return "";
    const known = { done: description?.statistics?.length ?? 0, of: description?.columns.length ?? 0 };
    return statisticsState(this.statistics ?? known, this.stale !== undefined, () => this.table?.cancelStatistics());
  }

  /** What a cell that reproduces the selection loads; undefined for a table that no cell can get at. */
  get loadSelection(): CellSelection | undefined {
    return this.source && cellSelectionOf(this.source.description, this.selection);
  }

  togglePlots(): void {
    this.pane = this.pane === "plots" ? undefined : "plots";
  }

  /** Shows every row, as they are stored. */
  clearView(): void {
    this.#changeView(undefined);
  }

  showAllColumns(): void {
    this.#columns(undefined);
  }

  copy(format: CopyFormat): void {
    void this.table?.copy(format);
  }

  /** Saves the rows and columns that are shown, in their order, as a file. */
  async save(format: SaveFormat): Promise<void> {
    const { source, selection } = this;
    if (!source) return;
    const { columns } = arrange(source.description.columns, selection.columns, this.#arrangement);
    await this.#saving.save(source, selection.view, columns, format);
  }

  /** Puts the cursor into the field of one of its parts. */
  focusOn(part: "foundry-find-box" | "foundry-filter-box" | ".go"): void {
    const found = this.renderRoot.querySelector(part);
    (found?.shadowRoot ?? found)?.querySelector("input")?.focus();
  }

  /** Asks for a cell that loads what is chosen. */
  insertCell(as: CellSelection["as"] = "arrow"): void {
    const { loadSelection, source, selection } = this;
    if (loadSelection) this.#fireCell(loadCell({ ...loadSelection, as }), { ...loadSelection, as });
    else if (source?.cell) this.#fireCell(source.cell(selection), selection);
  }

  #fireCell(source: string, selection: CellSelection | PreviewSelection): void {
    const detail = { source, selection };
    this.dispatchEvent(new CustomEvent("foundry-insert-cell", { detail, bubbles: true, composed: true }));
  }

  async #setSplit(select: HTMLSelectElement): Promise<void> {
    const { source } = this;
    if (!source) return;
    const split = select.value;
    this.switching = true;
    const changed = await this.#attempt(async () => void (this.source = await source.setSplit(split)));
    this.switching = false;
    if (changed) this.#select({ split });
    // The table still shows the split from before.
    else select.value = source.description.split ?? "";
  }

  /** Shows the table as it is now; what was chosen of it stays, where it still has the columns for it. */
  async #readAgain(): Promise<void> {
    const read = await this.#attempt(async () => void (this.source = (await this.source?.again?.()) ?? this.source));
    if (!read) return;
    this.changed = false;
    if (this.source && !fits(this.selection, this.source))
      this.#select({ columns: undefined, view: undefined, ...arrangementOf({}) });
  }

  /** Does what may fail; false when it did, and the reason is shown. */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
    this.problem = await work().then(() => undefined, said);
    return this.problem === undefined;
  }

  #filter(filter: Filter | undefined): void {
    this.#changeView(viewWith(this.selection.view, { filter }));
  }

  #changeView(view: View | undefined): void {
    const others = JSON.stringify(unsorted(view)) !== JSON.stringify(unsorted(this.selection.view));
    this.#select({ view });
    if (!others) return;
    // Until the count is here the line below says that it is on its way, except while a brush moves.
    if (!unsorted(view)) this.counts = undefined;
    this.row = undefined;
    void this.#chosen.choose(this.#chosen.name, this.source, view);
  }

  #look(row: number | undefined): void {
    this.row = row;
    if (row !== undefined) this.pane = undefined;
    if (row === undefined) this.table?.shadowRoot?.querySelector<HTMLElement>(".scroller")?.focus();
    else this.table?.goTo(row);
  }

  #columns(columns: string[] | undefined): void {
    this.#select({ columns });
  }

  #choose(name: string | undefined): void {
    this.row = undefined;
    this.pane = undefined;
    void this.#chosen.choose(name, this.source, this.selection.view);
  }

  #select(change: { [Key in keyof PreviewSelection]: PreviewSelection[Key] | undefined }): void {
    const selection = plainSelection({ ...this.selection, ...change });
    this.selection = selection;
    this.dispatchEvent(
      new CustomEvent<PreviewSelection>("foundry-selection", { detail: selection, bubbles: true, composed: true }),
    );
  }
}

define("foundry-preview", PreviewElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-preview": PreviewElement;
  }
}
