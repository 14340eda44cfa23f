import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import type { ColumnMapping, RunCheck } from "./run-source.js";

/** Which column of the data each input is taken from, and what stands in the way. */
export function mappingForm(
  check: RunCheck,
  chosen: ColumnMapping,
  choose: (mapping: ColumnMapping) => void,
): TemplateResult {
  const [first, ...more] = check.problems;
  return html`<div class="mapping" role="group" aria-label=${t("Columns for the model's inputs")}>
    ${first ? html`<p class="problem" role="status">${first}${more.length > 0 ? t(" (and %1 more)", more.length) : ""}</p>` : nothing}
    <table>
      <thead><tr><th scope="col">${t("input")}</th><th scope="col">${t("column")}</th></tr></thead>
      <tbody>${check.inputs.map((input) => mapped(check, input, chosen, choose))}</tbody>
    </table>
  </div>`;
}

function mapped(
  { columns, mapping, converted }: RunCheck,
  { name, unit }: RunCheck["inputs"][number],
  chosen: ColumnMapping,
  choose: (mapping: ColumnMapping) => void,
): TemplateResult {
  const current = chosen[name] ?? mapping[name] ?? "";
  const change = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    const others = Object.fromEntries(Object.entries(chosen).filter(([input]) => input !== name));
    choose(value === "" || value === name ? others : { ...others, [name]: value });
  };
  const units = converted[name];
  return html`<tr>
    <td>${name}${unit ? html` <span class="unit">${unit}</span>` : nothing}</td>
    <td><select aria-label=${t("Column for %1", name)} @change=${change}>
        <option value="" .selected=${current === ""}>${t("choose a column")}</option>
        ${columns.map((column) => html`<option value=${column.name} .selected=${column.name === current}>${column.name}${column.unit ? ` (${column.unit})` : ""}</option>`)}
      </select>${units ? html` <span class="hint">${t("converted from %1 to %2", units[0], units[1])}</span>` : nothing}</td>
  </tr>`;
}
