import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column, Filter } from "../../contracts/types.js";
import { checkFilter } from "../../core/filters/compare.js";
import { FilterError } from "../../core/filters/literals.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import {
  draftedFilter,
  questionLabel,
  questionsOf,
  valuesTaken,
  type Draft,
  type Join,
  type Question,
} from "./filter-draft.js";

/** The most frequent values of a column, to choose one from. */
export type Suggest = (column: string) => Promise<readonly string[]>;

const JOINS: Record<Join, () => string> = {
  all: () => t("all of these hold"),
  any: () => t("any of these holds"),
  none: () => t("none of these holds"),
};

/**
 * A form that makes a filter of columns, questions and values, for who does not type one.
 *
 * @fires foundry-filter-draft - the filter as it stands: detail `{ filter }`, undefined while a value is to be typed
 * @fires foundry-filter-apply - the filter that stands is to be applied
 */
export class FilterForm extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      form,
      .line {
        display: grid;
        gap: 6px;
      }
      .line {
        grid-template-columns: minmax(0, 3fr) minmax(0, 3fr) minmax(0, 4fr) 24px;
        align-items: center;
      }
      .values {
        display: flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
      }
      input,
      select {
        width: 100%;
        min-width: 0;
        min-height: 24px;
        box-sizing: border-box;
      }
      button {
        min-height: 24px;
        min-width: 24px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: space-between;
      }
      @container (max-width: 420px) {
        .line {
          grid-template-columns: minmax(0, 1fr) 24px;
        }
        .line > :not(button) {
          grid-column: 1;
        }
        .line > button {
          grid-area: 1 / 2;
        }
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly Column[] = [];
  @property({ attribute: false }) suggest: Suggest | undefined;
  @state() private drafts: readonly Draft[] = [];
  @state() private join: Join = "all";
  @state() private problem: string | undefined;
  @state() private known: Readonly<Record<string, readonly string[]>> = {};
  #filter: Filter | undefined;

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("columns")) return;
    this.drafts = this.drafts.filter(({ column }) => this.columns.some(({ name }) => name === column));
    if (this.drafts.length === 0) this.#add();
  }

  override render(): TemplateResult {
    return html`<form
      aria-label=${t("Filter rows")}
      @submit=${(event: Event) => {
        event.preventDefault();
        if (this.#filter) this.dispatchEvent(new CustomEvent("foundry-filter-apply"));
      }}
    >
      ${
        this.drafts.length > 1
          ? html`<select aria-label=${t("Join")} @change=${(event: Event) => this.#change(this.drafts, valueOf(event) as Join)}>
              ${Object.entries(JOINS).map(([join, label]) => html`<option value=${join} .selected=${join === this.join}>${label()}</option>`)}
            </select>`
          : nothing
      }
      ${this.drafts.map((draft, at) => this.#line(draft, at))}
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      <div class="actions">
        <button type="button" class="plain" @click=${() => this.#add()}>${t("Add a condition")}</button>
        <button type="submit" class="secondary" ?disabled=${!this.#filter} title=${this.#filter ? "" : t("Choose a value first")}>${t("Apply")}</button>
      </div>
    </form>`;
  }

  #line(draft: Draft, at: number): TemplateResult {
    const column = this.columns.find(({ name }) => name === draft.column);
    const set = (change: Partial<Draft>) => this.#change(this.drafts.with(at, { ...draft, ...change }));
    const field = (key: "low" | "high", label: string) =>
      html`<input
        type="text"
        autocomplete="off"
        spellcheck="false"
        aria-label=${label}
        placeholder=${exampleOf(column)}
        list="values-${at}"
        .value=${draft[key]}
        @keydown=${(event: KeyboardEvent) => event.key !== "Escape" && event.stopPropagation()}
        @input=${(event: Event) => set({ [key]: valueOf(event) })}
      />`;
    const many = valuesTaken(draft.question);
    return html`<div class="line" role="group" aria-label=${t("Condition %1", at + 1)}>
      <select aria-label=${t("Column")} @change=${(event: Event) => this.#choose(at, valueOf(event))}>
        ${this.columns.map(({ name }) => html`<option value=${name} .selected=${name === draft.column}>${name}</option>`)}
      </select>
      <select aria-label=${t("Question")} @change=${(event: Event) => set({ question: valueOf(event) as Question })}>
        ${column ? questionsOf(column).map((one) => html`<option value=${one} .selected=${one === draft.question}>${questionLabel(one)}</option>`) : nothing}
      </select>
      <span class="values"
        >${many > 0 ? field("low", many === 2 ? t("From") : t("Value")) : nothing}
        ${many === 2 ? html`<span>${t("to")}</span>${field("high", t("To"))}` : nothing}
        <datalist id="values-${at}">${(this.known[draft.column] ?? []).map((value) => html`<option value=${value}></option>`)}</datalist></span
      >
      <button
        type="button"
        class="plain"
        title=${t("Remove")}
        aria-label=${t("Remove condition %1", at + 1)}
        ?disabled=${this.drafts.length === 1}
        @click=${() => this.#change(this.drafts.toSpliced(at, 1))}
      >✕</button>
    </div>`;
  }

  #add(): void {
    const [column] = this.columns;
    if (!column) return;
    this.#change([
      ...this.drafts,
      { column: column.name, question: questionsOf(column)[0] ?? "missing", low: "", high: "" },
    ]);
    void this.#learn(column.name);
  }

  #choose(at: number, name: string): void {
    const column = this.columns.find((one) => one.name === name);
    if (!column) return;
    this.#change(
      this.drafts.with(at, { column: name, question: questionsOf(column)[0] ?? "missing", low: "", high: "" }),
    );
    void this.#learn(name);
  }

  #change(drafts: readonly Draft[], join = this.join): void {
    [this.drafts, this.join, this.problem, this.#filter] = [drafts, join, undefined, undefined];
    try {
      const filter = draftedFilter(drafts, join, this.columns);
      if (filter) checkFilter(filter, this.columns);
      this.#filter = filter;
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.problem = error.message;
    }
    this.dispatchEvent(new CustomEvent("foundry-filter-draft", { detail: { filter: this.#filter } }));
  }

  async #learn(column: string): Promise<void> {
    if (!this.suggest || this.known[column]) return;
    // Values are only proposed: without them a person types one.
    const values = await this.suggest(column).catch(() => []);
    this.known = { ...this.known, [column]: values };
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

function exampleOf(column: Column | undefined): string {
  if (!column) return "";
  if (/^timestamp/.test(column.type)) return "2024-05-01 12:30:00";
  if (/^date/.test(column.type)) return "2024-05-01";
  if (/^time/.test(column.type)) return "12:30:00";
  return /^duration/.test(column.type) ? "1.5 s" : t("value");
}

define("foundry-filter-form", FilterForm);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-filter-form": FilterForm;
  }
}
