import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { FacetChoice, Kind, SearchHit, SearchRequest, SearchResponse, SearchSort } from "../../contracts/types.js";
import { FoundryProblem } from "../../core/problems.js";
import { formatNumber } from "../../core/quantities.js";
import { isSameSearch, titleOf, type SavedSearch } from "../../core/search/saved.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { catalogStyle } from "./catalog-style.js";
import "./elsewhere-element.js";
import "./facets-element.js";
import { nothingFound } from "./nothing-found.js";
import { correctionNotice, indexingNotice, leftOutNotice, savedSearches, sortMenu } from "./notices.js";
import { keyOf, results, type QuickUse } from "./results.js";
import { searchBox } from "./search-box.js";

const PAGE = 20;
const PAUSE = 150;
/** Milliseconds after which a search is asked again while the index of the store grows. */
const GROWTH = 1_000;
/** Hits in one answer at most. */
const MOST = 200;
const KINDS: { kind: Kind; label: string; one: string }[] = [
  { kind: "dataset", label: "Datasets", one: "dataset" },
  { kind: "model", label: "Models", one: "model" },
  { kind: "benchmark", label: "Benchmarks", one: "benchmark" },
];

const PUBLISHING: Record<Kind, string> = {
  dataset: 'foundry.publish_dataset({"train": frame}, name="…")',
  model: 'foundry.publish_model("model.onnx", name="…")',
  benchmark: 'foundry.publish_benchmark(name="…", dataset="…", target="…", folds=5, metrics=["mae"])',
};

/** A chosen package. */
export interface CatalogChoice {
  kind: Kind;
  name: string;
  version: string;
}

/** A dataset that is to be used without its card. */
export interface QuickChoice {
  use: QuickUse;
  name: string;
  version: string;
}

/**
 * Search box, kinds, facets and results.
 *
 * @fires foundry-select - a package was chosen: detail {@link CatalogChoice}
 * @fires foundry-quick - a result is to be used without its card: detail {@link QuickChoice}
 * @fires foundry-kind - another kind is listed: detail `Kind`
 * @fires foundry-request - something else is searched for: detail `SearchRequest`
 * @fires foundry-results - what is listed is to be seen: it was asked for
 * @fires foundry-make-benchmark - a person wants to make a benchmark
 * @fires foundry-saved - the searches to keep have changed: detail all of them, as {@link SavedSearch}
 */
export class CatalogElement extends LitElement {
  static override styles = [tokens, controls, catalogStyle];

  @property({ attribute: false }) source: CatalogSource | undefined;
  /** Kinds of package to choose from. */
  @property({ attribute: false }) kinds: readonly Kind[] = KINDS.map(({ kind }) => kind);
  /** What the header says beside the name: which store, and how much it holds. */
  @property() store = "";
  /** The package that the list shows as chosen. */
  @property({ attribute: false }) selected: Pick<CatalogChoice, "kind" | "name"> | undefined;

  /** Whether notebooks are at hand. */
  @property({ type: Boolean }) actions = false;

  /** Searches that are kept; who shows this element keeps them. */
  @property({ attribute: false }) saved: readonly SavedSearch[] = [];

  @state() private text = "";
  @state() private sort: SearchSort = "relevance";
  @state() private help = false;
  /** What is wrong with what is typed; the results before it stay. */
  @state() private misread: { sentence: string; position: number } | undefined;
  /** Which kind is listed. */
  @property() kind: Kind = "dataset";
  @state() private chosen: FacetChoice[] = [];
  @state() private response: SearchResponse | undefined;
  @state() private problem: string | undefined;
  @state() private busy = false;
  /** The example packages are on their way. */
  @state() private adding = false;
  @state() private active = 0;
  @query("input") private input!: HTMLInputElement | null;
  /** Where the next page begins. */
  #next = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #growth: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  override updated(changes: PropertyValues<this>): void {
    if (changes.has("source") && this.source) void this.search();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    clearTimeout(this.#growth);
    this.#running?.abort();
  }

  /** Puts the cursor into the search box. */
  focusSearch(): void {
    this.input?.focus();
    this.input?.select();
  }

  /** Puts the cursor on the chosen result, or on the first one. */
  focusResult(): void {
    const [option] = this.renderRoot.querySelectorAll<HTMLElement>("[role=option][tabindex='0']");
    option?.focus();
    option?.scrollIntoView({ block: "nearest" });
  }

  /** Searches anew, for what is typed and chosen. */
  search(): Promise<void> {
    return this.#read(0);
  }

  /** Searches for a text, such as `similar:band-gaps`. */
  searchFor(text: string, kind: Kind = this.kind): Promise<void> {
    this.text = text;
    this.kind = kind;
    this.chosen = [];
    this.#tell("foundry-results", undefined);
    return this.#restart();
  }

  /** Makes a search as it was made before. */
  show({ query = "", kinds, facets = [], sort = "relevance" }: SearchRequest): Promise<void> {
    this.text = query;
    this.kind = kinds?.[0] ?? "dataset";
    this.chosen = facets;
    this.sort = sort;
    return this.#restart();
  }

