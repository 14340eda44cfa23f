import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Column, ColumnStatistics, Comparison, Scalar } from "../../contracts/types.js";
import { columnKind } from "../../core/filters/column-kind.js";
import { comparisonTest } from "../../core/filters/compare.js";
import { exactDecimal } from "../../core/filters/exact-decimal.js";
import { FilterError, numberLiteral, scalarText } from "../../core/filters/literals.js";
import { t } from "../../core/translation.js";
import { define } from "../define.js";
import { controls } from "../theme/controls.js";
import { tokens } from "../theme/tokens.js";
import { ViewerCode } from "../viewer-code.js";
import { isRangeable } from "./brush.js";
import type { ColumnFormat } from "./column-format.js";
import { isNumeric, typeWord } from "./column-type.js";
import { formatFields } from "./format-fields.js";
import { isFormulaColumn } from "./formula.js";
import type { PeriodicTableElement } from "../science/periodic-table-element.js";
import type { SortState } from "./sorting.js";

/** What the menu of a column asks for. */
export type ColumnAction =
  "ascending" | "descending" | "none" | "group" | "pin" | "unpin" | "hide" | "wider" | "narrower";

const STATES = ["present", "missing", "nan", "infinite"] as const;
type State = (typeof STATES)[number];

/** A bound as it is typed. */
const boundText = (value: Scalar | undefined): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : scalarText(value);

