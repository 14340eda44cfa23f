import { Task } from "@lit/task";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type {
  Benchmark,
  EntryKind,
  Leaderboard,
  LeaderboardColumn,
  LeaderboardEntry,
  PackageStatus,
} from "../../contracts/types.js";
import { countsTogether, datasetOf } from "../../core/benchmarks.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { entryCell } from "../../core/entry-cell.js";
import type { ReadColumns } from "../../core/prediction-columns.js";
import type { CatalogSource, EntrySource, LeaderboardSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { cardStyle } from "../card/card-style.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { rich } from "../translated.js";
import { columnTitle, sortedFirst } from "../../core/score-columns.js";
import { columnCell, pText, significanceText } from "./entry-cells.js";
import { leaderboardStyle } from "./leaderboard-style.js";
import { parityPlot, parityPoints, type ParityPoints } from "./parity-plot.js";
import { axesOf, PLOT_AXES, scorePlot, type PlotAxis } from "./score-plot.js";
import "./submit-form-element.js";
import type { SubmitSource } from "./submit-form-element.js";

const PAGE = 25;
const KINDS: Record<EntryKind, string> = {
  predictions: "predictions",
  model: "model",
  baseline: "baseline",
  published: "published",
};

/** A leaderboard, and what else its source can do. */
export type BoardSource = LeaderboardSource & Partial<EntrySource> & Partial<Pick<CatalogSource, "search" | "status">>;

/** An entry and the one above it, whose difference is told. */
interface Significance {
  entry: LeaderboardEntry;
  above: string;
}

/** The entry whose predictions are drawn, and what is known of them yet. */
interface Parity {
  id: string;
  name: string;
  points?: ParityPoints;
  problem?: string;
}

interface Loaded {
  benchmark: Benchmark;
  board: Leaderboard;
  data: PackageStatus | undefined;
}

/**
 * A benchmark and its entries.
 *
 * @fires foundry-select - its dataset, or an entry's model, was chosen: detail `{ kind, name, version }`
 * @fires foundry-insert - the code that enters it is wanted in a notebook: detail `{ benchmark, source }`
 */
export class LeaderboardElement extends LitElement {
  static override styles = [tokens, controls, cardStyle, leaderboardStyle];

  @property({ attribute: false }) source: BoardSource | undefined;
  @property() name = "";
  @property() version: string | undefined;
  /** Reads table files of predictions. */
  @property({ attribute: false }) readColumns: ReadColumns | undefined;
  /** Whether notebooks are at hand. */
  @property({ type: Boolean }) actions = false;
  /** Whether it stands alone in an output: framed, without a place to enter, and without links to other cards. */
  @property({ type: Boolean, reflect: true }) alone = false;
  /** Why nothing can be asked any more. */
  @property({ attribute: false }) stale: string | undefined;

  @state() private sort: string | undefined;
  @state() private kind: EntryKind | undefined;
  @state() private perEntrant = false;
  @state() private limit = PAGE;
  @state() private axis: PlotAxis = "submittedAt";
  @state() private parity: Parity | undefined;
  @state() private significance: Significance | undefined;
  @state() private round = 0;
  readonly #loading = new Task(this, {
    args: () =>
      [this.source, this.name, this.version, this.sort, this.kind, this.perEntrant, this.limit, this.round] as const,
    task: async ([source, name, version, sort, kind, perEntrant, limit], { signal }): Promise<Loaded> => {
      if (!source || !name) throw new Error(t("No benchmark is chosen."));
      const request = {
        ...{ limit, ...(sort ? { sort } : {}), ...(kind ? { kind } : {}) },
        ...(perEntrant ? { perEntrant } : {}),
      };
      const [benchmark, board] = await Promise.all([
        source.benchmark(name, version, signal),
        source.leaderboard(name, version, request, signal),
      ]);
      // Whether its data still stands is worth a word, and no reason to show nothing.
      const data = await source
        .status?.("dataset", benchmark.dataset.name, benchmark.dataset.version, signal)
        .catch(() => undefined);
      return { benchmark, board, data };
    },
  });

  override willUpdate(changes: Map<PropertyKey, unknown>): void {
    if (!changes.has("name") && !changes.has("source")) return;
    this.sort = undefined;
    this.kind = undefined;
    this.perEntrant = false;
    this.limit = PAGE;
    this.axis = "submittedAt";
    this.parity = undefined;
    this.significance = undefined;
  }

  override render(): TemplateResult {
    const known = this.#loading.value;
    const same = known?.benchmark.name === this.name;
    return html`${this.#loading.render({
      // What is there stays while it is sorted anew.
      pending: () =>
        known && same ? this.#card(known) : html`<div class="faint" role="status">${t("Opening %1…", this.name)}</div>`,
      error: (error) => html`<div class="problem" role="alert">
        <span>${error instanceof Error ? error.message : String(error)}</span>
        <button class="secondary" @click=${() => void this.#loading.run()}>${t("Retry")}</button>
      </div>`,
      complete: (loaded) => this.#card(loaded),
    })}`;
  }

  #card({ benchmark, board, data }: Loaded): TemplateResult {
    const column = board.columns.find(({ name, kind }) => name === board.sort && kind === "score");
    return html`<section aria-label=${benchmark.title}>
      ${this.stale ? html`<div class="problem" role="status">${this.stale}</div>` : nothing}
      <h2>${benchmark.title}</h2>
      <div class="byline">${benchmark.name} · v${benchmark.version}${benchmark.labels.inputsHidden ? t(" · hidden test rows") : benchmark.labels.hidden ? t(" · hidden labels") : ""}</div>
      ${data?.state === "withdrawn" ? html`<p class="problem" role="note">${t("Its data, %1, was withdrawn%2.", datasetOf(benchmark), data.reason ? `: ${data.reason}` : "")}</p>` : nothing}
      ${benchmark.description ? html`<p class="description">${benchmark.description}</p>` : nothing}
      ${this.#facts(benchmark)}
      <div class="bar">
        <label>${t("Kind")}
          <select aria-label=${t("Kind of entry")} @change=${this.#choose}>
            <option value="">${t("All")}</option>
            ${Object.entries(KINDS).map(([kind, label]) => html`<option value=${kind} .selected=${kind === this.kind}>${t(label)}</option>`)}
          </select>
        </label>
        <label><input type="checkbox" .checked=${this.perEntrant} @change=${(event: Event) => (this.perEntrant = (event.target as HTMLInputElement).checked)} />
          ${t("Best of each entrant")}</label>
        <span class="faint" role="status">${formatCount(board.total, "entry", "entries")}</span>
      </div>
      ${this.#table(benchmark, board)}
      ${
        board.total > board.entries.length
          ? html`<button class="plain" @click=${() => (this.limit = Math.min(1000, this.limit + PAGE * 4))}>${t("Show more (%1 left)", formatNumber(board.total - board.entries.length))}</button>`
          : nothing
      }
      ${significanceText(this.significance?.entry, this.significance?.above, () => (this.significance = undefined))}
      ${this.#parity(benchmark)} ${column ? this.#plot(board, column) : nothing}
      ${this.alone ? nothing : this.#enter(benchmark)}
    </section>`;
  }

  #enter(benchmark: Benchmark): TemplateResult {
    const { source } = this;
    return html`<h3>${t("Enter")}</h3>
      ${canEnter(source) ? html`<foundry-submit-form .source=${source} .readColumns=${this.readColumns} .benchmark=${benchmark} @foundry-entered=${() => this.round++}></foundry-submit-form>` : nothing}
      <p class="faint">${t("Or from a notebook, with a model of your own:")}
        ${this.actions ? html`<button class="secondary" @click=${() => this.#insert(benchmark)}>${t("Insert code in notebook")}</button>` : nothing}</p>
      <pre tabindex="0" aria-label=${t("Python code")}><code>${entryCell(benchmark)}</code></pre>`;
  }

  #facts(benchmark: Benchmark): TemplateResult {
    const { dataset, target, targets = [target], unit, task, folds, rules = {} } = benchmark;
    const rows = folds.reduce((sum, fold) => sum + fold.rows, 0);
    const open = () => this.#select("dataset", dataset.name, dataset.version);
    const limits = [
      rules.deadline && t("until %1 UTC", rules.deadline.slice(0, 16).replace("T", " ")),
      rules.submissionsPerDay &&
        (countsTogether(benchmark)
          ? t("%1 a day for all entrants together", formatNumber(rules.submissionsPerDay))
          : t("%1 a day for each entrant", formatNumber(rules.submissionsPerDay))),
      rules.submissionsTotal &&
        (countsTogether(benchmark)
          ? t("%1 in all for all entrants together", formatNumber(rules.submissionsTotal))
          : t("%1 in all for each entrant", formatNumber(rules.submissionsTotal))),
      rules.digits && t("scored in %1 digits", formatNumber(rules.digits)),
      rules.entrants && t("to %1 only", rules.entrants.join(", ")),
    ].filter(Boolean);
    return html`<p>
        ${rich(
          "Predict %1 (%2) of %3: %4 in %5.",
          html`<strong>${targets.join(", ")}</strong>${unit ? html` <span class="unit">${unit}</span>` : nothing}`,
          t(task),
          this.alone
            ? datasetOf(benchmark)
            : html`<button class="link" @click=${open}>${datasetOf(benchmark)}</button>`,
          formatCount(rows, "row"),
          formatCount(folds.length, "fold"),
        )}
        ${benchmark.weight ? html`<span class="faint">${t("Rows weigh by %1.", benchmark.weight)}</span>` : nothing}
        ${limits.length > 0 ? html`<span class="faint">${t("Open %1.", limits.join("; "))}</span>` : nothing}
        ${rules.extraData ? html`<span class="faint">${t("Other data: %1", rules.extraData)}</span>` : nothing}
      </p>`;
  }

  #plot({ entries }: Leaderboard, column: LeaderboardColumn): TemplateResult | typeof nothing {
    const axes = axesOf(entries, column);
    const [first] = axes;
    if (first === undefined) return nothing;
    const axis = axes.includes(this.axis) ? this.axis : first;
    return html`<h3>${t("Scores")}</h3>
      ${
        axes.length > 1
          ? html`<label>${t("Against")}
            <select aria-label=${t("Scores against")} @change=${(event: Event) => (this.axis = (event.target as HTMLSelectElement).value as PlotAxis)}>
              ${axes.map((one) => html`<option value=${one} .selected=${one === axis}>${t(PLOT_AXES[one])}</option>`)}
            </select></label>`
          : nothing
      }
      ${scorePlot(entries, column, axis)}`;
  }

  #parity({ target }: Benchmark): TemplateResult | typeof nothing {
    if (!this.parity) return nothing;
    const { name, points, problem } = this.parity;
    const close = html`<button class="plain" @click=${() => (this.parity = undefined)}>${t("Close")}</button>`;
    if (problem !== undefined) return html`<div class="problem" role="alert"><span>${problem}</span>${close}</div>`;
    return points
      ? html`${parityPlot(name, target, points)}${close}`
      : html`<div class="faint" role="status">${t("Reading the predictions of %1…", name)}</div>`;
  }

  async #showParity(benchmark: Benchmark, { id, name }: LeaderboardEntry): Promise<void> {
    const { source } = this;
    if (!source?.predictions || !source.foldRows) return;
    this.parity = { id, name };
    let found: Parity;
    try {
      const [predictions, ...rows] = await Promise.all([
        source.predictions(benchmark.name, benchmark.version, id),
        ...benchmark.folds.map(async ({ name: fold }) => [fold, await source.foldRows?.(benchmark, fold)] as const),
      ]);
      const folds = new Map(rows.flatMap(([fold, of]) => (of ? [[fold, of] as const] : [])));
      found = { id, name, points: parityPoints(predictions, folds) };
    } catch (error) {
      found = { id, name, problem: error instanceof Error ? error.message : String(error) };
    }
    // Another may have been chosen meanwhile.
    if ((this.parity as Parity | undefined)?.id === id) this.parity = found;
  }

  #insert(benchmark: Benchmark): void {
    const detail = { benchmark: `${benchmark.name}@${benchmark.version}`, source: entryCell(benchmark) };
    this.dispatchEvent(new CustomEvent("foundry-insert", { detail, bubbles: true, composed: true }));
  }

  #table(benchmark: Benchmark, board: Leaderboard): TemplateResult {
    const { columns, entries, sort } = board;
    const ties = new Map<number, number>();
    for (const { rank } of entries) ties.set(rank, (ties.get(rank) ?? 0) + 1);
    const [first, ...others] = sortedFirst(board);
    if (!first) return html``;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("Leaderboard")}>
      <table>
        <thead><tr>
          <th class="number" scope="col">#</th>${this.#head(first, first.name === sort)}<th scope="col">${t("Entry")}</th>
          ${others.map((column) => this.#head(column, column.name === sort))}
          <th scope="col">${t("Kind")}</th><th scope="col">${t("Date")}</th>
        </tr></thead>
        <tbody>${entries.length === 0 ? html`<tr><td class="none" colspan=${columns.length + 4}>${this.#empty()}</td></tr>` : entries.map((entry, i) => this.#row(benchmark, [entry, entries[i - 1]], [first, ...others], (ties.get(entry.rank) ?? 0) > 1))}</tbody>
      </table>
    </div>`;
  }

  #head(column: LeaderboardColumn, sorted: boolean): TemplateResult {
    const { name, unit, higherIsBetter } = column;
    const title = columnTitle(column);
    const arrow = higherIsBetter ? "↑" : "↓";
    return html`<th class="number" scope="col" aria-sort=${sorted ? (higherIsBetter ? "descending" : "ascending") : nothing}>
      <button title=${t("Sort by %1: %2 is better", title, higherIsBetter ? t("higher") : t("lower"))} @click=${() => this.#sortBy(name)}>${title}${unit ? html` <span class="unit">${unit}</span>` : nothing} ${arrow}</button>
    </th>`;
  }

  #row(
    benchmark: Benchmark,
    [entry, before]: readonly [LeaderboardEntry, LeaderboardEntry | undefined],
    [first, ...others]: readonly [LeaderboardColumn, ...LeaderboardColumn[]],
    tied: boolean,
  ): TemplateResult {
    const { rank, name, by, kind, url, model, submittedAt, withdrawn, identicalTo, above } = entry;
    const [modelName = "", version = ""] = model?.split("@") ?? [];
    const title = url ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a>` : name;
    return html`<tr class=${withdrawn ? "withdrawn" : rank === 1 ? "best" : ""}>
      <td class="number">${withdrawn ? "" : `${rank}${tied ? " =" : ""}`}</td>
      ${columnCell(entry, first)}
      <td class="entry">
        <span class="name" title=${name}>${title}</span>
        ${identicalTo === undefined ? nothing : html`<div class="by" title=${t("same predictions as %1", identicalTo)}>${t("same predictions as %1", identicalTo)}</div>`}
        ${model ? html`<div>${this.alone ? html`<span class="by" title=${model}>${model}</span>` : html`<button class="link" title=${model} @click=${() => this.#select("model", modelName, version)}>${model}</button>`}</div>` : nothing}
        <div class="more">
          ${kind === "baseline" ? html`<span class="role">${t("baseline")}</span>` : nothing}
          ${withdrawn ? html`<span class="role" title=${withdrawn.reason ?? ""}>${t("withdrawn")}</span>` : nothing}
          ${by && kind !== "baseline" ? html`<span class="by" title=${by}>${by}</span>` : nothing}
          ${
            this.source?.predictions && benchmark.task === "regression" && !benchmark.labels.hidden
              ? html`<button class="plain" aria-label=${t("Parity of %1", name)} @click=${() => void this.#showParity(benchmark, entry)}>${t("parity")}</button>`
              : nothing
          }
          ${
            before && above && above.p !== null
              ? html`<button class="plain ${above.significant ? "" : "same"}" aria-label=${t("%1: difference of %2 to %3", pText(above.p), name, before.name)} title=${t("Test of the difference to the entry above")} @click=${() => (this.significance = { entry, above: before.name })}>${pText(above.p)}</button>`
              : nothing
          }
        </div>
      </td>
      ${others.map((column) => columnCell(entry, column))}
      <td>${t(KINDS[kind])}</td><td>${submittedAt.slice(0, 10)}</td>
    </tr>`;
  }

  #sortBy(column: string): void {
    this.sort = column;
    // It was of the other order.
    this.significance = undefined;
  }

  #empty(): TemplateResult {
    return this.kind
      ? html`${t("No entry is of this kind.")} <button class="secondary" @click=${() => (this.kind = undefined)}>${t("Show all")}</button>`
      : html`${t("No entries yet.")}`;
  }

  #choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.kind = value === "" ? undefined : (value as EntryKind);
  };

  #select(kind: "dataset" | "model", name: string, version: string): void {
    this.dispatchEvent(
      new CustomEvent("foundry-select", { detail: { kind, name, version }, bubbles: true, composed: true }),
    );
  }
}

const canEnter = (source: BoardSource | undefined): source is LeaderboardSource & SubmitSource =>
  source?.submit !== undefined && source.check !== undefined && source.search !== undefined;

define("foundry-leaderboard", LeaderboardElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-leaderboard": LeaderboardElement;
  }
}
