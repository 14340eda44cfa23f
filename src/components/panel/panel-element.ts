import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { HubInfo, Kind, PackageStatus } from "../../contracts/types.js";
import type { LoadSelection, RunSelection } from "../../core/cell-source.js";
import type { ReadColumns } from "../../core/prediction-columns.js";
import { formatCount } from "../../core/quantities.js";
import type { SavedSearch } from "../../core/search/saved.js";
import type { CatalogSource, EntrySource, LeaderboardSource, LineageSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import "../card/dataset-card-element.js";
import type { CellStatus, DatasetCardElement } from "../card/dataset-card-element.js";
import "../card/model-card-element.js";
import type { ModelCardElement } from "../card/model-card-element.js";
import "../catalog/catalog-element.js";
import type { CatalogChoice, CatalogElement, QuickChoice } from "../catalog/catalog-element.js";
import { keyOf } from "../catalog/results.js";
import "../leaderboard/leaderboard-element.js";
import "../lineage/lineage-element.js";
import { define } from "../define.js";
import { tokens } from "../theme/tokens.js";
import { waiting } from "./waiting.js";
import { type NotebookTable, notebookTables, type TableUse } from "./notebook-tables.js";

/** A catalog that knows which store it is of. */
export interface PanelSource
  extends CatalogSource, Partial<LeaderboardSource>, Partial<EntrySource>, Partial<LineageSource> {
  health(signal?: AbortSignal): Promise<HubInfo>;
}

/** What is known of the hub: the store it is on, or why it does not answer. Fired as `foundry-store`. */
export interface StoreState {
  text: string;
  problem?: string;
}

/** What a panel fires, and the details. */
export interface PanelEvents {
  "foundry-select": CatalogChoice;
  "foundry-load": { selection: LoadSelection; run: boolean };
  "foundry-selection": { selection: LoadSelection };
  "foundry-preview": { selection: LoadSelection };
  "foundry-open": { selection: LoadSelection };
  "foundry-run": { selection: RunSelection };
  "foundry-preview-variable": { name: string };
  "foundry-insert": { benchmark: string; source: string };
  "foundry-publish-variable": { name: string };
  "foundry-make-benchmark": undefined;
}

/** Px from which on the card stands beside the list; where there is less, it takes the results' place. */
const WIDE = 640;
const LISTS: Record<Kind, string> = { dataset: "Datasets", model: "Models", benchmark: "Benchmarks" };

/**
 * Catalog and card; their events ({@link PanelEvents}) pass through it. Back, Escape and Alt with an arrow lead through
 * the cards that were open, as in a browser.
 */
export class PanelElement extends LitElement {
  static override styles = [
    tokens,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
        background: var(--foundry-bg);
        container-type: inline-size;
      }
      .panes {
        display: flex;
        flex-direction: column;
        flex: 1 1 auto;
        min-height: 0;
      }
      foundry-catalog {
        flex: 1 1 auto;
        min-height: 180px;
      }
      .open foundry-catalog {
        flex: none;
        min-height: 0;
        --foundry-results: none;
      }
      .card {
        display: flex;
        flex-direction: column;
        flex: 1 1 0;
        min-width: 0;
        min-height: 0;
        background: color-mix(in srgb, var(--foundry-fg) 4%, var(--foundry-bg));
      }
      .bar {
        display: flex;
        flex: none;
        align-items: center;
        gap: 8px;
        padding: 2px 8px;
        border-bottom: 1px solid var(--foundry-border);
        font-size: 12px;
      }
      .bar button {
        min-width: 24px;
        min-height: 24px;
        padding: 2px 6px;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--foundry-fg-muted);
        font: inherit;
        cursor: pointer;
        white-space: nowrap;
      }
      .bar button:hover {
        color: var(--foundry-fg);
        background: var(--foundry-bg-hover);
      }
      .bar button:focus-visible {
        outline: 2px solid var(--foundry-accent);
      }
      .bar .of {
        flex: 1 1 0;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--foundry-fg-muted);
      }
      .body {
        flex: 1 1 0;
        min-height: 0;
        overflow-y: auto;
      }
      .notebook {
        flex: none;
        max-height: 30%;
        overflow-y: auto;
        border-top: 1px solid var(--foundry-border-strong);
        padding: 5px 12px;
        font-size: 12px;
      }
      .notebook summary {
        cursor: pointer;
        font-weight: 600;
      }
      .notebook ul {
        margin: 3px 0 0;
        padding: 0;
        list-style: none;
      }
      .notebook li {
        display: flex;
        align-items: baseline;
      }
      .notebook button {
        padding: 2px 4px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }
      .notebook .table {
        display: flex;
        flex: 1 1 0;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 8px;
        min-width: 0;
      }
      .notebook button:hover,
      .notebook button:focus-visible {
        background: var(--foundry-bg-hover);
      }
      .notebook span,
      .notebook .publish {
        color: var(--foundry-fg-muted);
      }
      @container (min-width: 640px) {
        .panes {
          flex-direction: row;
        }
        foundry-catalog,
        .open foundry-catalog {
          flex: 0 1 400px;
          --foundry-results: flex;
        }
        .card {
          border-left: 1px solid var(--foundry-border-strong);
        }
        .bar .list {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) source: PanelSource | undefined;
  @property({ type: Boolean }) actions = false;
  @property({ type: Boolean }) run = false;
  @property({ attribute: false }) loadAs: LoadSelection["as"] = "arrow";
  @property({ attribute: false }) cell: CellStatus = { state: "none", text: "" };
  @property({ attribute: false }) choice: CatalogChoice | undefined;
  /** Tables in the kernel of the notebook in front. */
  @property({ attribute: false }) tables: readonly NotebookTable[] = [];
  /** Searches that are kept; the host keeps them when `foundry-saved` says that they have changed. */
  @property({ attribute: false }) saved: readonly SavedSearch[] = [];
  /** Reads table files of predictions that a person enters a benchmark with. */
  @property({ attribute: false }) readColumns: ReadColumns | undefined;
  @state() private store = "";
  @state() private past: readonly CatalogChoice[] = [];
  @state() private future: readonly CatalogChoice[] = [];
  @state() private submissions: readonly PackageStatus[] = [];
  @query("foundry-catalog") readonly catalog!: CatalogElement | null;
  @query("foundry-dataset-card") readonly datasetCard!: DatasetCardElement | null;
  @query("foundry-model-card") readonly modelCard!: ModelCardElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.#key);
  }

  override updated(changes: PropertyValues<this>): void {
    if (changes.has("source")) void this.describeStore();
  }

  override render(): TemplateResult {
    const { choice } = this;
    return html`<div class="panes ${choice ? "open" : ""}"><foundry-catalog
        .source=${this.source}
        .store=${this.store}
        .selected=${choice}
        .saved=${this.saved}
        ?actions=${this.actions}
        @foundry-quick=${(event: CustomEvent<QuickChoice>) => void this.#use(event.detail)}
        @foundry-saved=${(event: CustomEvent<readonly SavedSearch[]>) => (this.saved = event.detail)}
        @foundry-select=${(event: CustomEvent<CatalogChoice>) => void this.#open(event.detail)}
        @foundry-published=${() => void this.describeStore()}
        @foundry-kind=${() => this.#close()}
        @foundry-results=${() => this.#isNarrow && this.#close()}
      ></foundry-catalog>
      ${choice ? this.#opened(choice) : nothing}</div>
      ${waiting(this.submissions, ({ kind, name, version }) => this.#show({ kind, name, version }))}
      ${notebookTables(this.tables, (type, name) => this.#useTable(type, name))}`;
  }

  #opened(choice: CatalogChoice): TemplateResult {
    const before = this.past.at(-1);
    const to = before?.name ?? t(LISTS[this.catalog?.kind ?? choice.kind]);
    return html`<div
      class="card"
      @foundry-select=${(event: CustomEvent<CatalogChoice>) => this.#show(event.detail)}
      @foundry-search=${(event: CustomEvent<string>) => void this.catalog?.searchFor(event.detail, "dataset")}
    >
      <div class="bar">
        <button class=${before ? "back" : "back list"} aria-label=${t("Back to %1", to)} title=${t("Back (Escape)")} @click=${() => void this.back()}>‹ ${to}</button>
        <span class="of">${choice.name}</span>
        <button aria-label=${t("Close the card")} title=${t("Close")} @click=${() => void this.#leave()}>✕</button>
      </div>
      <div class="body">${this.#card(choice)} ${this.#lineage(choice)}</div>
    </div>`;
  }

  /** Shows the card that was open before this one, or the results. */
  back(): Promise<void> {
    const before = this.past.at(-1);
    if (!before) return this.#leave();
    if (this.choice) this.future = [this.choice, ...this.future];
    this.past = this.past.slice(0, -1);
    this.choice = before;
    return Promise.resolve();
  }

  /** Shows the card from which {@link PanelElement.back} led. */
  forward(): void {
    const [next, ...rest] = this.future;
    if (!next) return;
    if (this.choice) this.past = [...this.past, this.choice];
    this.future = rest;
    this.choice = next;
  }

  /** Shows a card that another one, or a list beside the results, leads to. */
  #show(choice: CatalogChoice): void {
    if (this.choice && keyOf(this.choice) !== keyOf(choice)) this.past = [...this.past, this.choice];
    this.future = [];
    this.choice = choice;
  }

  /** Shows the card of a result. */
  async #open(choice: CatalogChoice): Promise<void> {
    this.past = [];
    this.future = [];
    this.choice = choice;
    await this.updateComplete;
    // The result that had the focus is not in sight any more.
    if (this.#isNarrow) this.renderRoot.querySelector<HTMLElement>(".bar .back")?.focus();
  }

  #close(): void {
    this.choice = undefined;
    this.past = [];
    this.future = [];
  }

  async #leave(): Promise<void> {
    const { choice } = this;
    this.#close();
    if (choice) this.future = [choice];
    await this.updateComplete;
    this.catalog?.focusResult();
  }

  get #isNarrow(): boolean {
    return this.clientWidth < WIDE;
  }

  /** Previews or loads a dataset's first split, as its card does. */
  async #use({ use, name, version }: QuickChoice): Promise<void> {
    try {
      const dataset = await this.source?.dataset(name, version);
      const split = dataset?.splits[0]?.name;
      if (split === undefined) return;
      const selection: LoadSelection = { dataset: name, version, split, as: this.loadAs };
      const detail = use === "load" ? { selection, run: this.run } : { selection };
      this.dispatchEvent(new CustomEvent(`foundry-${use}`, { detail, bubbles: true, composed: true }));
    } catch {
      // Its card says what is wrong, with a way to try again.
      await this.#open({ kind: "dataset", name, version });
    }
  }

  #useTable(type: TableUse, name: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail: { name }, bubbles: true, composed: true }));
  }

  #lineage({ kind, name, version }: CatalogChoice): TemplateResult | typeof nothing {
    return this.source?.lineage
      ? html`<foundry-lineage .source=${this.source} .kind=${kind} .name=${name} .version=${version}></foundry-lineage>`
      : nothing;
  }

  #card({ kind, name, version }: CatalogChoice): TemplateResult {
    if (kind === "benchmark")
      return html`<foundry-leaderboard .source=${this.source} .readColumns=${this.readColumns} .name=${name} .version=${version} ?actions=${this.actions}></foundry-leaderboard>`;
    return kind === "dataset"
      ? html`<foundry-dataset-card
          .source=${this.source}
          .name=${name}
          .version=${version}
          .cell=${this.cell}
          ?actions=${this.actions}
          ?run=${this.run}
          .loadAs=${this.loadAs}
        ></foundry-dataset-card>`
      : html`<foundry-model-card .source=${this.source} .name=${name} .version=${version} ?actions=${this.actions}></foundry-model-card>`;
  }

  #key = (event: KeyboardEvent): void => {
    const [origin] = event.composedPath();
    const isTyping = origin instanceof HTMLElement && origin.matches("input, select, textarea");
    if (isTyping || event.ctrlKey || event.metaKey) return;
    if (event.key === "/" && !event.altKey) this.catalog?.focusSearch();
    else if (this.choice && (event.key === "Escape" || (event.altKey && event.key === "ArrowLeft"))) void this.back();
    else if (event.altKey && event.key === "ArrowRight") this.forward();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Asks the hub what it is on, and whether it answers. */
  async describeStore(): Promise<void> {
    const detail: StoreState = { text: "" };
    try {
      const info = await this.source?.health();
      if (info) detail.text = `${info.storeName} · ${formatCount(info.datasets, "dataset")}`;
    } catch (error) {
      // The list below says what is wrong, with a way to try again.
      detail.problem = error instanceof Error ? error.message : String(error);
    }
    this.store = detail.text;
    this.dispatchEvent(new CustomEvent("foundry-store", { detail, bubbles: true, composed: true }));
    // A list beside the others: without it everything else works.
    if (!detail.problem) this.submissions = (await this.source?.statuses?.().catch(() => undefined)) ?? [];
  }
}

define("foundry-panel", PanelElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-panel": PanelElement;
  }
}
