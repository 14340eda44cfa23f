import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { BenchmarkChoices, BenchmarkDraft, Finding } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { choiceField } from "../form/choice-field.js";
import { formField } from "../form/form-field.js";
import { formSection } from "../form/form-section.js";
import { formStyle } from "../form/form-style.js";
import { goToField } from "../form/go-to-field.js";
import { missingList } from "../form/missing-list.js";
import { type Publication, PublicationController, type PublishProgress, readinessText } from "../form/publication.js";
import { selectField } from "../form/select-field.js";
import "../leaderboard/leaderboard-element.js";
import { listOf } from "../publish/draft-fields.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import type { BenchmarkFormSource, CheckedBenchmark } from "./benchmark-form-source.js";
import { benchmarkFormStyle } from "./benchmark-form-style.js";
import { DraftBoard } from "./draft-board.js";
import { foldsForm } from "./folds-form.js";
import { scoresForm } from "./scores-form.js";

const TYPING_PAUSE = 250;
type TextKey = "name" | "version" | "title" | "description" | "hidden_rows" | "deadline" | "extra_data";

/**
 * Makes a benchmark: proposes it from what a dataset says of its columns, says what is wrong while a person chooses, and
 * shows the leaderboard as it will be.
 *
 * @fires foundry-published - detail `{ reference }`
 */
export class BenchmarkFormElement extends LitElement {
  static override styles = [tokens, controls, frame, formStyle, benchmarkFormStyle];

  @property({ attribute: false }) source: BenchmarkFormSource | undefined;
  /** What it is on, as a person writes it: a name, or `name@version`. */
  @property() reference = "";
  /** Why nothing can be done any more. */
  @property({ attribute: false }) stale: string | undefined;

