import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Benchmark, SearchHit, Submission, SubmissionCheck, SubmissionRequest } from "../../contracts/types.js";
import { foldsOfColumns, type ReadColumns } from "../../core/prediction-columns.js";
import type { CatalogSource, EntrySource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";

/** Where the form finds models, and where it enters them. */
export type SubmitSource = Pick<CatalogSource, "search"> & EntrySource;

const MOST_MODELS = 200;
const FILE = "file";
const TABLES = ".csv,.tsv,.parquet,.pq,.arrow,.feather,.ipc";

/**
 * Enters a benchmark with a published model, which the hub runs, or with a file of predictions; what is wrong is said before.
 *
 * @fires foundry-entered - an entry was taken: detail the Submission
 */
export class SubmitFormElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, max-content) minmax(0, 1fr);
        gap: 6px 10px;
        align-items: center;
        max-width: 460px;
      }
      label {
        display: contents;
      }
      select,
      input {
        width: 100%;
        box-sizing: border-box;
      }
      .wide {
        grid-column: 1 / -1;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      ul {
        margin: 0;
        padding-left: 18px;
      }
      .faint {
        color: var(--foundry-fg-muted);
      }
      .good {
        color: var(--foundry-ok);
      }
    `,
  ];

  @property({ attribute: false }) source: SubmitSource | undefined;
  @property({ attribute: false }) benchmark: Benchmark | undefined;
  /** Reads table files; where the host has no reader, only JSON is taken. */
  @property({ attribute: false }) readColumns: ReadColumns | undefined;

  @state() private models: SearchHit[] | undefined;
  @state() private chosen = "";
  @state() private name = "";
  @state() private by = "";
  @state() private checked: SubmissionCheck | undefined;
  @state() private problem = "";
  @state() private entered: Submission | undefined;
  @state() private busy: "" | "check" | "submit" = "";
  @query("input[type=file]") private file!: HTMLInputElement | null;
  #checks = 0;

  override willUpdate(changes: PropertyValues<this>): void {
    const before = changes.get("benchmark");
    if (
      changes.has("benchmark") &&
      before?.name === this.benchmark?.name &&
      before?.version === this.benchmark?.version
    )
      return;
    if (!changes.has("benchmark") && !changes.has("source")) return;
    Object.assign(this, {
      models: undefined,
      chosen: "",
      name: "",
      checked: undefined,
      problem: "",
      entered: undefined,
    });
    void this.#findModels();
  }

  override render(): TemplateResult {
    const models = this.models ?? [];
    return html`<form aria-label=${t("Enter the benchmark")} @submit=${this.#submit}>
      <label><span>${t("Model")}</span>
        <select aria-label=${t("Model")} @change=${this.#choose} ?disabled=${this.busy === "submit"}>
          <option value="" .selected=${this.chosen === ""}>${this.models ? (models.length > 0 ? t("choose…") : t("no models are published")) : t("looking for models…")}</option>
          ${models.map((model) => html`<option value=${reference(model)} .selected=${this.chosen === reference(model)}>${reference(model)}</option>`)}
          ${this.benchmark?.labels.inputsHidden ? nothing : html`<option value=${FILE} .selected=${this.chosen === FILE}>${t("a file of predictions…")}</option>`}
        </select>
      </label>
      ${
        this.chosen === FILE
          ? html`<label><span>${t("File")}</span><input type="file" accept=${this.readColumns ? `.json,${TABLES}` : ".json"} aria-label=${t("File of predictions")} @change=${() => void this.#check()} /></label>
            <div class="wide faint">
              ${this.readColumns ? t("CSV, Parquet or Arrow with the columns fold, %1 and prediction, or", this.benchmark?.id ?? "") : nothing}
              ${t("JSON: {fold: {id: prediction}}, in any order.")}
            </div>`
          : nothing
      }
      <label><span>${t("Name")}</span><input aria-label=${t("Name of the entry")} placeholder=${t("on the leaderboard")} maxlength="100" required .value=${this.name} @input=${(event: Event) => (this.name = valueOf(event))} @change=${() => void this.#check()} ?disabled=${this.busy === "submit"} /></label>
      <label><span>${t("By")}</span><input aria-label=${t("By")} placeholder=${t("you, or your group")} maxlength="200" .value=${this.by} @input=${(event: Event) => (this.by = valueOf(event))} @change=${() => void this.#check()} ?disabled=${this.busy === "submit"} /></label>
      ${this.#said()}
      <div class="wide buttons">
        <button class="primary" ?disabled=${this.busy === "submit" || this.chosen === "" || this.name.trim() === "" || (this.checked?.problems.length ?? 0) > 0}>${this.busy === "submit" ? t("Submitting…") : t("Submit")}</button>
        <span class="faint" role="status">${this.busy === "submit" && this.chosen !== FILE ? t("The hub runs %1; that takes a moment.", this.chosen) : this.busy === "check" ? t("Checking…") : ""}</span>
      </div>
    </form>`;
  }

  #said(): TemplateResult | typeof nothing {
    if (this.problem) return html`<div class="wide problem" role="alert">${this.problem}</div>`;
    if (this.entered)
      return html`<div class="wide good" role="status">${t("'%1' was entered and scored.", this.entered.name)}</div>`;
    const { problems = [], notes = [] } = this.checked ?? {};
    if (problems.length > 0)
      return html`<div class="wide problem" role="alert"><ul>${problems.map((text) => html`<li>${text}</li>`)}</ul></div>`;
    if (!this.checked) return nothing;
    return html`<div class="wide" role="status"><span class="good">${t("Nothing is wrong with it.")}</span>${notes.length > 0 ? html`<ul class="faint">${notes.map((text) => html`<li>${text}</li>`)}</ul>` : nothing}</div>`;
  }

  async #findModels(): Promise<void> {
    const { source, benchmark } = this;
    if (!source || !benchmark) return;
    try {
      const { hits } = await source.search({ query: "", kinds: ["model"], limit: MOST_MODELS });
      if (benchmark !== this.benchmark) return;
      this.models = hits;
    } catch (error) {
      this.models = [];
      this.problem = sentence(error);
    }
  }

  #choose = (event: Event): void => {
    this.chosen = (event.target as HTMLSelectElement).value;
    if (this.name === "" && this.chosen !== FILE) this.name = this.chosen.split("@")[0] ?? "";
    this.checked = undefined;
    this.problem = "";
    this.entered = undefined;
    if (this.chosen !== FILE) void this.#check();
  };

  /** What would be sent; undefined while something is missing. */
  async #request(): Promise<SubmissionRequest | undefined> {
    const name = this.name.trim();
    if (this.chosen === "" || name === "") return undefined;
    const by = this.by.trim();
    const who = { name, ...(by ? { by } : {}) };
    if (this.chosen !== FILE) return { ...who, model: this.chosen };
    const file = this.file?.files?.[0];
    return file && { ...who, folds: await this.#foldsOf(file) };
  }

  async #foldsOf(file: File): Promise<NonNullable<SubmissionRequest["folds"]>> {
    const { benchmark, readColumns } = this;
    if (/\.json$/i.test(file.name) || !readColumns || !benchmark) return readFolds(await file.text());
    return foldsOfColumns(benchmark, await readColumns(file));
  }

  async #check(): Promise<void> {
    const { source, benchmark } = this;
    const number = ++this.#checks;
    this.entered = undefined;
    try {
      const request = await this.#request();
      if (!source || !benchmark || !request) return;
      this.busy = "check";
      const checked = await source.check(benchmark.name, benchmark.version, request);
      if (number !== this.#checks) return;
      this.checked = checked;
      this.problem = "";
    } catch (error) {
      if (number === this.#checks) this.problem = sentence(error);
    }
    if (number === this.#checks && this.busy === "check") this.busy = "";
  }

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { source, benchmark } = this;
    if (!source || !benchmark || this.busy === "submit") return;
    this.#checks++;
    this.problem = "";
    this.busy = "submit";
    try {
      const request = await this.#request();
      if (request) {
        this.entered = await source.submit(benchmark.name, benchmark.version, request);
        this.checked = undefined;
        this.dispatchEvent(new CustomEvent("foundry-entered", { detail: this.entered, bubbles: true, composed: true }));
      } else this.problem = t("Choose a file of predictions.");
    } catch (error) {
      this.problem = sentence(error);
    }
    this.busy = "";
  };
}

function readFolds(text: string): NonNullable<SubmissionRequest["folds"]> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error(t("The file is not JSON."));
  }
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(given) || !Object.values(given).every(isObject))
    throw new Error(t("The file does not map folds to predictions by id: {fold: {id: prediction}}."));
  return Object.fromEntries(
    Object.entries(given).map(([fold, rows]) => [
      fold,
      { ids: Object.keys(rows as object), values: Object.values(rows as object) as unknown[] },
    ]),
  );
}

const reference = ({ name, version }: SearchHit): string => `${name}@${version}`;
const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

define("foundry-submit-form", SubmitFormElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-submit-form": SubmitFormElement;
  }
}
