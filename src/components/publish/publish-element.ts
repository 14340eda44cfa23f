import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { ColumnDraft, DatasetDraft, ReadOptions, UnderstoodSplit } from "../../contracts/types.js";
import "../card/dataset-card-element.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import { columnsForm } from "./columns-form.js";
import { DraftCatalog } from "./draft-catalog.js";
import { textOf, withColumn, withField } from "./draft-fields.js";
import { formField, problemsAt } from "./form-field.js";
import { LICENSES } from "./licenses.js";
import { publishStyle } from "./publish-style.js";
import type { Checked, Proposal, Publication, PublishProgress, PublishSource, SplitChoice } from "./publish-source.js";
import { readingForm } from "./reading-form.js";
import { splitsForm } from "./splits-form.js";
import { understoodView } from "./understood-view.js";

const TYPING_PAUSE = 250;

/**
 * Publishes tables as a dataset: proposes what it can read from them, shows what was understood, says what is wrong
 * while a person types, and shows the card as it will be.
 *
 * @fires foundry-published - detail `{ reference }`
 */
export class PublishElement extends LitElement {
  static override styles = [tokens, controls, frame, publishStyle];

  @property({ attribute: false }) source: PublishSource | undefined;
  @property({ attribute: false }) splits: readonly SplitChoice[] = [];
  /** Why nothing can be done any more. */
  @property({ attribute: false }) stale: string | undefined;

