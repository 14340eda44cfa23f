import { Task, TaskStatus } from "@lit/task";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Dataset, Model, PackageStatus, PackageSummary, Statistics, View } from "../../contracts/types.js";
import type { LoadSelection } from "../../core/cell-source.js";
import { citationTexts } from "../../core/citation.js";
import { formatBytes, formatCount } from "../../core/quantities.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import "../comparison/comparison-element.js";
import type { ComparisonSource } from "../comparison/comparison-source.js";
import { define } from "../define.js";
import { splitOptions } from "../splits/split-options.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import "./changes-element.js";
import { cardStyle } from "./card-style.js";
import { Copier } from "./cite.js";
import { citeMenu } from "./cite-menu.js";
import { columnsList } from "./columns-list.js";
import { doiUrl, outside } from "./links.js";
import { packageComparison } from "./package-comparison.js";
import { rowsChoice } from "./rows-choice.js";
import { statusLine } from "./status-line.js";
import { versionSelect, versionsBeside } from "./versions.js";

/** What became of the cell that a selection was loaded into. */
export interface CellStatus {
  state: "synced" | "edited" | "none";
  text: string;
}

interface Loaded {
  dataset: Dataset;
  statistics: Statistics | undefined;
  summary: PackageSummary;
  models: Model[];
  status: PackageStatus | undefined;
  /** Undefined where its splits cannot be compared. */
  comparison: ComparisonSource | undefined;
}

/**
 * A dataset: what it is, its columns, splits, license and citation, and what to do with it.
 *
 * @fires foundry-load - load the selection in a notebook: detail `{ selection, run }`
 * @fires foundry-preview - preview the selection in a notebook: detail `{ selection }`
 * @fires foundry-open - show the split's rows without a kernel: detail `{ selection }`
 * @fires foundry-selection - split, columns or form changed: detail `{ selection }`
 * @fires foundry-select - a model trained on it was chosen: detail `{ kind, name, version }`
 */
export class DatasetCardElement extends LitElement {
  static override styles = [tokens, controls, cardStyle];

  @property({ attribute: false }) source: CatalogSource | undefined;
  @property() name = "";
  /** Which version is shown first; the newest when undefined. */
  @property() version: string | undefined;
  /** Whether notebooks are at hand; without them the card only shows. */
  @property({ type: Boolean }) actions = false;
  @property({ attribute: false }) cell: CellStatus = { state: "none", text: "" };
  /** Whether a loaded cell is run at once. */
  @property({ type: Boolean }) run = false;

  /** The form in which a cell loads a split at first. */
  @property({ attribute: false }) loadAs: LoadSelection["as"] = "arrow";

