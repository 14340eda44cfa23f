import { html, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";
import type { ColumnDraft, Finding } from "../../contracts/types.js";
import { faultTexts, faultsAt } from "../form/form-field.js";
import { typeWord } from "../table/column-type.js";
import { listOf, type ColumnChange } from "./draft-fields.js";
import type { Proposal } from "./publish-source.js";

/** Types that are often stated; any other of Arrow's may be typed. */
const TYPES = [
  "string",
  "category",
  "bool",
  "int64",
  "uint64",
  "float64",
  "decimal128(18, 6)",
  "date32",
  "timestamp[us]",
];
const CATEGORY = "category";
const ROLES = ["", "input", "target", "id", "weight"] as const;

/** What the table of columns shows and what it changes. */
export interface ColumnsForm {
  types: Proposal["types"];
  columns: readonly ColumnDraft[];
  problems: readonly Finding[];
  change: (name: string, change: ColumnChange) => void;
}

/** A row for each column: name, type, unit, role, description; below a category, its values. */
export function columnsForm({ types, columns, problems, change }: ColumnsForm): TemplateResult {
  return html`<datalist id="types">${TYPES.map((type) => html`<option value=${type}></option>`)}</datalist>
  <table class="columns">
    <thead>
      <tr><th scope="col">${t("Column")}</th><th scope="col">${t("Type")}</th><th scope="col">${t("Unit")}</th><th scope="col">${t("Role")}</th><th scope="col">${t("What it is")}</th></tr>
    </thead>
    <tbody>
      ${types.map(({ name, type }) => {
        const at = columns.findIndex((column) => column.name === name);
        const said = columns[at];
        const place = `/columns/${at}`;
        const faults = faultsAt(problems, place);
        const wrong = faults.length > 0 ? "true" : "false";
        const edit = (key: "unit" | "role" | "description") => (event: Event) =>
          change(name, { [key]: (event.target as HTMLInputElement).value });
        const state = (event: Event) => {
          const type = (event.target as HTMLInputElement).value.trim();
          change(name, type === CATEGORY ? { type } : { type, categories: [] });
        };
        const categories = (column: ColumnDraft) =>
          html`<input data-field=${`${place}/categories`} aria-label=${t("Categories of %1", name)} placeholder=${t("categories in their order, separated by semicolons")} .value=${(column.categories ?? []).join("; ")} @input=${(event: Event) => change(name, { categories: listOf((event.target as HTMLInputElement).value, ";") })} />`;
        return html`<tr>
            <th scope="row">${name} <span class="unit">${typeWord(type)}</span></th>
            <td>
              <input class="short" list="types" data-field=${`${place}/type`} aria-label=${t("Type of %1", name)} aria-invalid=${wrong} placeholder=${type} .value=${said?.type ?? ""} @input=${state} />
            </td>
            <td>
              <input class="short" data-field=${`${place}/unit`} aria-label=${t("Unit of %1", name)} aria-invalid=${wrong} placeholder=${t("none")} .value=${said?.unit ?? ""} @input=${edit("unit")} />
            </td>
            <td>
              <select data-field=${`${place}/role`} aria-label=${t("Role of %1", name)} @change=${edit("role")}>
                ${ROLES.map((role) => html`<option value=${role} .selected=${role === (said?.role ?? "")}>${role ? t(role) : "–"}</option>`)}
              </select>
            </td>
            <td><input data-field=${`${place}/description`} aria-label=${t("What %1 is", name)} .value=${said?.description ?? ""} @input=${edit("description")} /></td>
          </tr>
          ${said?.type === CATEGORY ? html`<tr><td></td><td colspan="4">${categories(said)}</td></tr>` : ""}
          ${faults.length > 0 ? html`<tr><td colspan="5">${faultTexts(faults)}</td></tr>` : ""}`;
      })}
    </tbody>
  </table>`;
}