  @state() private proposal: Proposal | undefined;
  @state() private draft: DatasetDraft | undefined;
  @state() private checked: Checked | undefined;
  /** How files are read, as a person states it. */
  @state() private read: ReadOptions = {};
  /** Of the last draft that could be read. */
  @state() private understood: readonly UnderstoodSplit[] = [];
  @state() private problem: string | undefined;
  @state() private progress: PublishProgress | undefined;
  @state() private stopping = false;
  @state() private published: string | undefined;
  /** What was said of columns, of those too that are not there as the files are read now. */
  readonly #stated = new Map<string, ColumnDraft>();
  #catalog: DraftCatalog | undefined;
  #publication: Publication | undefined;
  #asked = new AbortController();
  #pause: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    this.#asked.abort();
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("source") || changes.has("splits")) void this.#propose();
  }

  override render(): TemplateResult | typeof nothing {
    const { source, draft, proposal } = this;
    if (!source) return nothing;
    const problems = this.checked?.findings ?? [];
    return html`<div class="bar"><strong>${t("Publish a dataset")}</strong><span>${this.#summary}</span></div>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      ${this.problem ? html`<div class="problem" role="alert"><span>${this.problem}</span></div>` : nothing}
      <div class="body">
        <div class="form">
          <h3>${t("Splits")}</h3>
          ${splitsForm({ splits: this.splits, tables: source.tables, problems, change: (splits) => (this.splits = splits) })}
          ${
            this.#isFromFile
              ? readingForm({
                  read: this.read,
                  problems,
                  open: this.problem !== undefined,
                  change: (read) => this.#readAs(read),
                })
              : nothing
          }
          ${
            draft && proposal
              ? html`<h3>${t("Record")}</h3>
                ${this.#recordFields(draft)}
                <h3>${t("Columns")}</h3>
                ${columnsForm({
                  types: this.understood[0]?.columns ?? proposal.types,
                  columns: draft.columns ?? [],
                  problems,
                  change: (name, change) => this.#edit((now) => withColumn(now, name, change)),
                })}
                ${this.understood.length > 0 ? html`<h3>${t("What was understood")}</h3>${understoodView(this.understood)}` : nothing}`
              : nothing
          }
        </div>
        ${
          this.#catalog
            ? html`<foundry-dataset-card .source=${this.#catalog} .name=${this.#catalog.name}></foundry-dataset-card>`
            : html`<div class="no-card">${t("The card shows here as readers will see it, once nothing is wrong.")}</div>`
        }
      </div>
      <div class="foot">${this.#foot()}</div>`;
  }

  #recordFields(draft: DatasetDraft): TemplateResult {
    const problems = this.checked?.findings ?? [];
    const field = (
      key: keyof DatasetDraft,
      label: string,
      more: { placeholder?: string; list?: string; rows?: number } = {},
    ) =>
      formField({
        ...{ label, pointer: `/${key}`, value: textOf(draft, key), problems, ...more },
        change: (value) => this.#edit((now) => withField(now, key, value)),
      });
    return html`<datalist id="licenses">${LICENSES.map((license) => html`<option value=${license}></option>`)}</datalist>
      <div class="fields">
        ${field("name", "Name", { placeholder: "lower-case-with-hyphens" })} ${field("version", "Version", { placeholder: "1.0.0" })}
        ${field("title", "Title")} ${field("license", "License", { placeholder: "an SPDX identifier", list: "licenses" })}
        ${field("authors", "Authors", { placeholder: "separated by semicolons" })}
        ${field("keywords", "Keywords", { placeholder: "separated by commas" })}
        ${field("domains", "Domains", { placeholder: "materials science, chemistry" })}
        ${field("tasks", "Tasks", { placeholder: "regression, classification" })}
        ${field("description", "Description", { rows: 3 })} ${field("citations", "To cite", { rows: 2, placeholder: "a work a line" })}
      </div>`;
  }

  get #summary(): string {
    if (this.published) return "";
    if (!this.draft)
      return this.splits.some(({ from }) => from) ? t("reading…") : t("choose a table of this notebook or a file");
    const { findings: problems = [] } = this.checked ?? {};
    const wrong = problems.filter(({ severity }) => severity === "error").length;
    if (wrong > 0) return formatCount(wrong, "issue");
    const notes = problems.length;
    return notes > 0 ? t("Ready; %1 missing", formatCount(notes, "recommended field")) : t("Ready");
  }

  #foot(): TemplateResult {
    const { progress, published } = this;
    if (progress) {
      const text =
        progress.total > 0 ? `${progress.step} ${Math.floor((100 * progress.done) / progress.total)} %` : progress.step;
      return html`<progress max=${progress.total || 1} value=${progress.done} aria-label=${t("Publishing")} aria-valuetext=${text}></progress>
        <span role="status">${text}</span>
        <button class="plain" ?disabled=${this.stopping} @click=${() => this.#stop()}>■ ${this.stopping ? t("Stopping…") : t("Cancel")}</button>`;
    }
    const ready = this.checked?.manifest && this.stale === undefined && this.checked.manifest.name === this.draft?.name;
    return html`<span role="status">${published ? html`<span class="done">${t("✓ Published %1", published)}</span>` : problemsAt(this.checked?.findings ?? [], "")[0]?.detail}</span>
      <button class="primary" ?disabled=${!ready} @click=${() => void this.#publish()}>${t("Publish")}</button>`;
  }

  get #isFromFile(): boolean {
    const tables = this.source?.tables ?? [];
    return this.splits.some(({ from }) => from !== "" && tables.every(({ variable }) => variable !== from));
  }

  /** The draft with what is stated of its files. */
  get #record(): DatasetDraft | undefined {
    const { draft, read } = this;
    return draft && Object.keys(read).length > 0 ? { ...draft, read } : draft;
  }

  #readAs(read: ReadOptions): void {
    this.read = read;
    this.published = undefined;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#propose(), TYPING_PAUSE);
  }

  #edit(change: (draft: DatasetDraft) => DatasetDraft): void {
    if (!this.draft) return;
    this.draft = change(this.draft);
    this.published = undefined;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#check(), TYPING_PAUSE);
  }

  async #propose(): Promise<void> {
    const { source, splits } = this;
    this.#asked.abort();
    this.#asked = new AbortController();
    if (!source || !splits.some(({ from }) => from)) return;
    await this.#attempt(async (signal) => {
      const proposal = await source.propose(splits, this.read, signal);
      this.proposal = proposal;
      // What a person has already said stays when another split is added.
      const { draft } = this;
      for (const column of draft?.columns ?? []) this.#stated.set(column.name, column);
      const columns = (proposal.draft.columns ?? []).map((column) => this.#stated.get(column.name) ?? column);
      this.draft = { ...proposal.draft, ...draft, columns };
      await this.#check();
    });
  }

  async #check(): Promise<void> {
    const { source, draft, splits } = this;
    const record = this.#record;
    if (!source || !record) return;
    await this.#attempt(async (signal) => {
      const checked = await source.check(record, splits, signal);
      if (this.draft !== draft) return;
      this.checked = checked;
      if (checked.understood.length > 0) this.understood = checked.understood;
      if (checked.manifest) this.#catalog = new DraftCatalog(checked.manifest, checked.statistics);
    });
  }

  async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#asked;
    try {
      await work(signal);
      if (!signal.aborted) this.problem = undefined;
    } catch (error) {
      if (!signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  #stop(): void {
    this.stopping = true;
    this.#publication?.stop();
  }

  async #publish(): Promise<void> {
    const { source, splits } = this;
    const record = this.#record;
    if (!source || !record || this.progress) return;
    this.problem = undefined;
    this.progress = { step: "starting", done: 0, total: 0 };
    try {
      this.#publication = source.publish(record, splits, (progress) => (this.progress = progress));
      this.published = await this.#publication.reference;
      const detail = { reference: this.published };
      this.dispatchEvent(new CustomEvent("foundry-published", { detail, bubbles: true, composed: true }));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.progress = undefined;
      this.stopping = false;
      this.#publication = undefined;
    }
  }
}

define("foundry-publish", PublishElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-publish": PublishElement;
  }
}
