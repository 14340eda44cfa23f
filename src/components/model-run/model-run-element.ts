import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { runCell, type RunSelection } from "../../core/cell-source.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { pane } from "../pane/pane.js";
import { paneStyle } from "../pane/pane-style.js";
import "../parity/parity-element.js";
import { parityPairs } from "../parity/parity-pairs.js";
import type { Arrangement } from "../table/column-order.js";
import "../table/table-element.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import { failuresView } from "./failures-view.js";
import { mappingForm } from "./mapping-form.js";
import { durationText, progressText } from "./progress-text.js";
import { resultArrangement } from "./result-widths.js";
import { errorsText, runErrors, type RunErrors } from "./run-errors.js";
import type {
  ColumnMapping,
  DataChoice,
  ModelChoice,
  Run,
  RunCheck,
  RunProgress,
  RunResult,
  RunSource,
} from "./run-source.js";
import { runStyle } from "./run-style.js";

/** The choices of a run: a model's reference and a table's label. */
export interface RunChoice {
  model?: string | undefined;
  data?: string | undefined;
}

/** How far a run is. */
export interface RunState {
  model: string;
  done: number;
  total: number;
}

/**
 * Runs a model on a split or a table, and shows what it predicts.
 *
 * @fires foundry-run-choice - model or data were chosen: detail {@link RunChoice}
 * @fires foundry-run-state - a run is under way or has ended: detail `{ state }`, a {@link RunState} while it runs
 * @fires foundry-insert-cell - a cell is asked for: detail `{ source, selection }`
 */
export class ModelRunElement extends LitElement {
  static override styles = [tokens, controls, frame, paneStyle, runStyle];

  @property({ attribute: false }) source: RunSource | undefined;
  @property({ attribute: false }) choice: RunChoice = {};
  /** Why nothing can be run: shown above the rows that are here. */
  @property({ attribute: false }) stale: string | undefined;

  @state() private progress: RunProgress | undefined;
  @state() private result: RunResult | undefined;
  /** Of the result; undefined until they are computed. */
  @state() private errors: RunErrors | undefined;
  @state() private problem: string | undefined;
  @state() private stopping = false;
  @state() private check: RunCheck | undefined;
  @state() private columns: ColumnMapping = {};
  /** Whether a person opened the mapping form where it is not needed. */
  @state() private mapping = false;
  @state() private comparing = false;
  /** Of the result's columns. */
  @state() private arrangement: Arrangement = {};
  #run: Run | undefined;
  readonly #resizes = new ResizeObserver(() => this.#arrange());
  /** The model and data that are asked about or known. */
  #asked = "";

  get model(): ModelChoice | undefined {
    const { models = [] } = this.source ?? {};
    return models.find(({ reference }) => reference === this.choice.model) ?? models[0];
  }

