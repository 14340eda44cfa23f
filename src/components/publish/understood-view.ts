import { html, nothing, type TemplateResult } from "lit";
import type { Guess, UnderstoodColumn, UnderstoodSplit } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { typeWord } from "../table/column-type.js";

/** The cell that counts missing values. */
const NUMBER = 3;

/** What was understood of each split: its columns with their first values, and every guess. */
export const understoodView = (splits: readonly UnderstoodSplit[]): TemplateResult[] => splits.map(splitView);

function splitView({ split, rows, columns, guesses }: UnderstoodSplit): TemplateResult {
  const all = [...guesses, ...columns.flatMap((column) => column.guesses)];
  const [column, ...labels] = [
    t("Column"),
    t("Type"),
    t("Unit"),
    t("Role"),
    t("Missing"),
    t("In the source"),
    t("As stored"),
  ];
  return html`<div class="understood" role="group" aria-label=${t("What was understood of split %1", split)}>
    <table>
      <caption>${t("%1: %2", split, formatCount(rows, "row"))}</caption>
      <thead>
        <tr><th scope="col">${column}</th>${labels.map((label, place) => html`<th scope="col" class=${place === NUMBER ? "number" : ""}>${label}</th>`)}</tr>
      </thead>
      <tbody>${columns.map((each) => columnView(each, labels))}</tbody>
    </table>
    ${all.length > 0 ? html`<ul class="guesses">${all.map(guessView)}</ul>` : nothing}
  </div>`;
}

/** A row; where the form is narrow, each cell is a line with its label. */
function columnView(column: UnderstoodColumn, labels: readonly string[]): TemplateResult {
  const { name, type, unit = "", role, missing, written, stored } = column;
  const cells = [
    typeText(type),
    unit,
    role ? t(role) : "",
    formatNumber(missing),
    valuesView(written),
    valuesView(stored),
  ];
  return html`<tr><th scope="row">${name}</th>${cells.map((cell, place) => html`<td data-label=${labels[place] ?? ""} class=${place === NUMBER ? "number" : ""}>${cell}</td>`)}</tr>`;
}

/** Arrow's own name, but for a category, whose name in Arrow is long. */
function typeText(type: string): string {
  if (typeWord(type) !== "category") return type;
  return type.includes("ordered=1") ? t("category, in order") : t("category");
}

const valuesView = (values: readonly (string | null)[]) =>
  values.map((value) =>
    value === null
      ? html`<span class="value none">${t("missing")}</span>`
      : html`<span class="value" title=${value}>${value}</span>`,
  );

const guessView = ({ detail, otherwise }: Guess) =>
  html`<li>${detail} ${t("Otherwise:")} <code>${otherwise}</code></li>`;