  @state() private draft: BenchmarkDraft | undefined;
  @state() private choices: BenchmarkChoices | undefined;
  @state() private checked: CheckedBenchmark | undefined;
  /** Why the dataset cannot be read. */
  @state() private unread: string | undefined;
  readonly #publication = new PublicationController(this);
  /** What was proposed last: what a person has not changed since follows the next proposal. */
  #proposed: BenchmarkDraft | undefined;
  #board: DraftBoard | undefined;
  #checkedDraft: BenchmarkDraft | undefined;
  #asked = new AbortController();
  #pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#asked.abort();
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("source") && this.reference) void this.#propose();
  }

  override render(): TemplateResult | typeof nothing {
    const { source, draft, choices } = this;
    if (!source) return nothing;
    const findings = this.#findings;
    const go = (pointer: string) => goToField(this.renderRoot, pointer);
    return html`<div class="bar"><strong>${t("Make a benchmark")}</strong><span>${this.#publication.published ? "" : this.reference ? readinessText(findings, this.checked !== undefined) : ""}</span></div>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      ${formSection(t("Record"), this.#recordFields(source, findings))}
      ${draft && choices ? this.#parts(draft, choices, findings) : nothing}
      ${missingList(findings, go)}
      ${this.#publication.render({
        findings,
        waiting: this.#waiting,
        stale: this.stale,
        begin: (progress) => this.#begin(progress),
        go,
      })}`;
  }

  #recordFields({ datasets }: BenchmarkFormSource, problems: readonly Finding[]): TemplateResult {
    const { draft } = this;
    return html`<datalist id="datasets">${datasets.map((name) => html`<option value=${name}></option>`)}</datalist>
      <div class="fields">
        ${formField({ ...{ label: t("Dataset"), pointer: "/dataset", value: this.reference, problems, list: "datasets", placeholder: t("name or name@version") }, change: (text) => this.#choose(text.trim()) })}
        ${
          draft
            ? html`${this.#text("name", t("Name"), draft, problems)} ${this.#text("version", t("Version"), draft, problems)}
              ${this.#text("title", t("Title"), draft, problems)} ${this.#text("description", t("Description"), draft, problems, { rows: 2 })}`
            : nothing
        }
      </div>`;
  }

  #text(
    key: TextKey,
    label: string,
    draft: BenchmarkDraft,
    problems: readonly Finding[],
    more: { placeholder?: string; rows?: number } = {},
  ): TemplateResult {
    return formField({
      ...{ label, pointer: `/${key}`, value: draft[key] ?? "", problems, ...more },
      change: (text) => this.#edit({ [key]: text || undefined }),
    });
  }

  #parts(draft: BenchmarkDraft, choices: BenchmarkChoices, problems: readonly Finding[]): TemplateResult {
    const columns = choices.columns.map(({ name, unit = "" }) => [name, unit] as const);
    const { manifest, code } = this.checked ?? {};
    return html`${formSection(
      t("Task"),
      html`<div class="fields">
          ${selectField({ ...{ label: t("Row ids"), pointer: "/id", value: draft.id ?? "", problems }, options: [["", t("choose one")], ...columns.map(([name]) => [name, name] as const)], change: (id) => this.#edit({ id: id || undefined }) })}
        </div>
        ${choiceField({ ...{ label: t("Predict"), pointer: "/target", chosen: draft.target, options: columns, problems }, change: (target) => this.#retarget(target) })}
        ${choiceField({ ...{ label: t("From"), pointer: "/inputs", chosen: draft.inputs, options: columns, problems }, change: (inputs) => this.#edit({ inputs }) })}`,
    )}
    ${formSection(
      t("Test rows"),
      html`${draft.hidden_rows === undefined ? foldsForm({ folds: draft.folds, choices, problems, change: (folds) => this.#edit({ folds }) }) : nothing}
        <div class="fields">${this.#text("hidden_rows", t("Hidden rows"), draft, problems, { placeholder: t("a file of test rows that only the hub gets") })}</div>`,
    )}
    ${formSection(
      t("Scores"),
      html`${scoresForm({ metrics: draft.metrics, choices, task: this.#task(draft, choices), problems, change: (metrics) => this.#edit({ metrics }) })}
        ${choiceField({ ...{ label: t("Baselines that enter with it"), pointer: "/baselines", chosen: draft.baselines, options: choices.baselines.map((name) => [name, ""] as const), problems }, change: (baselines) => this.#edit({ baselines }) })}`,
    )}
    ${formSection(
      t("Rules"),
      html`<div class="fields">
        ${this.#text("deadline", t("Open until"), draft, problems, { placeholder: t("2027-01-31") })}
        ${formField({ ...{ label: t("Entries a day"), pointer: "/submissions_per_day", value: String(draft.submissions_per_day ?? ""), placeholder: t("any number, for each entrant"), problems }, change: (text) => this.#edit({ submissions_per_day: text.trim() === "" ? undefined : Number(text) }) })}
        ${formField({ ...{ label: t("Only for"), pointer: "/entrants", value: (draft.entrants ?? []).join(", "), placeholder: t("names, with commas between"), problems }, change: (text) => this.#edit({ entrants: listOf(text, ", ") }) })}
        ${this.#text("extra_data", t("Other data"), draft, problems, { placeholder: t("what may be used besides") })}
      </div>`,
    )}
    ${formSection(
      t("The leaderboard as it will be"),
      this.#board && manifest
        ? html`<foundry-leaderboard alone .source=${this.#board} .name=${manifest.name} .version=${manifest.version}></foundry-leaderboard>
          ${draft.baselines.length > 0 ? html`<p class="waits">${t("Scored when it is published: %1.", draft.baselines.join(", "))}</p>` : nothing}`
        : html`<span class="waits">${t("It shows here once nothing is wrong.")}</span>`,
    )}
    ${code === undefined ? nothing : formSection(t("As code"), html`<pre tabindex="0" role="region" aria-label=${t("Python code")}><code>${code}</code></pre>`)}`;
  }

  /** The kind of thing that is predicted, by the metrics that were proposed for it. */
  #task({ metrics }: BenchmarkDraft, choices: BenchmarkChoices): string {
    const known = metrics.flatMap(({ name }) => choices.metrics.filter((one) => one.name === name));
    return known[0]?.task ?? this.checked?.manifest?.task ?? "regression";
  }

  get #findings(): Finding[] {
    const missing = (detail: string): Finding[] => [{ pointer: "/dataset", detail, severity: "error" }];
    if (this.reference === "") return missing(t("Choose the dataset that the benchmark is on."));
    if (this.unread !== undefined) return missing(this.unread);
    return this.checked?.findings ?? [];
  }

  get #waiting(): string | undefined {
    if (!this.draft) return t("The dataset is being read…");
    if (this.#checkedDraft !== this.draft || !this.checked?.manifest) return t("The benchmark is being checked…");
    return undefined;
  }

  #begin(progress: (progress: PublishProgress) => void): Publication {
    if (!this.source || !this.draft) throw new Error(t("The dataset is being read…"));
    return this.source.publish(this.draft, progress);
  }

  #choose(dataset: string): void {
    this.reference = dataset;
    this.draft = undefined;
    this.choices = undefined;
    this.checked = undefined;
    this.unread = undefined;
    this.#later(() => this.#propose());
  }

  #edit(change: { [Key in keyof BenchmarkDraft]?: BenchmarkDraft[Key] | undefined }): void {
    if (!this.draft) return;
    const entries = Object.entries({ ...this.draft, ...change }).filter(([, value]) => value !== undefined);
    this.draft = Object.fromEntries(entries) as unknown as BenchmarkDraft;
    this.#later(() => this.#check());
  }

  /** Another target may be of another kind: the metrics that were proposed follow it. */
  #retarget(target: string[]): void {
    const inputs = this.draft?.inputs.filter((name) => !target.includes(name));
    this.#edit({ target, inputs });
    this.#later(() => this.#propose(target));
  }

  #later(work: () => Promise<void>): void {
    this.#publication.forget();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void work(), TYPING_PAUSE);
  }

  async #propose(target?: readonly string[]): Promise<void> {
    const { source, reference } = this;
    this.#asked.abort();
    this.#asked = new AbortController();
    if (!source || !reference) return;
    await this.#attempt(async (signal) => {
      const { draft, choices } = await source.propose(reference, target, signal);
      const before = this.draft;
      const isUntouched = before?.metrics === this.#proposed?.metrics;
      this.choices = choices;
      this.draft = target && before ? { ...before, ...(isUntouched ? { metrics: draft.metrics } : {}) } : draft;
      this.#proposed = this.draft.metrics === draft.metrics ? draft : this.#proposed;
      await this.#check();
    });
  }

  async #check(): Promise<void> {
    const { source, draft } = this;
    if (!source || !draft) return;
    await this.#attempt(async (signal) => {
      const checked = await source.check(draft, signal);
      if (this.draft !== draft) return;
      this.checked = checked;
      this.#checkedDraft = draft;
      if (checked.manifest) this.#board = new DraftBoard(checked.manifest);
    });
  }

  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#asked;
    try {
      await work(signal);
      if (!signal.aborted) this.unread = undefined;
    } catch (error) {
      if (!signal.aborted) this.unread = error instanceof Error ? error.message : String(error);
    }
  }
}

define("foundry-benchmark-form", BenchmarkFormElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-benchmark-form": BenchmarkFormElement;
  }
}
