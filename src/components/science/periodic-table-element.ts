import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { ELEMENTS } from "../../core/search/elements.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { elementPlace } from "./periodic-places.js";

/**
 * The periodic table as a choice of elements.
 *
 * @fires foundry-elements - the choice changed: detail `{ chosen }`
 */
export class PeriodicTableElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        overflow-x: auto;
        padding: 2px;
      }
      .table {
        display: grid;
        grid-template-columns: repeat(18, 24px);
        grid-auto-rows: 24px;
        width: max-content;
        gap: 1px;
      }
      button {
        font-size: 11px;
        border: 1px solid var(--foundry-border);
        border-radius: 2px;
        background: var(--foundry-bg-raised);
      }
      button:hover {
        background: var(--foundry-bg-hover);
      }
      button[aria-pressed="true"] {
        color: var(--foundry-on-accent);
        background: var(--foundry-accent);
        border-color: var(--foundry-accent);
      }
    `,
  ];

  /** Symbols that are chosen, in the order in which they were. */
  @property({ attribute: false }) chosen: readonly string[] = [];
  /** The element that the Tab key reaches: arrows go on from it. */
  @state() private at = "H";

  override render(): TemplateResult {
    const tab = this.chosen.at(-1) ?? this.at;
    return html`<div class="table" role="group" aria-label=${t("Elements that a formula names")} @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      ${ELEMENTS.map((symbol, i) => {
        const { row, column } = elementPlace(i + 1);
        return html`<button
          type="button"
          id=${symbol}
          style="grid-area:${row}/${column}"
          aria-pressed=${this.chosen.includes(symbol) ? "true" : "false"}
          tabindex=${symbol === tab ? "0" : "-1"}
          title="${symbol}, ${i + 1}"
          @click=${() => this.#toggle(symbol)}
        >${symbol}</button>`;
      })}
    </div>
    ${this.chosen.length > 0 ? html`<div role="status">${t("with %1", this.chosen.join(", "))}</div>` : nothing}`;
  }

  #toggle(symbol: string): void {
    this.chosen = this.chosen.includes(symbol) ? this.chosen.filter((one) => one !== symbol) : [...this.chosen, symbol];
    this.at = symbol;
    this.dispatchEvent(
      new CustomEvent("foundry-elements", { detail: { chosen: this.chosen }, bubbles: true, composed: true }),
    );
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const from = event.composedPath().find((node) => node instanceof HTMLButtonElement)?.id;
    if (!step || from === undefined) return;
    event.preventDefault();
    const [down = 0, right = 0] = step;
    const start = elementPlace(ELEMENTS.indexOf(from) + 1);
    // Over the gaps of the table to the next element that lies that way.
    for (
      let [row, column] = [start.row + down, start.column + right];
      row >= 1 && row <= 10 && column >= 1 && column <= 18;
      row += down, column += right
    ) {
      const next = ELEMENTS.find((_, i) => elementPlace(i + 1).row === row && elementPlace(i + 1).column === column);
      if (!next) continue;
      this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus();
      return;
    }
  }
}

define("foundry-periodic-table", PeriodicTableElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-periodic-table": PeriodicTableElement;
  }
}
