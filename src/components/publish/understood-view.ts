import { html, nothing, type TemplateResult } from "lit";
import type { Guess, UnderstoodColumn, UnderstoodSplit } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { typeWord } from "../table/column-type.js";

/** What was understood of each split: its columns with their first values, and every guess. */
export const understoodView = (splits: readonly UnderstoodSplit[]): TemplateResult[] => splits.map(splitView);

function splitView({ split, rows, columns, guesses }: UnderstoodSplit): TemplateResult {
  const all = [...guesses, ...columns.flatMap((column) => column.guesses)];
  return html`<div class="understood" role="group" aria-label=${t("What was understood of split %1", split)}>
    <table>
      <caption>${t("%1: %2", split, formatCount(rows, "row"))}</caption>
      <thead>
        <tr>
          <th scope="col">${t("Column")}</th><th scope="col">${t("Type")}</th><th scope="col">${t("Unit")}</th><th scope="col">${t("Role")}</th>
          <th scope="col" class="number">${t("Missing")}</th><th scope="col">${t("In the source")}</th><th scope="col">${t("As stored")}</th>
        </tr>
      </thead>
      <tbody>${columns.map(columnView)}</tbody>
    </table>
    ${all.length > 0 ? html`<ul class="guesses">${all.map(guessView)}</ul>` : nothing}
  </div>`;
}

const columnView = ({ name, type, unit, role, missing, written, stored }: UnderstoodColumn) =>
  html`<tr>
    <th scope="row">${name}</th><td>${typeText(type)}</td><td>${unit ?? ""}</td><td>${role ? t(role) : ""}</td>
    <td class="number">${formatNumber(missing)}</td><td>${valuesView(written)}</td><td>${valuesView(stored)}</td>
  </tr>`;

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