  @state() private chosenVersion: string | undefined;
  @state() private split = "";
  @state() private as: LoadSelection["as"] = "arrow";
  @state() private expanded = false;
  @state() private comparing = false;
  @state() private columns: ReadonlySet<string> | undefined;
  @state() private view: View | undefined;
  readonly #copier = new Copier(this);
  readonly #loading = new Task(this, {
    args: () => [this.source, this.name, this.chosenVersion] as const,
    task: async ([source, name, version], { signal }): Promise<Loaded> => {
      if (!source || !name) throw new Error(t("No dataset is chosen."));
      const dataset = await source.dataset(name, version, signal);
      const [statistics, summary, models, status] = await Promise.all([
        source.statistics(name, dataset.version, signal),
        versionsBeside(source, dataset, signal),
        source.modelsTrainedOn(name, signal),
        source.status?.("dataset", name, dataset.version, signal),
      ]);
      return {
        dataset,
        statistics,
        summary,
        models,
        status,
        comparison: packageComparison(dataset, statistics, source),
      };
    },
  });

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("loadAs")) this.as = this.loadAs;
    if (!changes.has("name") && !changes.has("source") && !changes.has("version")) return;
    this.chosenVersion = this.version;
    this.split = "";
    this.columns = undefined;
    this.view = undefined;
    this.expanded = false;
  }

  /** What is chosen now; undefined while the dataset is not here. */
  get selection(): LoadSelection | undefined {
    const loaded = this.#loading.value;
    return loaded && this.#loading.status === TaskStatus.COMPLETE ? this.#selection(loaded.dataset) : undefined;
  }

  /** Asks for a cell that loads the selection. */
  load(run = this.run): void {
    if (this.selection) this.#fire("foundry-load", { selection: this.selection, run });
  }

  /** Asks for a cell that previews the selection. */
  preview(): void {
    if (this.selection) this.#fire("foundry-preview", { selection: this.selection });
  }

  #open(): void {
    if (this.selection) this.#fire("foundry-open", { selection: this.selection });
  }

  /** Shows what a cell asks for, without a word to that cell. */
  follow(selection: LoadSelection): void {
    if (selection.dataset !== this.name) return;
    if (selection.version !== this.selection?.version) this.chosenVersion = selection.version;
    this.split = selection.split;
    this.as = selection.as;
    this.columns = selection.columns && new Set(selection.columns);
    this.view = selection.view;
  }

  override render(): TemplateResult {
    return html`${this.#loading.render({
      pending: () => html`<div class="faint" role="status">${t("Opening %1…", this.name)}</div>`,
      error: (error) => html`<div class="problem" role="alert">
        <span>${error instanceof Error ? error.message : String(error)}</span>
        <button class="secondary" @click=${() => void this.#loading.run()}>${t("Retry")}</button>
      </div>`,
      complete: (loaded) => this.#card(loaded),
    })}`;
  }

  #card({ dataset, statistics, summary, models, status, comparison }: Loaded): TemplateResult {
    const split = this.#splitOf(dataset);
    const counted = statistics?.splits.find((one) => one.split === split?.name)?.columns;
    const bytes = dataset.files.reduce((sum, file) => sum + file.bytes, 0);
    const authors = (dataset.authors ?? []).map((author) => author.name);
    return html`<section aria-label=${dataset.title}>
      <h2>${dataset.title}</h2>
      <div class="byline">
        ${authors.length > 3 ? t("%1 et al.", authors[0] ?? "") : authors.join(", ")}${authors.length > 0 ? " · " : nothing}${dataset.name} ·
        ${citeMenu(dataset, this.#copier)}
        ${dataset.url ? html` · ${outside(dataset.url, t("Home page"))}` : nothing}
        ${dataset.doi ? html` · ${outside(doiUrl(dataset.doi), "DOI")}` : nothing}
        ·
        <button class="link" title=${t("Find datasets with the same columns, units, keywords or domains")} @click=${() => this.#fire("foundry-search", `similar:${dataset.name}`)}>${t("Similar")}</button>
        <span class="said" role="status">${this.#copier.said}</span>
      </div>
      ${statusLine(status)}
      ${this.#choices(dataset, summary)}
      ${this.actions ? this.#buttons() : nothing}
      ${dataset.description ? html`<p class="description">${dataset.description}</p>` : nothing}
      ${columnsList({
        columns: dataset.columns,
        statistics: counted,
        choice: this.actions
          ? { chosen: this.#chosen(dataset), toggle: (name) => this.#toggle(dataset, name) }
          : undefined,
        expanded: this.expanded,
        expand: () => (this.expanded = !this.expanded),
      })}
      ${comparison ? this.#comparison(comparison) : nothing}
      ${
        this.actions
          ? rowsChoice(dataset.columns, this.view, (view) => {
              this.view = view;
              this.#changed(dataset);
            })
          : nothing
      }
      ${
        models.length > 0
          ? html`<h3>${t("Models trained on it")}</h3>
            <ul class="plain-list">${models.map((model) => this.#modelLink(model))}</ul>`
          : nothing
      }
      <dl class="faint">
        <dt>${t("License")}</dt>
        <dd>${dataset.license ?? t("not given: ask its authors")}</dd>
        <dt>${t("Size")}</dt>
        <dd>${formatCount(
          dataset.splits.reduce((sum, one) => sum + one.rows, 0),
          "row",
        )}, ${formatBytes(bytes)}</dd>
        <dt>${t("Cite")}</dt>
        <dd>${citationTexts(dataset).map((text) => html`<div>${text}</div>`)}</dd>
        ${dataset.source ? html`<dt>${t("Source")}</dt><dd>${dataset.source}</dd>` : nothing}
      </dl>
    </section>`;
  }

  #comparison(source: ComparisonSource): TemplateResult {
    return html`<details class="compare" ?open=${this.comparing} @toggle=${(event: Event) => (this.comparing = (event.target as HTMLDetailsElement).open)}>
      <summary>${t("Compare splits")}</summary>
      ${this.comparing ? html`<foundry-comparison .source=${source}></foundry-comparison>` : nothing}
    </details>`;
  }

  #choices(dataset: Dataset, { versions }: PackageSummary): TemplateResult {
    const split = this.#splitOf(dataset);
    const before = versions[versions.indexOf(dataset.version) + 1];
    return html`<div class="row">
      <label>${t("Split")}
        <select aria-label=${t("Split")} @change=${(event: Event) => {
          this.split = valueOf(event);
          this.#changed(dataset);
        }}>
          ${splitOptions(dataset.splits, split?.name)}
        </select>
      </label>
      ${
        this.actions
          ? html`<label>${t("as")}
            <select aria-label=${t("Load as")} title=${t("What the cell makes: an Arrow table or a pandas frame")} @change=${(
              event: Event,
            ) => {
              this.as = valueOf(event) === "pandas" ? "pandas" : "arrow";
              this.#changed(dataset);
            }}>
              <option value="arrow" .selected=${this.as === "arrow"}>${t("Arrow table")}</option>
              <option value="pandas" .selected=${this.as === "pandas"}>${t("pandas frame")}</option>
            </select>
          </label>`
          : nothing
      }
      ${
        versions.length > 1
          ? html`<label>${t("version")} ${versionSelect(dataset.version, versions, (chosen) => this.#chooseVersion(chosen))}</label>`
          : html`<span class="faint">v${dataset.version}</span>`
      }
      </div>
      ${
        before !== undefined && this.source?.changes
          ? html`<foundry-changes .source=${this.source} .name=${dataset.name} .from=${before} .to=${dataset.version}></foundry-changes>`
          : nothing
      }`;
  }

  #buttons(): TemplateResult {
    return html`<div class="row actions">
        <button
          class="primary"
          title=${t("Insert a cell that loads the split (Shift: and run it)")}
          @click=${(event: MouseEvent) => this.load(this.run || event.shiftKey)}
        >
          ${t("Load in notebook")}
        </button>
        <button class="secondary" title=${t("Show the split's table in a new cell")} @click=${() => this.preview()}>${t("Preview")}</button>
        <button class="secondary" title=${t("Show the split's rows in a tab, without a kernel")} @click=${() => this.#open()}>${t("Open table")}</button>
        <label title=${t("Run the cell as soon as it is inserted")}>
          <input type="checkbox" .checked=${this.run} @change=${(event: Event) => (this.run = (event.target as HTMLInputElement).checked)} />
          ${t("Run it")}
        </label>
      </div>
      <div class="status ${this.cell.state}" role="status">${this.cell.text}</div>`;
  }

  #chooseVersion(version: string): void {
    this.chosenVersion = version;
    void this.updateComplete
      .then(() => this.#loading.taskComplete)
      .then(({ dataset }) => this.#changed(dataset))
      // A version that cannot be read is said in the card.
      .catch(() => undefined);
  }

  #modelLink({ name, version, title, metrics = [] }: Model): TemplateResult {
    const [metric] = metrics;
    const figure = metric
      ? ` (${metric.name} ${metric.value.toPrecision(3)}${metric.unit ? ` ${metric.unit}` : ""})`
      : "";
    const choose = () => this.#fire("foundry-select", { kind: "model", name, version });
    return html`<li><button class="link" @click=${choose}>${title} ${version}</button><span class="faint">${figure}</span></li>`;
  }

  #splitOf(dataset: Dataset): Dataset["splits"][number] | undefined {
    return dataset.splits.find(({ name }) => name === this.split) ?? dataset.splits[0];
  }

  #chosen(dataset: Dataset): ReadonlySet<string> {
    return this.columns ?? new Set(dataset.columns.map(({ name }) => name));
  }

  #toggle(dataset: Dataset, name: string): void {
    const chosen = new Set(this.#chosen(dataset));
    if (!chosen.delete(name)) chosen.add(name);
    this.columns = chosen;
    this.#changed(dataset);
  }

  #selection(dataset: Dataset): LoadSelection {
    const names = dataset.columns.map(({ name }) => name);
    const chosen = names.filter((name) => this.#chosen(dataset).has(name));
    const some = chosen.length > 0 && chosen.length < names.length;
    const { name, version } = dataset;
    return {
      dataset: name,
      version,
      split: this.#splitOf(dataset)?.name ?? "train",
      as: this.as,
      ...(some ? { columns: chosen } : {}),
      ...(this.view && { view: this.view }),
    };
  }

  #changed(dataset: Dataset): void {
    this.#fire("foundry-selection", { selection: this.#selection(dataset) });
  }

  #fire(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

const valueOf = (event: Event) => (event.target as HTMLSelectElement).value;

define("foundry-dataset-card", DatasetCardElement);
