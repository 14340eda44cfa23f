import { Task } from "@lit/task";
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { ColumnDrift, ColumnStatistics, LeakKind, SplitComparison } from "../../contracts/types.js";
import { driftOfStatistics } from "../../core/drift.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { splitOptions } from "../splits/split-options.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import type { ComparisonSource } from "./comparison-source.js";
import { comparisonStyle } from "./comparison-style.js";
import { leakageText } from "./leakage-text.js";
import { overlay } from "./overlay.js";

const ABOUT = {
  "Kolmogorov-Smirnov": "Greatest difference between the distribution functions: 0 alike, 1 nothing in common",
  "Jensen-Shannon": "Jensen-Shannon distance between the shares of values: 0 alike, 1 nothing in common",
};
const KINDS: Record<LeakKind, string> = {
  identical: "identical",
  "other-targets": "same inputs, other targets",
  "same-inputs": "same inputs",
};

interface Known {
  pair: string;
  first: ReadonlyMap<string, ColumnStatistics>;
  second: ReadonlyMap<string, ColumnStatistics>;
}

/** Two splits side by side: distributions over each other, drift of each column, and rows that both hold. */
export class ComparisonElement extends LitElement {
  static override styles = [tokens, controls, comparisonStyle];

  @property({ attribute: false }) source: ComparisonSource | undefined;
  @state() private first = "";
  @state() private second = "";
  @state() private known: Known | undefined;
  readonly #comparing = new Task(this, {
    args: () => [this.source, this.first, this.second] as const,
    task: ([source, first, second], { signal }): Promise<SplitComparison | undefined> => {
      if (!source || !first || !second) return Promise.resolve(undefined);
      return source.compare(first, second, (one, two) => this.#know(first, second, one, two), signal);
    },
  });

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("source") || !this.source) return;
    const names = this.source.splits.map(({ name }) => name);
    if (names.includes(this.first) && names.includes(this.second)) return;
    this.first = names.includes("train") ? "train" : (names[0] ?? "");
    const rest = names.filter((name) => name !== this.first);
    this.second = rest.includes("test") ? "test" : (rest[0] ?? "");
  }

  override render(): TemplateResult | typeof nothing {
    const { source, first, second } = this;
    if (!source) return nothing;
    if (source.splits.length < 2) return html`<p>${t("There is one split: nothing to compare it with.")}</p>`;
    return html`<div class="choice">
        <label><span class="key">${t("Compare")}</span> ${this.#select(t("First split"), first, (name) => (this.first = name))}</label>
        <label><span class="key second">${t("with")}</span> ${this.#select(t("Second split"), second, (name) => (this.second = name))}</label>
      </div>
      ${this.#comparing.render({
        pending: () => this.#columns(undefined),
        complete: (found) => html`${found ? this.#rows(found) : nothing}${this.#columns(found)}`,
        error: (error) => html`<div class="problem" role="alert">
            <span>${error instanceof Error ? error.message : String(error)}</span>
            <button class="plain" @click=${() => void this.#comparing.run()}>${t("Retry")}</button>
          </div>
          ${this.#columns(undefined)}`,
      })}`;
  }

  #select(label: string, chosen: string, choose: (name: string) => void): TemplateResult {
    const other = label === t("First split") ? this.second : this.first;
    const splits = this.source?.splits.filter(({ name }) => name !== other) ?? [];
    return html`<select aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${splitOptions(splits, chosen)}
    </select>`;
  }

  #rows(found: SplitComparison): TemplateResult | typeof nothing {
    const { leaks, sentences } = leakageText(found);
    if (sentences.length === 0) return nothing;
    const examples = found.leakage?.examples ?? [];
    return html`<div class="rows ${leaks ? "leaks" : ""}" role="status">
      ${sentences.map((sentence) => html`<p>${sentence} </p>`)}
      ${
        examples.length > 0
          ? html`<details>
            <summary>${t("Show rows")}</summary>
            <ul>${examples.map(({ first, second, kind }) => html`<li>${t("row %1 of %2, row %3 of %4: %5", formatNumber(second), found.second, formatNumber(first), found.first, t(KINDS[kind]))}</li>`)}</ul>
          </details>`
          : nothing
      }
    </div>`;
  }

  #columns(found: SplitComparison | undefined): TemplateResult {
    const known = this.known?.pair === pairOf(this.first, this.second) ? this.known : undefined;
    if (!found && !known) return html`<p role="status">${t("Comparing %1 with %2 …", this.second, this.first)}</p>`;
    const columns = this.source?.columns.filter(({ role }) => role !== "id") ?? [];
    const drifts = columns.map(({ name, unit }) => {
      const [one, two] = [known?.first.get(name), known?.second.get(name)];
      const exact = found?.columns.find((drift) => drift.name === name);
      return { unit, one, two, drift: exact ?? (one && two ? driftOfStatistics(one, two) : { name }) };
    });
    drifts.sort((a, b) => (b.drift.value ?? -1) - (a.drift.value ?? -1));
    return html`${found ? nothing : html`<p class="note" role="status">${t("From the statistics; rows are being compared …")}</p>`}
      <ol aria-label=${t("Columns, the farthest apart first")} tabindex="0">
        ${drifts.map(
          ({ drift, unit, one, two }) => html`<li>
            <div class="name">
              <span><b>${drift.name}</b>${unit ? html` <span class="unit">${unit}</span>` : nothing}</span>
              ${figure(drift)}
            </div>
            ${one && two && drift.measure ? overlay(one, two, [this.first, this.second]) : nothing}
          </li>`,
        )}
      </ol>`;
  }

  #know(first: string, second: string, one: readonly ColumnStatistics[], two: readonly ColumnStatistics[]): void {
    const byName = (columns: readonly ColumnStatistics[]) => new Map(columns.map((column) => [column.name, column]));
    this.known = { pair: pairOf(first, second), first: byName(one), second: byName(two) };
  }
}

const pairOf = (first: string, second: string) => JSON.stringify([first, second]);

function figure({ measure, value, pValue, approximate, unseen }: ColumnDrift): TemplateResult {
  const news = unseen ? [t("%1 rows with new values", formatNumber(unseen))] : [];
  if (!measure || value === undefined) return html`<span class="note">${["not measured", ...news].join(" · ")}</span>`;
  const notes = [
    measure,
    ...(pValue === undefined ? [] : [`p ${pValue < 0.001 ? "< 0.001" : pValue.toPrecision(2)}`]),
    ...news,
  ];
  return html`<span class="figure" title=${t(ABOUT[measure])}>
    <b>${approximate ? "≈ " : ""}${value.toFixed(3)}</b> <span class="note">${notes.join(" · ")}</span>
  </span>`;
}

define("foundry-comparison", ComparisonElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-comparison": ComparisonElement;
  }
}
