import { Task } from "@lit/task";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Model } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { BrowserModel } from "../../inference/browser-model.js";
import type { Value } from "../../inference/tensors.js";
import { define } from "../define.js";
import { download } from "../download.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { rowOf, type RowPlace } from "./dataset-rows.js";
import { fieldView } from "./field-view.js";
import { readField, startOf, textOfValue, warningOf } from "./fields.js";
import { outcomeView } from "./outcome-view.js";
import { csvOf, rowsOfFile, type FileRows } from "./rows-of-file.js";
import { rowsView } from "./rows-view.js";
import { openTrial, prepareTrial, type Trial, type TrialSource } from "./trial.js";
import { tryStyle } from "./try-style.js";

type Predicted = ReadonlyMap<string, readonly Value[]>;
type Outcome = { predicted: Predicted; rows?: FileRows };

/** A form that runs an ONNX model in the browser: no kernel, and no server but the one that its file comes from. */
export class ModelTryElement extends LitElement {
  static override styles = [tokens, controls, tryStyle];

  @property({ attribute: false }) source: TrialSource | undefined;
  @property({ attribute: false }) model: Model | undefined;

  @state() private texts: Readonly<Record<string, string>> = {};
  @state() private place: string | undefined;
  @state() private row = 1;
  @state() private busy: string | undefined;
  @state() private problem: string | undefined;
  @state() private note: string | undefined;
  @state() private outcome: Outcome | undefined;
  #opened: Promise<BrowserModel> | undefined;
  #opening = new AbortController();
  /** The run that the form waits for: an earlier one that ends later is nobody's. */
  #run = 0;