  async #read(offset: number, limit = PAGE): Promise<void> {
    if (!this.source) return;
    clearTimeout(this.#growth);
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    this.busy = true;
    try {
      const cursor = offset > 0 ? this.response?.next : undefined;
      const request = { ...this.#request(), limit, offset, ...(cursor === undefined ? {} : { cursor }) };
      const response = await this.source.search(request, running.signal);
      if (running.signal.aborted) return;
      const before = offset > 0 ? (this.response?.hits ?? []) : [];
      // What was published since the last page moves the others down: none is shown twice.
      const known = new Set(before.map(keyOf));
      this.#next = offset + response.hits.length;
      this.response = { ...response, hits: [...before, ...response.hits.filter((hit) => !known.has(keyOf(hit)))] };
      this.problem = undefined;
      this.misread = undefined;
      this.active = Math.max(0, Math.min(this.active, this.response.hits.length - 1));
      const shown = Math.min(MOST, Math.max(PAGE, this.response.hits.length));
      if (response.indexing) this.#growth = setTimeout(() => void this.#read(0, shown), GROWTH);
    } catch (error) {
      if (running.signal.aborted) return;
      const position = error instanceof FoundryProblem ? error.problem.position : undefined;
      if (position !== undefined && error instanceof FoundryProblem)
        this.misread = { sentence: error.message, position };
      else this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
  }

  override render(): TemplateResult {
    return html`<div class="head"><strong>${t("FOUNDRY")}</strong><span title=${this.store}>${this.store}</span></div>
      ${this.#searchBox()} ${this.#saved()}
      <div class="bar">${this.#tabs()}</div>
      <div class="found">
      <div class="busy ${this.busy ? "on" : "off"}" role="progressbar" aria-label=${t("Searching")} ?hidden=${!this.busy}></div>
      ${this.#facets()} ${indexingNotice(this.response?.indexing)} ${correctionNotice(this.response?.corrected, (query) => void this.searchFor(query))} ${leftOutNotice(this.response)}
      <div class="list" id="list" role="tabpanel" aria-labelledby="tab-${this.kind}" aria-busy=${this.busy ? "true" : "false"}>
        ${
          this.kind === "benchmark" && this.actions
            ? html`<div class="make"><button class="secondary" @click=${() => this.#tell("foundry-make-benchmark", undefined)}>${t("Make a benchmark")}</button></div>`
            : nothing
        }
        ${this.#list()}
        ${this.kind === "dataset" ? html`<foundry-elsewhere .source=${this.source} .query=${this.text}></foundry-elsewhere>` : nothing}
      </div></div>
      <div class="visually-hidden" role="status">${this.#said()}</div>`;
  }

  /** What is asked, whatever the page. */
  #request(): SearchRequest {
    const sort = this.sort === "relevance" ? {} : { sort: this.sort };
    return { query: this.text, kinds: [this.kind], facets: this.chosen, ...sort };
  }

  #searchBox(): TemplateResult {
    const now = this.#request();
    const isSaved = this.saved.some(({ request }) => isSameSearch(request, now));
    return searchBox({
      text: this.text,
      problem: this.misread,
      help: this.help,
      saved: this.text.trim() === "" && this.chosen.length === 0 ? undefined : isSaved,
      typed: this.#typed,
      key: this.#searchKey,
      clear: () => this.#clear(),
      save: () =>
        isSaved
          ? this.#keep(this.saved.filter(({ request }) => !isSameSearch(request, now)))
          : this.#keep([...this.saved, { title: titleOf(now), request: now }]),
      toggleHelp: () => (this.help = !this.help),
      add: (condition) => {
        this.input?.focus();
        void this.searchFor([this.text.trim(), condition].filter(Boolean).join(" "));
      },
    });
  }

  #saved(): TemplateResult | typeof nothing {
    return savedSearches(this.saved, this.#request(), {
      open: ({ request }) => {
        this.#tell("foundry-results", undefined);
        void this.show(request);
      },
      forget: (search) => this.#keep(this.saved.filter((other) => other !== search)),
    });
  }

