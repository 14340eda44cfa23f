import { Task, TaskStatus } from "@lit/task";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Dataset, Metric, Model, PackageStatus, PackageSummary } from "../../contracts/types.js";
import type { RunSelection } from "../../core/cell-source.js";
import { citationTexts } from "../../core/citation.js";
import { misfit } from "../../core/model-fit.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { cardStyle } from "./card-style.js";
import { Copier } from "./cite.js";
import { citeMenu } from "./cite-menu.js";
import { columnsList } from "./columns-list.js";
import { markdown } from "./markdown.js";
import { statusLine } from "./status-line.js";
import { trySection } from "./try-section.js";
import { versionSelect, versionsBeside } from "./versions.js";

interface Loaded {
  model: Model;
  /** Where it can run: the datasets it was trained on that this catalog holds. */
  datasets: Dataset[];
  status: PackageStatus | undefined;
  summary: PackageSummary;
}

/** A split that the model can run on. */
interface Place {
  key: string;
  dataset: string;
  version: string;
  split: string;
  rows: number;
  /** Why the model does not run on it as it is. */
  misfit: string | undefined;
}

/**
 * A model: what it takes and gives, what it was trained on, its metrics and card, and running it.
 *
 * @fires foundry-run - run it in a notebook: detail `{ selection }`
 * @fires foundry-select - a dataset it was trained on was chosen: detail `{ kind, name, version }`
 */
export class ModelCardElement extends LitElement {
  static override styles = [tokens, controls, cardStyle];

  @property({ attribute: false }) source: CatalogSource | undefined;
  @property() name = "";
  /** Which version is shown first; the newest when undefined. */
  @property() version: string | undefined;
  /** Whether notebooks are at hand; without them the card only shows. */
  @property({ type: Boolean }) actions = false;

