import type { DataType, Vector } from "apache-arrow";
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column, Filter, View } from "../../contracts/types.js";
import { conditionsOf, everyOf, unsorted, viewWith } from "../../core/conditions.js";
import { columnKind } from "../../core/filters/column-kind.js";
import { formatNumber } from "../../core/quantities.js";
import type { Groups, TableSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { isNumeric } from "../table/column-type.js";
import { vectorText } from "../table/format.js";
import { formatShare } from "../table/number-format.js";
import { isAbort } from "../table/row-pages.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { groupConditions } from "./group-conditions.js";

const MOST = 1000;
const MEASURES = ["mean", "min", "max"] as const;

/**
 * How many rows each value of a column has, and what other columns are among them.
 *
 * @fires foundry-group-filter - a group is chosen or let go: detail `{ filter }`, of the whole view
 * @fires foundry-group-by - another column makes the groups: detail `{ name }`
 */
export class GroupsElement extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        margin: 4px 0;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-width: 0;
      }
      select {
        max-width: 150px;
      }
      .rows {
        max-height: 290px;
        overflow: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      th {
        position: sticky;
        top: 0;
        background: var(--foundry-bg);
        font-weight: 600;
      }
      th,
      td {
        height: 24px;
        padding: 0 4px;
        border-bottom: 1px solid var(--foundry-border);
        text-align: right;
        white-space: nowrap;
      }
      th:first-child,
      td:first-child {
        max-width: 110px;
        padding: 0;
        text-align: left;
      }
      td button {
        width: 100%;
        height: 24px;
        overflow: hidden;
        text-align: left;
        text-overflow: ellipsis;
      }
      td button:hover:not(:disabled) {
        background: var(--foundry-bg-hover);
      }
      tr[aria-selected="true"] {
        background: var(--foundry-selected);
      }
      .missing,
      .empty,
      .nan {
        font-style: italic;
        color: var(--foundry-fg-faint);
      }
      .share {
        background: linear-gradient(var(--foundry-bar), var(--foundry-bar)) left / var(--share) 3px no-repeat;
        background-position-y: bottom;
      }
    `,
  ];

  @property({ attribute: false }) source: TableSource | undefined;
  @property({ attribute: false }) view: View | undefined;
  /** Name of the column whose values make the groups. */
  @property({ attribute: false }) by: string | undefined;
  @state() private measured = "";
  @state() private groups: Groups | undefined;
  @state() private problem: string | undefined;
  #asked = "";
  #request: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request?.abort();
    this.#asked = "";
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("source")) this.#asked = "";
    void this.#load();
  }

  override render(): TemplateResult {
    const columns = this.source?.description.columns ?? [];
    const option = (name: string, chosen: boolean) => html`<option value=${name} .selected=${chosen}>${name}</option>`;
    return html`<div class="choices">
        <label
          >${t("Group by")}
          <select @change=${(event: Event) => this.#fire("foundry-group-by", { name: (event.target as HTMLSelectElement).value })}>
            ${columns.filter(isGrouping).map(({ name }) => option(name, name === this.#by?.name))}
          </select></label
        >
        <label
          >${t("Measure")}
          <select @change=${(event: Event) => (this.measured = (event.target as HTMLSelectElement).value)}>
            <option value="">${t("count only")}</option>
            ${columns.filter(({ type }) => isNumeric(type)).map(({ name }) => option(name, name === this.measured))}
          </select></label
        >
      </div>
      ${this.problem ? html`<div class="problem" role="alert"><span>${this.problem}</span><button class="plain" @click=${() => this.#retry()}>${t("Retry")}</button></div>` : nothing}
      ${this.groups ? this.#table(this.groups) : this.problem ? nothing : html`<p role="status">${t("Counting …")}</p>`}`;
  }

  #table(groups: Groups): TemplateResult {
    const { table, rows, first } = groups;
    const shown = table.numRows;
    const notes = [
      shown < groups.groups
        ? t("The %1 largest of %2 groups.", formatNumber(shown), formatNumber(groups.groups))
        : t(groups.groups === 1 ? "%1 group." : "%1 groups.", formatNumber(groups.groups)),
      ...(first === undefined ? [] : [t("Counted in the first %1 rows.", formatNumber(first))]),
    ];
    const measured = table.getChild("mean 0") !== null;
    return html`<p role="status">${notes.join(" ")}</p>
      <div class="rows" tabindex="0" role="group" aria-label=${t("Groups")}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.#by?.name}</th>
              <th scope="col">${t("count")}</th>
              <th scope="col">${t("share")}</th>
              ${measured ? MEASURES.map((measure) => html`<th scope="col">${t(measure)}</th>`) : nothing}
            </tr>
          </thead>
          <tbody>
            ${Array.from({ length: shown }, (_, row) => this.#row(groups, row, rows, measured))}
          </tbody>
        </table>
      </div>`;
  }

  #row({ table }: Groups, row: number, of: number, measured: boolean): TemplateResult {
    const column = this.#by;
    const values = table.getChild("value") as Vector<DataType> | null;
    if (!column || !values) return html``;
    const value = vectorText(values, row);
    const conditions = groupConditions(column, values, row);
    const now = conditionsOf(this.view?.filter);
    const has = (condition: Filter) => now.some((one) => JSON.stringify(one) === JSON.stringify(condition));
    const isChosen = conditions !== undefined && conditions.every(has);
    const others = now.filter(
      ({ compare }) => compare?.column !== column.name && !conditions?.some((one) => one.not && has(one)),
    );
    const choose = () =>
      this.#fire("foundry-group-filter", { filter: everyOf([...others, ...(isChosen ? [] : (conditions ?? []))]) });
    const count = Number(table.getChild("count")?.get(row) ?? 0);
    const cell = (name: string) => {
      const vector = table.getChild(`${name} 0`) as Vector<DataType>;
      const isMissing = table.getChild("mean 0")?.get(row) === null;
      const shown = isMissing ? undefined : vectorText(vector, row);
      return html`<td class=${shown?.kind ?? "missing"} title=${shown?.whole ?? nothing}>${shown?.text ?? t("none")}</td>`;
    };
    return html`<tr aria-selected=${isChosen ? "true" : "false"}>
      <td>
        <button
          class=${value.kind}
          title=${conditions ? t("Show these rows: %1", value.whole ?? value.text) : (value.whole ?? value.text)}
          aria-pressed=${isChosen ? "true" : "false"}
          ?disabled=${!conditions}
          @click=${choose}
        >
          ${value.text}
        </button>
      </td>
      <td>${formatNumber(count)}</td>
      <td class="share" style="--share:${(100 * count) / Math.max(1, of)}%">${formatShare(count, of)}</td>
      ${measured ? MEASURES.map(cell) : nothing}
    </tr>`;
  }

  get #by(): Column | undefined {
    const columns = (this.source?.description.columns ?? []).filter(isGrouping);
    return columns.find(({ name }) => name === this.by) ?? columns.find(({ type }) => !isNumeric(type)) ?? columns[0];
  }

  /** The rows of the view whatever group is chosen, so that the others can be chosen too. */
  get #rows(): View | undefined {
    const by = this.#by?.name;
    const isOther = ({ compare, not }: Filter) => (not?.compare ?? compare)?.column !== by;
    return unsorted(viewWith(this.view, { filter: everyOf(conditionsOf(this.view?.filter).filter(isOther)) }));
  }

  #retry(): void {
    this.#asked = "";
    this.requestUpdate();
  }

  async #load(): Promise<void> {
    const { source } = this;
    const by = this.#by?.name;
    if (!source?.groups || by === undefined) return;
    const view = this.#rows;
    const question = { by, limit: MOST, ...(this.measured && { columns: [this.measured] }), ...(view && { view }) };
    const asked = JSON.stringify(question);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const groups = await source.groups(question, request.signal);
      if (request.signal.aborted) return;
      this.groups = groups;
      this.problem = undefined;
    } catch (error) {
      if (isAbort(error) || request.signal.aborted) return;
      this.groups = undefined;
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  #fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const isGrouping = ({ type }: Column): boolean => !["other", "bytes"].includes(columnKind(type).of);

define("foundry-groups", GroupsElement);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-groups": GroupsElement;
  }
}
