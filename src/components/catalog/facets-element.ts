import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { FacetChoice, FacetCount, FacetField } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { FACET_FIELDS, FIELDS } from "../../core/search/fields.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";

/** Values of a field that are shown before all of them are asked for, and of which number on they can be searched. */
const SHOWN = 6;
const LONG = 12;
/** Fields that stand open. */
const OPEN: ReadonlySet<FacetField> = new Set(["domain", "task", "unit", "element", "year"]);

const isSame = (a: FacetChoice, b: FacetChoice) => a.field === b.field && a.value === b.value;

/**
 * Values that narrow the results: each field under its name, with counts, to fold, and to search in where it is long.
 * Folded as a whole, one line says what is chosen.
 *
 * @slot - what else decides which results are shown, beside the first line
 * @fires foundry-facet - a value is to be chosen, or not any more: detail `FacetChoice`
 */
export class FacetsElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--foundry-border);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 5px;
        padding: 5px 12px;
      }
      ::slotted(*) {
        margin-left: auto;
      }
      .toggle {
        min-height: 24px;
        font-weight: 600;
        color: var(--foundry-fg-muted);
      }
      .toggle::before,
      summary::before {
        content: "▸" / "";
        display: inline-block;
        width: 14px;
        color: var(--foundry-fg-faint);
      }
      .toggle[aria-expanded="true"]::before,
      details[open] > summary::before {
        content: "▾" / "";
      }
      .fields {
        max-height: min(420px, 45vh);
        overflow-y: auto;
        padding: 0 12px 6px;
      }
      details {
        padding-bottom: 2px;
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 24px;
        cursor: pointer;
        list-style: none;
        font-size: 12px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary span:first-of-type {
        display: inline-block;
        font-weight: 600;
      }
      summary span:first-of-type::first-letter {
        text-transform: uppercase;
      }
      summary .of {
        margin-left: auto;
        color: var(--foundry-fg-faint);
        font-weight: 400;
      }
      .values {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 5px;
        padding: 2px 0 6px 14px;
      }
      .values input {
        width: 100%;
      }
      .chip {
        max-width: 100%;
        min-height: 24px;
        border-radius: 12px;
      }
      .chip .value {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .chip .count {
        color: var(--foundry-fg-faint);
      }
    `,
  ];

  @property({ attribute: false }) counts: readonly FacetCount[] = [];
  @property({ attribute: false }) chosen: readonly FacetChoice[] = [];
  @state() private expanded = false;
  @state() private whole: ReadonlySet<FacetField> = new Set();
  @state() private sought: ReadonlyMap<FacetField, string> = new Map();

  override render(): TemplateResult {
    const counts = this.#all();
    if (counts.length === 0) return html`<div class="line"><slot></slot></div>`;
    const fields = FACET_FIELDS.filter((field) => counts.some((count) => count.field === field));
    return html`<div role="group" aria-label=${t("Filters")}>
      <div class="line">
        <button class="toggle" aria-expanded=${this.expanded ? "true" : "false"} @click=${() => (this.expanded = !this.expanded)}>${t("Filters")}</button>
        ${counts.filter((count) => this.#isChosen(count)).map((count) => this.#chip(count))}
        <slot></slot>
      </div>
      ${this.expanded ? html`<div class="fields">${fields.map((field) => this.#field(field, counts))}</div>` : nothing}
    </div>`;
  }

  #field(field: FacetField, all: readonly FacetCount[]): TemplateResult {
    const counts = all.filter((count) => count.field === field);
    const sought = (this.sought.get(field) ?? "").toLowerCase();
    const hits = counts.filter(({ value }) => value.toLowerCase().includes(sought));
    const isWhole = this.whole.has(field) || sought !== "";
    const shown = isWhole ? hits : hits.filter((count, place) => place < SHOWN || this.#isChosen(count));
    const label = t(FIELDS[field].label);
    const isOpen = OPEN.has(field) || counts.some((count) => this.#isChosen(count));
    return html`<details ?open=${isOpen} role="group" aria-label=${label}>
      <summary><span>${label}</span><span class="of">${formatNumber(counts.length)}</span></summary>
      <div class="values">
        ${
          counts.length >= LONG
            ? html`<input type="search" aria-label=${t("Search in %1", label)} placeholder=${t("search in %1", label)} @input=${(event: Event) => (this.sought = new Map([...this.sought, [field, (event.target as HTMLInputElement).value]]))} />`
            : nothing
        }
        ${shown.map((count) => this.#chip(count))}
        ${
          shown.length < hits.length || (isWhole && sought === "" && hits.length > SHOWN)
            ? html`<button class="plain" aria-expanded=${isWhole ? "true" : "false"} @click=${() => this.#toggleWhole(field)}>${isWhole ? t("Show fewer") : t("Show %1 more", hits.length - shown.length)}</button>`
            : nothing
        }
        ${hits.length === 0 ? html`<span class="count">${t("None has “%1” in it.", sought)}</span>` : nothing}
      </div>
    </details>`;
  }

  #chip(count: FacetCount): TemplateResult {
    const { field, value } = count;
    const isOn = this.#isChosen(count);
    return html`<button
      class="chip"
      aria-pressed=${isOn ? "true" : "false"}
      title="${t(FIELDS[field].label)}: ${value}, ${formatCount(count.count, "result")}"
      @click=${() => this.dispatchEvent(new CustomEvent<FacetChoice>("foundry-facet", { detail: { field, value } }))}
    >
      <span class="value">${value}</span> <span class="count">${formatNumber(count.count)}</span>${isOn ? html`<span aria-hidden="true">✕</span>` : nothing}
    </button>`;
  }

  /** What the results have, and what is chosen though none of them has it. */
  #all(): FacetCount[] {
    const counts = this.counts.filter(({ field }) => field !== "kind");
    const gone = this.chosen.filter((choice) => !counts.some((count) => isSame(choice, count)));
    return [...gone.map((choice) => ({ ...choice, count: 0 })), ...counts];
  }

  #isChosen(count: FacetChoice): boolean {
    return this.chosen.some((choice) => isSame(choice, count));
  }

  #toggleWhole(field: FacetField): void {
    const whole = new Set(this.whole);
    if (!whole.delete(field)) whole.add(field);
    this.whole = whole;
  }
}

define("foundry-facets", FacetsElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-facets": FacetsElement;
  }
}
