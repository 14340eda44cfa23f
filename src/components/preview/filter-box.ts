import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column, Filter } from "../../contracts/types.js";
import { filterText } from "../../core/filter-text.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { comparisonText, comparisonsOf, filterOf, parseFilter } from "./filter-reader.js";

/**
 * A field for conditions on rows and a chip for each one that holds.
 *
 * @fires foundry-filter - the filter changed: detail `{ filter }`
 */
export class FilterBox extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 5px;
        flex: 1 1 200px;
        min-width: 0;
        font-size: 12px;
      }
      input {
        flex: 1 1 130px;
        max-width: 260px;
      }
      input[aria-invalid="true"] {
        border-color: var(--foundry-error);
      }
      .problem {
        flex: 1 0 100%;
      }
      .chip button {
        padding: 0 2px;
      }
      .text {
        overflow: hidden;
        text-overflow: ellipsis;
        max-width: 220px;
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly Column[] = [];
  @property({ attribute: false }) filter: Filter | undefined;
  @state() private problem: string | undefined;

  override render(): TemplateResult {
    const comparisons = comparisonsOf(this.filter);
    return html`${
      comparisons
        ? comparisons.map((one, i) =>
            this.#chip(comparisonText(one), () => this.#set(filterOf(comparisons.filter((_, j) => j !== i)))),
          )
        : this.#chip((this.filter && filterText(this.filter)) ?? t("several conditions"), () => this.#set(undefined))
    }
      <input
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${t("filter rows, e.g. %1", this.#example)}
        title=${t("Conditions on columns, joined by “and”; Enter applies them")}
        aria-label=${t("Filter rows")}
        aria-invalid=${this.problem ? "true" : "false"}
        aria-describedby=${this.problem ? "problem" : nothing}
        @keydown=${(event: KeyboardEvent) => event.key === "Enter" && this.#add(event.target as HTMLInputElement)}
        @input=${() => (this.problem = undefined)}
      />
      ${this.problem ? html`<div class="problem" id="problem" role="alert">${this.problem}</div>` : nothing}`;
  }

  #chip(text: string, remove: () => void): TemplateResult {
    return html`<span class="chip on"
      ><span class="text" title=${text}>${text}</span
      ><button title=${t("Remove")} aria-label=${t("Remove the filter %1", text)} @click=${remove}>✕</button></span
    >`;
  }

  get #example(): string {
    const number = this.columns.find(({ type }) => /^(u?int|float|double)/.test(type));
    const first = this.columns[0]?.name ?? "name";
    return number ? `${number.name} > 0` : `${first} contains a`;
  }

  #add(input: HTMLInputElement): void {
    if (!input.value.trim()) return;
    const parsed = parseFilter(input.value, this.columns);
    if ("problem" in parsed) {
      this.problem = parsed.problem;
      return;
    }
    input.value = "";
    const kept = comparisonsOf(this.filter);
    const added = filterOf(parsed.comparisons);
    this.#set(
      kept
        ? filterOf([...kept, ...parsed.comparisons])
        : { all: [this.filter, added].filter((part) => part !== undefined) },
    );
  }

  #set(filter: Filter | undefined): void {
    this.problem = undefined;
    this.filter = filter;
    this.dispatchEvent(new CustomEvent("foundry-filter", { detail: { filter }, bubbles: true, composed: true }));
  }
}

define("foundry-filter-box", FilterBox);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-filter-box": FilterBox;
  }
}
