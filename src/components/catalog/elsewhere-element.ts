import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { CatalogAnswer, CatalogHit, CatalogsResponse } from "../../contracts/types.js";
import { formatBytes, formatCount } from "../../core/quantities.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";

/** What other catalogs find for a query, asked only when the person wants it; one that is offline says why. */
export class ElsewhereElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        padding: 8px 12px;
      }
      h3 {
        font-size: inherit;
        margin: 10px 0 2px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 3px 0;
        overflow-wrap: anywhere;
      }
      section > button {
        margin-top: 8px;
      }
      .facts {
        color: var(--foundry-fg-muted);
        font-size: 11.5px;
      }
    `,
  ];

  @property({ attribute: false }) source: CatalogSource | undefined;
  @property() query = "";
  @state() private response: CatalogsResponse | undefined;
  @state() private problem: string | undefined;
  @state() private busy = false;
  #running: AbortController | undefined;

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("query") && !changes.has("source")) return;
    // An answer to another question is none.
    this.#running?.abort();
    this.response = undefined;
    this.problem = undefined;
    this.busy = false;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.source?.searchCatalogs) return nothing;
    const ask = html`<button class="secondary" ?disabled=${this.busy} @click=${() => void this.#ask()}>
      ${this.busy ? t("Asking…") : this.response || this.problem ? t("Retry") : t("Search other catalogs")}
    </button>`;
    return html`<section aria-label=${t("Other catalogs")} aria-busy=${this.busy ? "true" : "false"}>
      ${this.response?.catalogs.map((answer) => this.#answer(answer))}
      ${this.problem === undefined ? nothing : html`<div class="problem" role="alert">${this.problem}</div>`}
      ${ask}
    </section>`;
  }

  #answer({ title, state: found, total, hits, problem }: CatalogAnswer): TemplateResult {
    if (found === "offline")
      return html`<h3>${t("%1: offline", title)}</h3><div class="facts" role="status">${problem?.detail}</div>`;
    return html`<h3>${title}: ${formatCount(total ?? hits.length, "dataset")}</h3>
      <ul>${hits.map((hit) => html`<li>${titleOf(hit)}<div class="facts">${factsOf(hit)}</div></li>`)}</ul>`;
  }

  async #ask(): Promise<void> {
    const running = (this.#running = new AbortController());
    this.busy = true;
    try {
      const response = await this.source?.searchCatalogs?.({ query: this.query, limit: 5 }, running.signal);
      if (running.signal.aborted) return;
      this.response = response;
      this.problem = undefined;
    } catch (error) {
      if (running.signal.aborted) return;
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }
}

/** Only an address of the web is linked to. */
function titleOf({ title, url }: CatalogHit): TemplateResult {
  const isWeb = url !== undefined && /^https?:\/\//i.test(url);
  return isWeb ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${title}</a>` : html`${title}`;
}

function factsOf({ authors = [], year, doi, license, rows, bytes }: CatalogHit): string {
  const people = authors.length > 2 ? t("%1 et al.", authors[0] ?? "") : authors.join(", ");
  const size = rows === undefined ? (bytes === undefined ? "" : formatBytes(bytes)) : formatCount(rows, "row");
  return [people, year === undefined ? "" : String(year), size, license ?? "", doi ?? ""].filter(Boolean).join(" · ");
}

define("foundry-elsewhere", ElsewhereElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-elsewhere": ElsewhereElement;
  }
}
