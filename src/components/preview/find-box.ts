import { LitElement, css, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { FindResponse, View } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import type { TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { isAbort } from "../table/row-pages.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";

/** A cell that was found. */
export interface Found {
  row: number;
  column: string | undefined;
}

/**
 * Searches the cells of a view: Enter goes to the next one, Shift+Enter to the one before.
 *
 * @fires foundry-sought - what is searched for: detail `{ text }`
 * @fires foundry-found - a cell to go to: detail {@link Found}
 */
export class FindBox extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 3px;
        font-size: 12px;
      }
      input {
        width: 120px;
      }
      .state {
        color: var(--foundry-fg-muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @state() private answer: FindResponse | undefined;
  @state() private problem: string | undefined;
  @state() private text = "";
  @state() private busy = false;
  #row = -1;
  #request: AbortController | undefined;

  override render(): TemplateResult {
    const { answer } = this;
    const state = this.problem ?? (this.busy ? t("searching …") : answer ? this.#place(answer) : "");
    return html`<input
        type="search"
        aria-label=${t("Search the table")}
        placeholder="⌕ ${t("search")}"
        title=${t("Search cells: Enter for the next row, Shift+Enter for the one before")}
        .value=${this.text}
        @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      />
      ${
        answer && answer.matches > 1
          ? html`<button class="plain" aria-label=${t("Previous match")} title=${t("Previous match")} @click=${() => void this.#go(true)}>↑</button
              ><button class="plain" aria-label=${t("Next match")} title=${t("Next match")} @click=${() => void this.#go(false)}>↓</button>`
          : nothing
      }<span class="state" role="status">${state}</span>`;
  }

  #place({ matches, place = 0, first }: FindResponse): string {
    const found =
      matches === 0
        ? t("not found")
        : t(matches === 1 ? "%1 of %2 row" : "%1 of %2 rows", formatNumber(place + 1), formatNumber(matches));
    if (first === undefined) return found;
    return t(
      "%1, searched in the first %2 of %3 rows",
      found,
      formatNumber(first),
      formatNumber(this.source?.description.rows ?? 0),
    );
  }

  #type(text: string): void {
    this.text = text;
    this.answer = undefined;
    this.problem = undefined;
    this.#row = -1;
    this.#request?.abort();
    this.#fire("foundry-sought", { text: text.trim() });
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Enter") void this.#go(event.shiftKey);
    else if (event.key === "Escape" && this.text) this.#type("");
    else return;
    event.preventDefault();
  }

  async #go(backwards: boolean): Promise<void> {
    const { source, view, columns } = this;
    const text = this.text.trim();
    if (!text || !source?.find) return;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.busy = true;
    // Backwards from the first row the search goes on from the last one.
    const last = Number.MAX_SAFE_INTEGER;
    const from = backwards ? (this.#row > 0 ? this.#row - 1 : last) : this.#row + 1;
    try {
      const options = { ...(view && { view }), ...(columns && { columns: [...columns] }) };
      this.answer = await source.find({ text, from, backwards, ...options }, request.signal);
      const { row, columns: held = [] } = this.answer;
      if (row !== undefined) {
        this.#row = row;
        this.#fire("foundry-found", { row, column: held[0] } satisfies Found);
      }
    } catch (error) {
      if (!isAbort(error)) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (this.#request === request) this.busy = false;
    }
  }

  #fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

define("foundry-find-box", FindBox);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-find-box": FindBox;
  }
}