  #keep(saved: readonly SavedSearch[]): void {
    this.saved = saved;
    this.#tell("foundry-saved", saved);
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #tabs(): TemplateResult {
    const select = (kind: Kind) => {
      if (kind === this.kind) return;
      this.kind = kind;
      this.chosen = [];
      this.#tell("foundry-kind", kind);
      void this.#restart();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const step = event.key === "ArrowLeft" ? this.kinds.length - 1 : 1;
      const other = this.kinds[(this.kinds.indexOf(this.kind) + step) % this.kinds.length] ?? "dataset";
      select(other);
      this.renderRoot.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
    };
    return html`<div role="tablist" aria-label=${t("Kind of package")} @keydown=${onKey}>
      ${KINDS.filter(({ kind }) => this.kinds.includes(kind)).map(({ kind, label }) => {
        const count = this.response?.kinds[kind];
        return html`<button
          role="tab"
          id="tab-${kind}"
          aria-controls="list"
          aria-selected=${kind === this.kind ? "true" : "false"}
          tabindex=${kind === this.kind ? 0 : -1}
          @click=${() => select(kind)}
        >
          ${t(label)}${count === undefined ? nothing : ` ${formatNumber(count)}`}
        </button>`;
      })}
    </div>`;
  }

  #facets(): TemplateResult {
    return html`<foundry-facets
      .counts=${this.response?.facets ?? []}
      .chosen=${this.chosen}
      @foundry-facet=${({ detail: choice }: CustomEvent<FacetChoice>) => {
        const kept = this.chosen.filter(({ field, value }) => field !== choice.field || value !== choice.value);
        this.chosen = kept.length < this.chosen.length ? kept : [...this.chosen, choice];
        void this.#restart();
      }}
      >${sortMenu(this.sort, (sort) => {
        this.sort = sort;
        void this.#restart();
      })}</foundry-facets
    >`;
  }

  #list(): TemplateResult {
    if (this.problem !== undefined)
      return html`<div class="problem" role="alert">
        <span>${this.problem}</span><button class="secondary" @click=${() => void this.search()}>${t("Retry")}</button>
      </div>`;
    if (!this.response) return html`<div class="state">${t("Searching…")}</div>`;
    if (this.response.hits.length === 0) return html`<div class="state">${this.#nothingFound()}</div>`;
    return results({
      hits: this.response.hits,
      left: this.response.total - this.#next,
      selected: this.selected && keyOf(this.selected),
      active: this.active,
      choose: (index) => this.#choose(index),
      move: (index) => void this.#move(index),
      more: () => void this.#more(),
      actions: this.actions ? (use, index) => this.#use(use, index) : undefined,
    });
  }

  async #more(): Promise<void> {
    const from = this.response?.hits.length ?? 0;
    await this.#read(this.#next);
    // The button that was pressed is gone, and the cursor goes on where the new results begin.
    if (this.response && this.response.hits.length > from) await this.#move(from);
  }

  #nothingFound(): TemplateResult {
    const elsewhere = KINDS.filter(({ kind }) => kind !== this.kind && this.kinds.includes(kind));
    const other = elsewhere.find(({ kind }) => (this.response?.kinds[kind] ?? 0) > 0) ?? elsewhere[0];
    return nothingFound({
      text: this.text,
      chosen: this.chosen.length,
      one: KINDS.find(({ kind }) => kind === this.kind)?.one ?? "package",
      publishing: PUBLISHING[this.kind],
      other: {
        one: other?.one ?? "package",
        count: other ? (this.response?.kinds[other.kind] ?? 0) : 0,
        show: () => this.renderRoot.querySelector<HTMLElement>(`#tab-${other?.kind ?? "dataset"}`)?.click(),
      },
      dropChoices: () => this.#dropFacets(),
      addExamples: this.kind !== "benchmark" && this.source?.addExamples ? () => void this.#addExamples() : undefined,
      adding: this.adding,
    });
  }

  async #addExamples(): Promise<void> {
    this.adding = true;
    try {
      await this.source?.addExamples?.();
      await this.search();
      this.#tell("foundry-published", undefined);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.adding = false;
  }

  #said(): string {
    if (this.busy || !this.response || this.problem !== undefined) return "";
    const { total } = this.response;
    return total === 1 ? t("1 result") : t("%1 results", formatNumber(total));
  }

  #typed = (event: Event): void => {
    this.#tell("foundry-results", undefined);
    this.text = (event.target as HTMLInputElement).value;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#restart(), PAUSE);
  };

  #searchKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.text) this.#clear();
    else if (event.key === "ArrowDown" && this.response?.hits.length) void this.#move(0);
    else if (event.key === "Enter") void this.#chooseFirst();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #clear(): void {
    this.text = "";
    this.#tell("foundry-results", undefined);
    void this.#restart();
    this.input?.focus();
  }

  #dropFacets(): void {
    this.chosen = [];
    void this.#restart();
  }

  #restart(): Promise<void> {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.active = 0;
    this.#tell("foundry-request", this.#request());
    return this.search();
  }

  /** Chooses the best result of what is typed, which may not be shown yet. */
  async #chooseFirst(): Promise<void> {
    if (this.#pause !== undefined || this.busy) await this.#restart();
    const isShown = this.#pause === undefined && !this.busy && this.problem === undefined;
    if (isShown && this.response?.hits.length) this.#choose(0);
  }

  async #move(index: number): Promise<void> {
    this.active = index;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#hit-${index}`)?.focus();
  }

  #use(use: QuickUse, index: number): void {
    const hit = this.response?.hits[index];
    if (hit) this.#tell("foundry-quick", { use, name: hit.name, version: hit.version } satisfies QuickChoice);
  }

  #choose(index: number): void {
    const hit: SearchHit | undefined = this.response?.hits[index];
    if (!hit) return;
    this.active = index;
    const { kind, name, version } = hit;
    this.selected = { kind, name };
    this.#tell("foundry-select", { kind, name, version } satisfies CatalogChoice);
  }
}

define("foundry-catalog", CatalogElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-catalog": CatalogElement;
  }
}
