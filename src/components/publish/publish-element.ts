import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { t } from "../../core/translation.js";
import type { ColumnDraft, DatasetDraft, Finding, ReadOptions, UnderstoodSplit } from "../../contracts/types.js";
import "../card/dataset-card-element.js";
import { define } from "../define.js";
import { formField } from "../form/form-field.js";
import { formSection } from "../form/form-section.js";
import { formStyle } from "../form/form-style.js";
import { goToField } from "../form/go-to-field.js";
import { missingList } from "../form/missing-list.js";
import { type Publication, PublicationController, type PublishProgress, readinessText } from "../form/publication.js";
import { controls } from "../theme/controls.js";
import { frame } from "../theme/frame.js";
import { tokens } from "../theme/tokens.js";
import { columnsForm } from "./columns-form.js";
import { DraftCatalog } from "./draft-catalog.js";
import { textOf, withColumn, withField } from "./draft-fields.js";
import { LICENSES } from "./licenses.js";
import { publishStyle } from "./publish-style.js";
import type { Checked, Proposal, PublishSource, SplitChoice } from "./publish-source.js";
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
  static override styles = [tokens, controls, frame, formStyle, publishStyle];

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
  /** Why the splits cannot be read. */
  @state() private unread: string | undefined;
  readonly #publication = new PublicationController(this);
  /** What was said of columns, of those too that are not there as the files are read now. */
  readonly #stated = new Map<string, ColumnDraft>();
  #catalog: DraftCatalog | undefined;
  #checkedDraft: DatasetDraft | undefined;
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
    const findings = this.#findings;
    const go = (pointer: string) => goToField(this.renderRoot, pointer);
    return html`<div class="bar"><strong>${t("Publish a dataset")}</strong><span>${this.#publication.published ? "" : readinessText(findings, this.checked !== undefined)}</span></div>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      <div class="body">
        <div class="form">
          ${formSection(
            t("Splits"),
            html`${splitsForm({ splits: this.splits, tables: source.tables, problems: findings, change: (splits) => (this.splits = splits) })}
            ${
              this.#isFromFile
                ? readingForm({
                    read: this.read,
                    problems: findings,
                    open: this.unread !== undefined,
                    change: (read) => this.#readAs(read),
                  })
                : nothing
            }`,
          )}
          ${
            draft && proposal
              ? html`${formSection(t("Record"), this.#recordFields(draft, findings))}
                ${formSection(
                  t("Columns"),
                  columnsForm({
                    types: this.understood[0]?.columns ?? proposal.types,
                    columns: draft.columns ?? [],
                    problems: findings,
                    change: (name, change) => this.#edit((now) => withColumn(now, name, change)),
                  }),
                )}
                ${this.understood.length > 0 ? formSection(t("What was understood"), understoodView(this.understood)) : nothing}`
              : nothing
          }
        </div>
        ${
          this.#catalog
            ? html`<foundry-dataset-card .source=${this.#catalog} .name=${this.#catalog.name}></foundry-dataset-card>`
            : html`<div class="no-card">${t("The card shows here as readers will see it, once nothing is wrong.")}</div>`
        }
      </div>
      ${missingList(findings, go)}
      ${this.#publication.render({
        findings,
        waiting: this.#waiting,
        stale: this.stale,
        begin: (progress) => this.#begin(progress),
        go,
      })}`;
  }

  #recordFields(draft: DatasetDraft, problems: readonly Finding[]): TemplateResult {
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

  /** Everything that is missing: what the form sees itself, what keeps the splits from being read, what was checked. */
  get #findings(): Finding[] {
    const unchosen = this.splits.flatMap(({ name, from }, at): Finding[] =>
      from === ""
        ? [
            {
              pointer: `/splits/${at}/from`,
              detail: t("Split “%1” has no table: choose one of the notebook, or name a file.", name),
              severity: "error",
            },
          ]
        : [],
    );
    const unread: Finding[] =
      this.unread === undefined ? [] : [{ pointer: "/splits", detail: this.unread, severity: "error" }];
    return [...unchosen, ...unread, ...(this.checked?.findings ?? [])];
  }

  /** What the form waits for, where nothing is wrong; undefined where it need not. */
  get #waiting(): string | undefined {
    if (!this.draft) return t("The tables are being read…");
    if (this.#checkedDraft !== this.draft || !this.checked?.manifest) return t("The record is being checked…");
    return undefined;
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
    this.#publication.forget();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#propose(), TYPING_PAUSE);
  }

  #edit(change: (draft: DatasetDraft) => DatasetDraft): void {
    if (!this.draft) return;
    this.draft = change(this.draft);
    this.#publication.forget();
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
      this.#checkedDraft = draft;
      if (checked.understood.length > 0) this.understood = checked.understood;
      if (checked.manifest) this.#catalog = new DraftCatalog(checked.manifest, checked.statistics);
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

  #begin(progress: (progress: PublishProgress) => void): Publication {
    const { source, splits } = this;
    const record = this.#record;
    if (!source || !record) throw new Error(t("The tables are being read…"));
    return source.publish(record, splits, progress);
  }
}

define("foundry-publish", PublishElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-publish": PublishElement;
  }
}