  readonly #preparing = new Task(this, {
    args: () => [this.source, this.model] as const,
    task: async ([source, model], { signal }) => {
      if (!source || !model) throw new Error(t("No model is chosen."));
      const trial = await prepareTrial(source, model, signal);
      this.texts = Object.fromEntries(trial.fields.map((field) => [field.name, startOf(field)]));
      return trial;
    },
  });

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("model")) this.#reset();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override render(): TemplateResult {
    return html`${this.#preparing.render({
      pending: () => html`<p class="hint" role="status">${t("Preparing the form…")}</p>`,
      error: (error) => html`<div class="problem" role="alert"><span>${sentence(error)}</span>
        <button class="secondary" @click=${() => void this.#preparing.run()}>${t("Retry")}</button></div>`,
      complete: (trial) => this.#form(trial),
    })}`;
  }

  #form(trial: Trial): TemplateResult {
    return html`${this.#tools(trial)}
      <form novalidate @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        void this.#predict(trial);
      }}>
        <div class="fields" role="group" aria-label=${t("Inputs")}>
          ${trial.fields.map((field) => fieldView(field, this.texts[field.name] ?? "", (text) => (this.texts = { ...this.texts, [field.name]: text })))}
        </div>
        <div class="actions">
          ${
            this.busy === undefined
              ? html`<button class="primary">${t("Predict")}</button>`
              : html`<span role="status">${this.busy}</span><button type="button" class="secondary" @click=${() => this.#stop()}>${t("Stop")}</button>`
          }
          <span class="hint">${t("Runs in this browser; nothing that you enter is sent anywhere.")}</span>
        </div>
      </form>
      ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
      ${this.outcome ? this.#outcome(trial, this.outcome) : nothing}`;
  }

  #tools(trial: Trial): TemplateResult {
    const { places } = trial;
    const place = places.find(({ key }) => key === this.place) ?? places[0];
    return html`<div class="tools">
      ${
        place
          ? html`<label>${t("Row")} <input type="number" min="1" max=${place.rows} .value=${String(this.row)} @change=${(event: Event) => (this.row = Math.min(place.rows, Math.max(1, Math.round(Number((event.target as HTMLInputElement).value)) || 1)))} /></label>
            <label>${t("of")} <select aria-label=${t("Dataset and split")} @change=${(event: Event) => (this.place = (event.target as HTMLSelectElement).value)}>
              ${places.map(({ key, rows }) => html`<option value=${key} .selected=${key === place.key}>${key} · ${formatNumber(rows)}</option>`)}
            </select></label>
            <button class="secondary" @click=${() => void this.#fill(trial, place, this.row)}>${t("Fill in")}</button>`
          : nothing
      }
      <label>${t("or rows of a CSV file")} <input type="file" accept=".csv,.tsv,text/csv,text/tab-separated-values" @change=${(event: Event) => void this.#file(trial, event.target as HTMLInputElement)} /></label>
    </div>`;
  }

  #outcome(trial: Trial, { predicted, rows }: Outcome): TemplateResult {
    if (rows)
      return rowsView(trial.model, rows, predicted, trial.training, this.note, () => void this.#save(rows, predicted));
    const warnings = trial.fields.flatMap((field) => {
      const found = readField(field, this.#used[field.name] ?? "");
      const said = "value" in found ? warningOf(field, found.value) : undefined;
      return said ? [said] : [];
    });
    return html`${outcomeView(trial.model, predicted, trial.training)}
      ${
        warnings.length
          ? html`<div class="warning" role="alert">${t("The model was trained on nothing like this:")}
            <ul>${warnings.slice(0, 6).map((said) => html`<li>${said}</li>`)}${warnings.length > 6 ? html`<li>${t("and %1 more inputs", warnings.length - 6)}</li>` : nothing}</ul></div>`
          : nothing
      }`;
  }

  /** The texts that the shown prediction was made from. */
  #used: Readonly<Record<string, string>> = {};

  async #predict(trial: Trial): Promise<void> {
    const texts = this.texts;
    const columns = new Map<string, Value[]>();
    for (const field of trial.fields) {
      const found = readField(field, texts[field.name] ?? "");
      if ("problem" in found) {
        this.problem = found.problem;
        this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(`input-${field.name}`)}`)?.focus();
        return;
      }
      columns.set(field.name, [found.value]);
    }
    await this.#doing(trial, "Predicting…", async (opened) => {
      const predicted = await opened.predict(columns, 1);
      this.#used = texts;
      return { predicted };
    });
  }

  async #file(trial: Trial, input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (!file) return;
    this.problem = undefined;
    let rows: FileRows;
    try {
      rows = await rowsOfFile(file, trial.fields);
    } catch (error) {
      this.problem = sentence(error);
      return;
    } finally {
      // The same file may be chosen again, once it is corrected.
      input.value = "";
    }
    await this.#doing(trial, t("Predicting %1…", file.name), async (opened, say) => {
      const predicted = await opened.predict(rows.values, rows.count, (done, total) =>
        say(`${formatNumber(done)} of ${formatNumber(total)} rows…`),
      );
      return { predicted, rows };
    });
  }

  async #fill(trial: Trial, place: RowPlace, row: number): Promise<void> {
    this.problem = undefined;
    try {
      const names = trial.fields.map(({ name }) => name);
      const found = await rowOf(trial.files, place, row - 1, names);
      this.texts = Object.fromEntries(names.map((name) => [name, textOfValue(found[name])]));
      if (trial.fields.every(({ name }) => this.texts[name] !== "")) await this.#predict(trial);
      else
        this.problem = t(
          "Row %1 has no value for %2.",
          row,
          names
            .filter((name) => this.texts[name] === "")
            .slice(0, 4)
            .join(", "),
        );
    } catch (error) {
      this.problem = sentence(error);
    }
  }

  async #doing(
    trial: Trial,
    what: string,
    work: (opened: BrowserModel, say: (text: string) => void) => Promise<Outcome>,
  ): Promise<void> {
    const run = ++this.#run;
    const current = () => run === this.#run;
    this.problem = undefined;
    this.busy = this.#opened ? what : t("Loading the model…");
    try {
      this.#opened ??= openTrial(trial, this.#opening.signal);
      const opened = await this.#opened;
      if (!current()) return;
      this.busy = what;
      const outcome = await work(opened, (text) => {
        if (current()) this.busy = text;
      });
      if (current()) this.outcome = outcome;
    } catch (error) {
      if (!current()) return;
      // What could not be opened is tried anew.
      this.#close();
      this.problem = sentence(error);
    } finally {
      if (current()) this.busy = undefined;
    }
  }

  async #save(rows: FileRows, predicted: Predicted): Promise<void> {
    const { text, guarded } = await csvOf(rows, predicted);
    this.note = guarded
      ? t("Saved; %1 texts have ' before them, so that no spreadsheet runs them.", guarded)
      : undefined;
    download(`${rows.name.replace(/\.\w+$/, "")}-predicted.csv`, [text], "text/csv");
  }

  #stop(): void {
    this.#run += 1;
    this.busy = undefined;
    this.#close();
  }

  #reset(): void {
    this.#stop();
    this.outcome = undefined;
    this.note = undefined;
    this.problem = undefined;
    this.place = undefined;
    this.row = 1;
  }

  #close(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#opened?.then((model) => model.close()).catch(() => undefined);
    this.#opened = undefined;
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

define("foundry-model-try", ModelTryElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-model-try": ModelTryElement;
  }
}