  get data(): DataChoice | undefined {
    const { data = [] } = this.source ?? {};
    return data.find(({ label }) => label === this.choice.data) ?? data[0];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  override updated(changes: PropertyValues<this>): void {
    this.#arrange();
    const { source, model, data, stale } = this;
    const key = `${model?.reference ?? ""} on ${data?.label ?? ""}`;
    if (key === this.#asked && !changes.has("source")) return;
    this.#asked = key;
    this.check = undefined;
    this.columns = {};
    this.mapping = false;
    if (source?.check && model && data && stale === undefined) void this.#askCheck();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.source) return nothing;
    return html`<div class="bar">
        ${this.#choices(this.source)}${this.progress ? this.#underWay(this.progress) : this.#start()}
      </div>
      ${this.check && (this.mapping || this.check.problems.length > 0) ? mappingForm(this.check, this.columns, (columns) => this.#map(columns)) : nothing}
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      ${
        this.problem
          ? html`<div class="problem" role="alert">
              <span>${this.problem}</span>
              ${this.stale ? nothing : html`<button class="plain" @click=${() => void this.#execute()}>${t("Retry")}</button>`}
            </div>`
          : nothing
      }
      ${this.progress ? failuresView(this.progress.failed ?? 0, this.progress.failures ?? []) : nothing}
      ${this.result && !this.progress ? failuresView(this.result.failed ?? 0, this.result.failures ?? []) : nothing}
      ${
        this.result
          ? html`<div class="main">
              <foundry-table .source=${this.result.table} .arrangement=${this.arrangement}></foundry-table>
              ${this.comparing ? this.#parity(this.result) : nothing}
            </div>`
          : nothing
      }
      ${this.#foot()}`;
  }

  /** Arranges the result's columns for the room that there is; what a person arranged meanwhile stays in the same room. */
  #arrange(): void {
    const room = this.renderRoot.querySelector("foundry-table")?.clientWidth ?? 0;
    if (room === 0 || !this.result) return;
    const arrangement = resultArrangement(this.result.table.description.columns, room);
    if (JSON.stringify(arrangement) !== JSON.stringify(this.arrangement)) this.arrangement = arrangement;
  }

  #parity({ table }: RunResult): TemplateResult {
    return pane(
      {
        heading: t("Predictions beside the truth"),
        close: t("Close the parity plot"),
        closed: () => (this.comparing = false),
        wide: true,
      },
      html`<foundry-parity .source=${table}></foundry-parity>`,
    );
  }

  #choices({ models, data }: RunSource): TemplateResult {
    const busy = this.progress !== undefined;
    return html`<select
        aria-label=${t("Model")}
        ?disabled=${busy}
        @change=${(event: Event) => this.#choose({ model: (event.target as HTMLSelectElement).value })}
      >
        ${models.map(
          ({ reference, title }) =>
            html`<option value=${reference} title=${title} .selected=${reference === this.model?.reference}>
              ${reference.replace("@", " ")}
            </option>`,
        )}
      </select>
      <span>${t("on")}</span>
      <select
        aria-label=${t("Data")}
        ?disabled=${busy}
        @change=${(event: Event) => this.#choose({ data: (event.target as HTMLSelectElement).value })}
      >
        ${data.map(
          ({ label, rows }) =>
            html`<option value=${label} .selected=${label === this.data?.label}>
              ${t("%1 · %2 rows", label, formatNumber(rows))}
            </option>`,
        )}
      </select>`;
  }

  #start(): TemplateResult {
    const ready = this.model && this.data && this.stale === undefined && !this.check?.problems.length;
    const stopped = this.result?.stopped === true && this.#ran === this.#runKey;
    return html`${
      this.check && this.check.problems.length === 0
        ? html`<button class="plain" aria-pressed=${this.mapping ? "true" : "false"} @click=${() => (this.mapping = !this.mapping)}>${t("Columns")}</button>`
        : nothing
    }
      ${stopped ? html`<button class="secondary" ?disabled=${!ready} @click=${() => void this.#execute(true)}>${t("Resume")}</button>` : nothing}
      <button class="primary" ?disabled=${!ready} @click=${() => void this.#execute()}>${t("Run")}</button>`;
  }

  /** The model, data and columns of the last run. */
  #ran = "";

  get #runKey(): string {
    return JSON.stringify([this.model?.reference, this.data?.label, this.columns]);
  }