/** What a person typed as a bound of a column; undefined where a number is expected and there is none. */
export function boundOf(typed: string, { type }: Column): Scalar | undefined {
  if (!isNumeric(type)) return typed;
  const text = typed.replace("−", "-").replace(/^\+/, "");
  if (exactDecimal(text)) return numberLiteral(text);
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** The kind of field for days and times; bounds that a picker cannot show, such as nanoseconds, stand as text. */
function pickerOf(type: string, bounds: readonly string[]): "date" | "datetime-local" | "text" {
  if (typeWord(type) === "date") return bounds.every((text) => /^(?:\d{4}-\d\d-\d\d)?$/.test(text)) ? "date" : "text";
  const shown = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?$/;
  return bounds.every((text) => shown.test(text)) ? "datetime-local" : "text";
}

/**
 * What can be done to one column: sort, filter by range, set, text or missing values, pin, hide, resize.
 *
 * @fires foundry-column-action - detail {@link ColumnAction}, and `add` where other sort keys stay
 * @fires foundry-column-filter - detail `{ comparisons }`: all that is asked of the column from now on
 * @fires foundry-column-format - detail `{ format }`: how its numbers are set from now on
 * @fires foundry-menu-close - the menu is done with
 */
export class ColumnMenu extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        position: absolute;
        z-index: 6;
        width: 232px;
        max-height: min(420px, 80vh);
        overflow: auto;
        padding: 8px 10px;
        background: var(--foundry-bg);
        border: 1px solid var(--foundry-border-strong);
        border-radius: 3px;
        box-shadow: 0 2px 8px rgb(0 0 0 / 20%);
        font-size: 12px;
      }
      :host([wide]) {
        width: min(474px, calc(100% - 16px));
      }
      .plain,
      label {
        min-height: 24px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 4px;
      }
      form {
        display: grid;
        gap: 5px;
        margin-top: 6px;
        padding-top: 6px;
        border-top: 1px solid var(--foundry-border);
      }
      .range {
        display: grid;
        grid-template-columns: 1fr auto 1fr auto;
        align-items: center;
        gap: 5px;
      }
      .range input {
        width: 100%;
      }
      label {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      label span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      label .count {
        margin-left: auto;
        color: var(--foundry-fg-faint);
      }
      fieldset {
        display: grid;
        gap: 2px;
        max-height: 130px;
        overflow: auto;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .format {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 5px;
        margin-top: 6px;
      }
      .format input[type="number"] {
        width: 52px;
      }
      .end {
        display: flex;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) column: Column | undefined;
  @property({ attribute: false }) statistics: ColumnStatistics | undefined;
  @property({ attribute: false }) comparisons: readonly Comparison[] = [];
  @property({ attribute: false }) format: ColumnFormat | undefined;
  @property({ attribute: false }) sorted: SortState = { direction: "none", rank: 0 };
  @property({ type: Boolean }) alsoSorted = false;
  @property({ type: Boolean }) pinned = false;
  @property({ type: Boolean }) groups = false;
  @property({ type: Boolean }) last = false;
  @state() private problem: string | undefined;
  readonly #periodicTable = new ViewerCode(this, () => import("../science/periodic-table-element.js"));

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "dialog");
    this.addEventListener("keydown", this.#key);
    this.addEventListener("focusout", this.#left);
  }

  override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("column")) return;
    this.setAttribute("aria-label", t("Column %1", this.column?.name ?? ""));
    this.toggleAttribute("wide", this.column !== undefined && isFormulaColumn(this.column.name));
  }

  override render(): TemplateResult | typeof nothing {
    const { column, sorted } = this;
    if (!column) return nothing;
    const act = (label: string, action: ColumnAction, options: { add?: boolean; off?: boolean } = {}) =>
      html`<button class="plain" ?disabled=${options.off} @click=${() => this.#act(action, options.add)}>${label}</button>`;
    return html`<div class="actions">
        ${act(t("↑ Sort ascending"), "ascending", { off: sorted.direction === "ascending" })}
        ${act(t("↓ Sort descending"), "descending", { off: sorted.direction === "descending" })}
        ${this.alsoSorted && sorted.direction === "none" ? act(t("Then by this column"), "ascending", { add: true }) : nothing}
        ${sorted.direction === "none" ? nothing : act(t("Stop sorting"), "none", { add: true })}
        ${this.pinned ? act(t("Unpin"), "unpin") : act(t("Pin left"), "pin")} ${act(t("Hide"), "hide", { off: this.last })}
        ${this.groups && !["other", "bytes"].includes(columnKind(column.type).of) ? act(t("Count values"), "group") : nothing}
        ${act(t("Wider"), "wider")} ${act(t("Narrower"), "narrower")}
      </div>
      ${isNumeric(column.type) ? formatFields(this.format, (format) => this.#fire("foundry-column-format", { format })) : nothing}
      <form
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#apply(event.target as HTMLFormElement);
        }}
      >
        ${this.#fields(column)}
        ${this.#states(column).map(
          ([state, label]) =>
            html`<label><input type="radio" name="presence" value=${state} .checked=${state === this.#state} /> <span>${label}</span></label>`,
        )}
        ${this.problem ? html`<div class="problem" role="alert">${this.problem}</div>` : nothing}
        <div class="end">
          <button class="secondary">${t("Filter")}</button>
          ${this.comparisons.length > 0 ? html`<button type="button" class="plain" @click=${() => this.#filter([])}>${t("Clear")}</button>` : nothing}
        </div>
      </form>`;
  }

  #fields(column: Column): TemplateResult | typeof nothing {
    if (isRangeable(column.type)) {
      const [low, high] = this.#range;
      const kind = isNumeric(column.type) ? "text" : pickerOf(column.type, [low, high]);
      return html`<div class="range">
        <input type=${kind} step="1" name="low" aria-label=${t("From")} placeholder=${t("from")} .value=${low} />
        <span>${t("to")}</span>
        <input type=${kind} step="1" name="high" aria-label=${t("To")} placeholder=${t("to")} .value=${high} />
        ${column.unit ? html`<span class="unit">${column.unit}</span>` : nothing}
      </div>`;
    }
    const word = typeWord(column.type);
    const text = ["text", "category"].includes(word);
    if (text && isFormulaColumn(column.name) && !this.#periodicTable.missing) void this.#periodicTable.get();
    const top = this.statistics?.top ?? [];
    const chosen = new Set(
      this.comparisons
        .flatMap(({ op, value, values }) => (op === "in" ? (values ?? []) : op === "==" ? [value] : []))
        .map(String),
    );
    const listed: { value: string; count?: number }[] = top.map(({ value, count }) => ({ value, count }));
    for (const value of chosen) if (!listed.some((one) => one.value === value)) listed.push({ value });
    return html`${
      text
        ? html`<input type="text" name="part" aria-label=${t("Contains")} placeholder=${t("contains")} .value=${this.#text} />`
        : nothing
    }
      ${this.#periodicTable.instead(t("The periodic table is not shown because the code for it did not load; type a part of the formula."))}
      ${text && isFormulaColumn(column.name) ? html`<foundry-periodic-table .chosen=${this.#elements}></foundry-periodic-table>` : nothing}
      ${
        (text || word === "true or false") && listed.length > 0
          ? html`<fieldset aria-label=${t("Values")}>
              ${listed.map(
                ({ value, count }) =>
                  html`<label
                    ><input type="checkbox" name="value" value=${value} .checked=${chosen.has(value)} /><span title=${value}>${value === "" ? t("empty text") : value}</span
                    >${count === undefined ? nothing : html`<span class="count">${count}</span>`}</label
                  >`,
              )}
            </fieldset>`
          : nothing
      }`;
  }

  /** What can be asked of a column besides its values. */
  #states(column: Column): [state: State | "", label: string][] {
    return [
      ["", t("with and without a value")],
      ["present", t("with a value")],
      ["missing", t("missing")],
      ...(columnKind(column.type).of === "float"
        ? ([
            ["nan", t("NaN")],
            ["infinite", t("infinite")],
          ] satisfies [State, string][])
        : []),
    ];
  }

  get #state(): State | "" {
    return STATES.find((state) => this.comparisons.some(({ op }) => op === state)) ?? "";
  }

  get #range(): [string, string] {
    let [low, high] = ["", ""];
    for (const { op, value, values } of this.comparisons) {
      if (op === "between") [low, high] = [boundText(values?.[0]), boundText(values?.[1])];
      if (op === ">" || op === ">=") low = boundText(value);
      if (op === "<" || op === "<=") high = boundText(value);
      if (op === "==") low = high = boundText(value);
    }
    return [low, high];
  }

  get #text(): string {
    return boundText(this.comparisons.find(({ op }) => op === "contains")?.value);
  }

  get #elements(): string[] {
    return (this.comparisons.find(({ op }) => op === "elements")?.values ?? []).map(String);
  }

  #apply(form: HTMLFormElement): void {
    const { column } = this;
    if (!column) return;
    const data = new FormData(form);
    const given = (name: string) => {
      const value = data.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const comparisons: Comparison[] = [];
    const texts = [given("low"), given("high")];
    const [low, high] = texts.map((text) => (text === "" ? undefined : boundOf(text, column)));
    const wrong = texts.find((text) => text !== "" && boundOf(text, column) === undefined);
    if (wrong !== undefined) {
      this.problem = t("“%1” is not a number.", wrong);
      return;
    }
    if (low !== undefined && high !== undefined)
      comparisons.push({ column: column.name, op: "between", values: [low, high] });
    else if (low !== undefined) comparisons.push({ column: column.name, op: ">=", value: low });
    else if (high !== undefined) comparisons.push({ column: column.name, op: "<=", value: high });
    if (given("part")) comparisons.push({ column: column.name, op: "contains", value: given("part") });
    const elements = form.querySelector<PeriodicTableElement>("foundry-periodic-table")?.chosen ?? [];
    if (elements.length > 0) comparisons.push({ column: column.name, op: "elements", values: [...elements] });
    const values = data.getAll("value").map(String);
    const scalars = typeWord(column.type) === "true or false" ? values.map((value) => value === "true") : values;
    if (scalars.length > 0) comparisons.push({ column: column.name, op: "in", values: scalars });
    const presence = given("presence");
    const state = STATES.find((one) => one === presence);
    try {
      for (const comparison of comparisons) comparisonTest(comparison, [column]);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.problem = error.message;
      return;
    }
    const asked = state ? [{ column: column.name, op: state }] : [];
    this.#filter(state === undefined || state === "present" ? [...comparisons, ...asked] : asked);
  }

  #filter(comparisons: Comparison[]): void {
    this.#fire("foundry-column-filter", { comparisons });
    this.#close();
  }

  #act(action: ColumnAction, add = false): void {
    this.#fire("foundry-column-action", { action, add });
    if (action !== "wider" && action !== "narrower") this.#close();
  }

  #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") this.#close();
  };

  #left = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (to instanceof Node && !this.contains(to) && !this.renderRoot.contains(to)) this.#close();
  };

  #close(): void {
    this.#fire("foundry-menu-close", {});
  }

  #fire(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

define("foundry-column-menu", ColumnMenu);

declare global {
  interface HTMLElementTagNameMap {
    "foundry-column-menu": ColumnMenu;
  }
}
