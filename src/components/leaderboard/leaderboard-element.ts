import { Task } from "@lit/task";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Benchmark, BenchmarkMetric, EntryKind, Leaderboard, LeaderboardEntry } from "../../contracts/types.js";
import { datasetOf } from "../../core/benchmarks.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import type { LeaderboardSource } from "../../core/sources.js";
import { cardStyle } from "../card/card-style.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { formatScore } from "./format-score.js";
import { leaderboardStyle } from "./leaderboard-style.js";
import { scorePlot } from "./score-plot.js";

const PAGE = 25;
const KINDS: Record<EntryKind, string> = { predictions: "predictions", model: "model", baseline: "baseline", published: "published" };

/**
 * A benchmark and its entries.
 *
 * @fires foundry-select - its dataset, or an entry's model, was chosen: detail `{ kind, name, version }`
 */
export class LeaderboardElement extends LitElement {
  static override styles = [tokens, controls, cardStyle, leaderboardStyle];

  @property({ attribute: false }) source: LeaderboardSource | undefined;
  @property() name = "";
  @property() version: string | undefined;

  @state() private sort: string | undefined;
  @state() private kind: EntryKind | undefined;
  @state() private limit = PAGE;
  readonly #loading = new Task(this, {
    args: () => [this.source, this.name, this.version, this.sort, this.kind, this.limit] as const,
    task: async ([source, name, version, sort, kind, limit], { signal }): Promise<{ benchmark: Benchmark; board: Leaderboard }> => {
      if (!source || !name) throw new Error("No benchmark is chosen.");
      const [benchmark, board] = await Promise.all([
        source.benchmark(name, version, signal),
        source.leaderboard(name, version, { limit, ...(sort ? { sort } : {}), ...(kind ? { kind } : {}) }, signal),
      ]);
      return { benchmark, board };
    },
  });

  override willUpdate(changes: Map<PropertyKey, unknown>): void {
    if (!changes.has("name") && !changes.has("source")) return;
    this.sort = undefined;
    this.kind = undefined;
    this.limit = PAGE;
  }

  override render(): TemplateResult {
    const known = this.#loading.value;
    const same = known?.benchmark.name === this.name;
    return html`${this.#loading.render({
      // What is there stays while it is sorted anew.
      pending: () => (known && same ? this.#card(known) : html`<div class="faint" role="status">Opening ${this.name}…</div>`),
      error: (error) => html`<div class="problem" role="alert">
        <span>${error instanceof Error ? error.message : String(error)}</span>
        <button class="secondary" @click=${() => void this.#loading.run()}>Retry</button>
      </div>`,
      complete: (loaded) => this.#card(loaded),
    })}`;
  }

  #card({ benchmark, board }: { benchmark: Benchmark; board: Leaderboard }): TemplateResult {
    const metric = board.metrics.find(({ name }) => name === board.sort);
    return html`<section aria-label=${benchmark.title}>
      <h2>${benchmark.title}</h2>
      <div class="byline">${benchmark.name} · v${benchmark.version}${benchmark.labels.hidden ? " · hidden labels" : ""}</div>
      ${benchmark.description ? html`<p class="description">${benchmark.description}</p>` : nothing}
      ${this.#facts(benchmark)}
      <div class="bar">
        <label>Kind
          <select aria-label="Kind of entry" @change=${this.#choose}>
            <option value="">all</option>
            ${Object.entries(KINDS).map(([kind, label]) => html`<option value=${kind} .selected=${kind === this.kind}>${label}</option>`)}
          </select>
        </label>
        <span class="faint" role="status">${formatCount(board.total, "entry").replace("entrys", "entries")}</span>
      </div>
      ${board.entries.length === 0 ? this.#empty() : this.#table(board)}
      ${board.total > board.entries.length
        ? html`<button class="plain" @click=${() => (this.limit = Math.min(1000, this.limit + PAGE * 4))}>Show more (${formatNumber(board.total - board.entries.length)} left)</button>`
        : nothing}
      ${metric ? scorePlot(board.entries, metric) : nothing}
      <h3>Enter</h3>
      <pre><code>${enterCode(benchmark)}</code></pre>
    </section>`;
  }

  #facts(benchmark: Benchmark): TemplateResult {
    const { dataset, target, unit, task, folds, rules = {} } = benchmark;
    const rows = folds.reduce((sum, fold) => sum + fold.rows, 0);
    const open = () => this.#select("dataset", dataset.name, dataset.version);
    const limits = [
      rules.deadline && `until ${rules.deadline.slice(0, 16).replace("T", " ")} UTC`,
      rules.submissionsPerDay && `${formatNumber(rules.submissionsPerDay)} a day for each entrant`,
      rules.entrants && `only ${rules.entrants.join(", ")}`,
    ].filter(Boolean);
    return html`<p>
        Predict <strong>${target}</strong>${unit ? html` <span class="unit">${unit}</span>` : nothing} (${task}) of
        <button class="link" @click=${open}>${datasetOf(benchmark)}</button>:
        ${formatCount(rows, "row")} in ${formatCount(folds.length, "fold")}.
        ${limits.length > 0 ? html`<span class="faint">Open ${limits.join("; ")}.</span>` : nothing}
      </p>`;
  }

  #table({ metrics, entries, sort }: Leaderboard): TemplateResult {
    const ties = new Map<number, number>();
    for (const { rank } of entries) ties.set(rank, (ties.get(rank) ?? 0) + 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Leaderboard">
      <table>
        <thead><tr>
          <th class="number" scope="col">#</th><th scope="col">Entry</th>
          ${metrics.map((metric) => this.#head(metric, metric.name === sort))}
          <th scope="col" title="Paired test of the difference to the entry above">Against above</th><th scope="col">Kind</th><th scope="col">Date</th>
        </tr></thead>
        <tbody>${entries.map((entry) => this.#row(entry, metrics, (ties.get(entry.rank) ?? 0) > 1))}</tbody>
      </table>
    </div>`;
  }

  #head({ name, unit, higherIsBetter }: BenchmarkMetric, sorted: boolean): TemplateResult {
    const arrow = higherIsBetter ? "↑" : "↓";
    return html`<th class="number" scope="col" aria-sort=${sorted ? (higherIsBetter ? "descending" : "ascending") : nothing}>
      <button title="Sort by ${name}: ${higherIsBetter ? "higher" : "lower"} is better" @click=${() => (this.sort = name)}>${name}${unit ? html` <span class="unit">${unit}</span>` : nothing} ${arrow}</button>
    </th>`;
  }

  #row(entry: LeaderboardEntry, metrics: readonly BenchmarkMetric[], tied: boolean): TemplateResult {
    const { rank, name, by, kind, url, model, submittedAt, overall, withdrawn } = entry;
    const [modelName = "", version = ""] = model?.split("@") ?? [];
    const title = url ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${name}</a>` : name;
    return html`<tr class=${withdrawn ? "withdrawn" : rank === 1 ? "best" : ""}>
      <td class="number">${withdrawn ? "" : `${rank}${tied ? " =" : ""}`}</td>
      <td>
        <span class="name">${title}</span>${withdrawn ? html` <span class="role" title=${withdrawn.reason ?? ""}>withdrawn</span>` : nothing}
        ${model ? html`<div><button class="link" @click=${() => this.#select("model", modelName, version)}>${model}</button></div>` : nothing}
        ${by ? html`<div class="by">${by}</div>` : nothing}
      </td>
      ${metrics.map((metric) => scoreCell(overall[metric.name]))}
      <td>${comparison(entry)}</td><td>${KINDS[kind]}</td><td>${submittedAt.slice(0, 10)}</td>
    </tr>`;
  }

  #empty(): TemplateResult {
    return this.kind
      ? html`<p>No entry is of this kind. <button class="secondary" @click=${() => (this.kind = undefined)}>Show all</button></p>`
      : html`<p>No entries yet: be the first with the cell below.</p>`;
  }

  #choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.kind = value === "" ? undefined : (value as EntryKind);
  };

  #select(kind: "dataset" | "model", name: string, version: string): void {
    this.dispatchEvent(new CustomEvent("foundry-select", { detail: { kind, name, version }, bubbles: true, composed: true }));
  }
}

function scoreCell(score: LeaderboardEntry["overall"][string] | undefined): TemplateResult {
  const interval = score && score.low !== null ? `95 % interval ${formatScore(score.low)} to ${formatScore(score.high)}` : "";
  return html`<td class="number" title=${interval}>${formatScore(score?.mean)}${score && score.std !== null && score.std !== 0 ? html` <span class="deviation">± ${formatScore(score.std, 2)}</span>` : nothing}</td>`;
}

function comparison({ above }: LeaderboardEntry): TemplateResult | typeof nothing {
  if (!above || above.p === null) return nothing;
  const p = above.p < 0.001 ? "p < 0.001" : `p = ${above.p.toPrecision(2)}`;
  return html`<span class=${above.significant ? "" : "same"} title="${above.test}${above.significant ? "" : "; not significant"}">${p}${above.significant ? "" : " (n.s.)"}</span>`;
}

const enterCode = ({ name, version }: Benchmark): string => `import foundry_lab as foundry

benchmark = foundry.benchmark("${name}@${version}")
print(benchmark.template())  # a cell that fits, predicts and submits
benchmark.submit(predictions, name="my model")  # {fold: {id: prediction}}`;

define("foundry-leaderboard", LeaderboardElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-leaderboard": LeaderboardElement;
  }
}
