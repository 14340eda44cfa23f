import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Column, Filter } from "../../contracts/types.js";
import { checkFilter } from "../../core/filters/compare.js";
import { FilterError } from "../../core/filters/literals.js";
import { readFilter } from "../../core/filters/read-filter.js";
import { filterText } from "../../core/filters/write-filter.js";
import { conditionsOf, everyOf } from "../../core/conditions.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import "./filter-form.js";
import type { Suggest } from "./filter-form.js";

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
        position: relative;
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
      .build {
        min-width: 24px;
        min-height: 24px;
      }
      .sheet {
        flex: 1 0 100%;
        box-sizing: border-box;
        padding: 6px 9px;
        border: 1px solid var(--foundry-border);
        border-radius: 3px;
        container-type: inline-size;
      }
      @container (min-width: 900px) {
        .sheet {
          position: absolute;
          z-index: 5;
          top: calc(100% + 4px);
          left: 0;
          width: 520px;
          background: var(--foundry-bg);
          box-shadow: 0 2px 8px rgb(0 0 0 / 20%);
        }
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
  /** The values that a column is asked for most likely; without it a person types them. */
  @property({ attribute: false }) suggest: Suggest | undefined;
  @state() private problem: string | undefined;
  @state() private building = false;
  @query("input") private box!: HTMLInputElement;
  @query(".build") private button!: HTMLElement;

  override render(): TemplateResult {
    const conditions = conditionsOf(this.filter);
    return html`${conditions.map((one, i) =>
      this.#chip(filterText(one) || t("several conditions"), () => this.#set(everyOf(conditions.toSpliced(i, 1)))),
    )}
      <input
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${t("filter rows, e.g. %1", this.#example)}
        title=${t("Conditions on columns in Python's words, such as gap > 0 and not (formula == 'Ag' or gap is nan); Enter applies them")}
        aria-label=${t("Filter rows")}
        aria-invalid=${this.problem ? "true" : "false"}
        aria-describedby=${this.problem ? "problem" : nothing}
        @keydown=${(event: KeyboardEvent) => event.key === "Enter" && this.#add()}
        @input=${() => (this.problem = undefined)}
      />
      <button
        class="plain build"
        title=${t("Build a filter without typing it")}
        aria-label=${t("Build a filter")}
        aria-expanded=${this.building ? "true" : "false"}
        @click=${() => void this.#build()}
      >
        +
      </button>
      ${this.building ? this.#form() : nothing}
      ${this.problem ? html`<div class="problem" id="problem" role="alert">${this.problem}</div>` : nothing}`;
  }

  async #build(): Promise<void> {
    this.building = !this.building;
    await this.updateComplete;
    const form = this.renderRoot.querySelector("foundry-filter-form");
    await form?.updateComplete;
    form?.renderRoot.querySelector("select")?.focus();
  }

  #form(): TemplateResult {
    const close = () => {
      this.building = false;
      this.button.focus();
    };
    return html`<div class="sheet" @keydown=${(event: KeyboardEvent) => event.key === "Escape" && close()}>
      <foundry-filter-form
        .columns=${this.columns}
        .suggest=${this.suggest}
        @foundry-filter-draft=${({ detail }: CustomEvent<{ filter?: Filter }>) => {
          this.box.value = (detail.filter && filterText(detail.filter)) ?? "";
          this.problem = undefined;
        }}
        @foundry-filter-apply=${() => {
          this.#add();
          if (!this.problem) close();
        }}
      ></foundry-filter-form>
    </div>`;
  }

  #chip(text: string, remove: () => void): TemplateResult {
    return html`<span class="chip on"
      ><span class="text" title=${text}>${text}</span
      ><button title=${t("Remove")} aria-label=${t("Remove the filter %1", text)} @click=${remove}>✕</button></span
    >`;
  }

  get #example(): string {
    const number = this.columns.find(({ type }) => /^(u?int|float|double)/.test(type));
    const column = number?.name ?? this.columns[0]?.name ?? "name";
    const compare = number ? { column, op: ">" as const, value: 0 } : { column, op: "contains" as const, value: "a" };
    return filterText({ compare }) ?? "";
  }

  #add(): void {
    const { box: input } = this;
    if (!input.value.trim()) return;
    try {
      const filter = readFilter(input.value);
      checkFilter(filter, this.columns);
      input.value = "";
      this.#set(everyOf([...conditionsOf(this.filter), ...conditionsOf(filter)]));
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.problem = error.message;
    }
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