  #map(columns: ColumnMapping): void {
    this.columns = columns;
    void this.#askCheck();
  }

  async #askCheck(): Promise<void> {
    const { source, model, data, columns } = this;
    const key = this.#asked;
    if (!model || !data) return;
    try {
      const check = await source?.check?.(model, data, columns);
      if (key === this.#asked && columns === this.columns) this.check = check;
    } catch {
      // What is wrong is said when it is run: there is nothing to map then.
    }
  }

  #underWay(progress: RunProgress): TemplateResult {
    const text = progressText(progress);
    return html`<progress
        max=${progress.total}
        value=${progress.done}
        aria-label=${t("Rows predicted")}
        aria-valuetext=${text}
      ></progress>
      <span class="figures">${text}</span>
      <button class="plain" ?disabled=${this.stopping} @click=${() => this.#stop()}>
        ■ ${this.stopping ? t("Stopping…") : t("Stop")}
      </button>`;
  }

  #foot(): TemplateResult {
    return html`<div class="foot">
      <span role="status">${this.#outcome}</span>
      ${
        this.#comparable
          ? html`<button
              class="plain"
              title=${t("Predictions against the truth")}
              aria-pressed=${this.comparing ? "true" : "false"}
              @click=${() => (this.comparing = !this.comparing)}
            >
              ${t("Parity")}
            </button>`
          : nothing
      }
      ${this.runSelection ? html`<button class="plain" @click=${() => this.#insert()}>${t("Insert as cell")}</button>` : nothing}
    </div>`;
  }

  /** Whether the result holds true values beside what was predicted. */
  get #comparable(): boolean {
    const { table } = this.result ?? {};
    return table?.plot !== undefined && parityPairs(table.description.columns).length > 0;
  }

  get #outcome(): string {
    const { source, result } = this;
    if (source?.models.length === 0) return t("The store holds no model yet; publish one, then run this cell again.");
    if (source?.data.length === 0) return t("There is no split or table that a model could run on.");
    if (!result) return t("Choose a model and what it runs on.");
    const of = result.table.description.rows;
    const over = this.errors?.pairs.length ? errorsText(this.errors, of) : formatCount(of, "row");
    return t(result.stopped ? "%1 · stopped after %2" : "%1 · in %2", over, durationText(result.seconds));
  }

  /** What a cell that reproduces the run names; undefined for a table that is not a split of a package. */
  get runSelection(): RunSelection | undefined {
    const [model, modelVersion] = this.model?.reference.split("@") ?? [];
    const [dataset, version] = this.data?.reference?.split("@") ?? [];
    const split = this.data?.split;
    return model && modelVersion && dataset && version && split
      ? {
          model,
          modelVersion,
          dataset,
          version,
          split,
          ...(Object.keys(this.columns).length > 0 ? { columns: this.columns } : {}),
        }
      : undefined;
  }

  #choose(change: RunChoice): void {
    this.choice = { model: this.model?.reference, data: this.data?.label, ...change };
    this.dispatchEvent(new CustomEvent("foundry-run-choice", { detail: this.choice, bubbles: true, composed: true }));
  }

  #stop(): void {
    this.stopping = true;
    this.#run?.stop();
  }

  #insert(): void {
    const selection = this.runSelection;
    if (!selection) return;
    const detail = { source: runCell(selection), selection };
    this.dispatchEvent(new CustomEvent("foundry-insert-cell", { detail, bubbles: true, composed: true }));
  }

  async #execute(resume = false): Promise<void> {
    const { source, model, data } = this;
    if (!source || !model || !data || this.progress) return;
    this.problem = undefined;
    this.progress = { done: 0, total: data.rows, rowsPerSecond: 0 };
    try {
      this.#ran = this.#runKey;
      const options = { columns: this.columns, ...(resume ? { resume } : {}) };
      this.#run = source.run(
        model,
        data,
        (progress) => {
          this.progress = progress;
          this.#say({ model: model.title, done: progress.done, total: progress.total });
        },
        options,
      );
      this.#say({ model: model.title, done: 0, total: data.rows });
      const result = await this.#run.result;
      this.errors = undefined;
      this.result = result;
      // They are shown when they are there; the rows do not wait for them.
      void runErrors(result.table).then(
        (errors) => {
          if (this.result === result) this.errors = errors;
        },
        () => undefined,
      );
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.progress = undefined;
      this.stopping = false;
      this.#run = undefined;
      this.#say(undefined);
    }
  }

  #say(state: RunState | undefined): void {
    this.dispatchEvent(new CustomEvent("foundry-run-state", { detail: { state }, bubbles: true, composed: true }));
  }
}

define("foundry-model-run", ModelRunElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-model-run": ModelRunElement;
  }
}