  @state() private chosen = "";
  @state() private chosenVersion: string | undefined;
  @state() private expanded = false;
  @state() private trying = false;
  readonly #copier = new Copier(this);
  readonly #loading = new Task(this, {
    args: () => [this.source, this.name, this.chosenVersion] as const,
    task: async ([source, name, version], { signal }): Promise<Loaded> => {
      if (!source || !name) throw new Error(t("No model is chosen."));
      const model = await source.model(name, version, signal);
      const trained = new Map((model.trainedOn ?? []).map((item) => [`${item.dataset}@${item.version}`, item]));
      const [status, summary] = await Promise.all([
        source.status?.("model", name, model.version, signal),
        versionsBeside(source, model, signal),
      ]);
      const found = await Promise.allSettled(
        [...trained.values()].map((item) => source.dataset(item.dataset, item.version, signal)),
      );
      signal.throwIfAborted();
      return {
        model,
        status,
        summary,
        datasets: found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
      };
    },
  });

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("name") || changes.has("source") || changes.has("version")) {
      this.chosenVersion = this.version;
      this.chosen = "";
      this.expanded = false;
      this.trying = false;
    }
  }

  /** What would run now; undefined while the model is not here, or has nothing to run on. */
  get selection(): RunSelection | undefined {
    const loaded = this.#loading.value;
    if (!loaded || this.#loading.status !== TaskStatus.COMPLETE) return undefined;
    const place = this.#place(this.#places(loaded), loaded.model);
    return (
      place && {
        model: loaded.model.name,
        modelVersion: loaded.model.version,
        dataset: place.dataset,
        version: place.version,
        split: place.split,
      }
    );
  }

  /** Asks for a cell that runs the model on the chosen split. */
  runInNotebook(): void {
    const { selection } = this;
    if (selection)
      this.dispatchEvent(new CustomEvent("foundry-run", { detail: { selection }, bubbles: true, composed: true }));
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

  #card(loaded: Loaded): TemplateResult {
    const { model, status, summary } = loaded;
    const authors = (model.authors ?? []).map((author) => author.name).join(", ");
    const folding = { expanded: this.expanded, expand: () => (this.expanded = !this.expanded) };
    return html`<section aria-label=${model.title}>
      <h2>${model.title}</h2>
      <div class="byline">${authors}${authors ? " · " : nothing}${model.name} · ${this.#versions(model, summary)} · ${model.license ?? t("no license")} ·
        ${citeMenu(model, this.#copier)} <span class="said" role="status">${this.#copier.said}</span></div>
      ${statusLine(status)}
      ${this.actions ? this.#running(loaded) : nothing}
      ${model.description ? html`<p class="description">${model.description}</p>` : nothing}
      ${trySection(this.source, model, this.trying, (open) => (this.trying = open))}
      <h3>${t("Outputs")}</h3>
      ${columnsList({ columns: model.signature.outputs.flatMap(({ columns }) => columns), ...folding })}
      <h3>${t("Trained on")}</h3>
      <ul class="plain-list">${(model.trainedOn ?? []).map((item) => this.#trainedOn(item))}</ul>
      ${
        model.metrics && model.metrics.length > 0
          ? html`<h3>${t("Metrics")}</h3>
            <ul class="plain-list">${model.metrics.map((metric) => html`<li>${metricText(metric)}</li>`)}</ul>`
          : nothing
      }
      ${model.agreement ? html`<h3>${t("Checked")}</h3><p>${agreementText(model.agreement)}</p>` : nothing}
      <h3>${t("Inputs")}</h3>
      ${columnsList({ columns: model.signature.inputs.flatMap(({ columns }) => columns), ...folding })}
      ${model.intendedUse ? html`<h3>${t("Intended use")}</h3>${markdown(model.intendedUse)}` : nothing}
      ${model.limits ? html`<h3>${t("Limits")}</h3>${markdown(model.limits)}` : nothing}
      ${model.card ? html`<h3>${t("Card")}</h3>${markdown(model.card)}` : nothing}
      <h3>${t("Cite")}</h3>
      ${citationTexts(model).map((text) => html`<p class="faint">${text}</p>`)}
    </section>`;
  }

  #versions({ version }: Model, { versions }: PackageSummary): TemplateResult {
    return versions.length < 2
      ? html`v${version}`
      : versionSelect(version, versions, (chosen) => (this.chosenVersion = chosen));
  }

  #running(loaded: Loaded): TemplateResult {
    const places = this.#places(loaded);
    const place = this.#place(places, loaded.model);
    if (!place) return html`<p class="faint">${t("None of the datasets that it was trained on is in this store.")}</p>`;
    return html`<div class="row actions">
      <label>${t("On")}
        <select aria-label=${t("Run on")} @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}>
          ${places.map(({ key, dataset, split, rows }) => html`<option value=${key} .selected=${key === place.key}>${dataset} ${split} · ${formatNumber(rows)}</option>`)}
        </select>
      </label>
      ${
        place.misfit === undefined
          ? html`<button class="primary" @click=${() => this.runInNotebook()}>${t("Run in notebook")}</button>`
          : html`<button class="secondary" @click=${() => this.runInNotebook()}>${t("Map columns in notebook")}</button>
            <span class="faint">${t("The model does not fit as it is: %1.", place.misfit)}</span>`
      }
    </div>`;
  }

  #places({ model, datasets }: Loaded): Place[] {
    return datasets.flatMap((dataset) => {
      const { name, version, splits } = dataset;
      const unfit = misfit(model, dataset);
      return splits.map((split) => ({
        key: `${name}@${version}/${split.name}`,
        dataset: name,
        version,
        split: split.name,
        rows: split.rows,
        misfit: unfit,
      }));
    });
  }

  #place(places: readonly Place[], { trainedOn }: Model): Place | undefined {
    // The rows that a model was not trained on say most of it.
    const trained = new Set(trainedOn?.map((item) => `${item.dataset}@${item.version}/${item.split}`));
    const fitting = places.filter((place) => place.misfit === undefined);
    return (
      places.find(({ key }) => key === this.chosen) ??
      fitting.find(({ key }) => !trained.has(key)) ??
      fitting[0] ??
      places.find(({ key }) => !trained.has(key)) ??
      places[0]
    );
  }

  #trainedOn({ dataset, version, split }: NonNullable<Model["trainedOn"]>[number]): TemplateResult {
    const choose = () =>
      this.dispatchEvent(
        new CustomEvent("foundry-select", {
          detail: { kind: "dataset", name: dataset, version },
          bubbles: true,
          composed: true,
        }),
      );
    return html`<li><button class="link" @click=${choose}>${dataset} ${version}</button> ${split}</li>`;
  }
}

/** How the package was compared with its publisher's own object. */
function agreementText({ rows, precision, tolerance, largest }: NonNullable<Model["agreement"]>): string {
  const differences = Object.entries(largest).map(([name, value]) => `${name} ${value.toPrecision(2)}`);
  return t(
    "On %1 against its publisher's own object, in %2 precision; largest difference %3, tolerance %4 of the spread.",
    formatCount(rows, "row"),
    precision,
    differences.join("; ") || "0",
    tolerance.toExponential(0),
  );
}

/** `MAE 0.46 log10(mol/L) on solubility@1.0.0 test`. */
const metricText = ({ name, value, unit, dataset, split }: Metric): string => {
  const where = [dataset, split].filter(Boolean).join(" ");
  return `${name} ${value.toPrecision(3)}${unit ? ` ${unit}` : ""}${where ? ` on ${where}` : ""}`;
};

define("foundry-model-card", ModelCardElement);
