import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { faultTexts, faultsAt } from "../form/form-field.js";
import type { SplitChoice, TableChoice } from "./publish-source.js";

/** Which table is which split, and what changes that. */
export interface SplitsForm {
  splits: readonly SplitChoice[];
  tables: readonly TableChoice[];
  problems: readonly Finding[];
  change: (splits: SplitChoice[]) => void;
}

/** A row for each split: its name and where its rows come from. */
export function splitsForm({ splits, tables, problems, change }: SplitsForm): TemplateResult {
  const edit = (at: number, key: keyof SplitChoice) => (event: Event) => {
    const { value } = event.target as HTMLInputElement;
    change(splits.map((split, i) => (i === at ? { ...split, [key]: value.trim() } : split)));
  };
  const wrong = (at: number, key: keyof SplitChoice) =>
    faultsAt(problems, `/splits/${at}/${key}`).length > 0 ? "true" : "false";
  const next =
    ["train", "test", "validation"].find((name) => splits.every((split) => split.name !== name)) ??
    `split${splits.length}`;
  return html`<datalist id="tables">
      ${tables.map(({ variable, rows, columns }) => html`<option value=${variable}>${t("%1 rows, %2 columns", formatNumber(rows), formatNumber(columns))}</option>`)}
    </datalist>
    ${splits.map(
      (split, at) => html`<div class="split">
        <input class="short" data-field="/splits/${at}/name" aria-invalid=${wrong(at, "name")} aria-label=${t("Name of split %1", at + 1)} .value=${split.name} @change=${edit(at, "name")} />
        <span>${t("from")}</span>
        <input list="tables" data-field="/splits/${at}/from" aria-invalid=${wrong(at, "from")} aria-label=${t("Table of split %1", split.name)} placeholder=${t("a table of this notebook, or a file")} .value=${split.from} @change=${edit(at, "from")} />
        ${
          splits.length > 1
            ? html`<button class="plain" aria-label=${t("Remove split %1", split.name)} title=${t("Remove the split")} @click=${() => change(splits.filter((_, i) => i !== at))}>✕</button>`
            : nothing
        }
        ${faultTexts(faultsAt(problems, `/splits/${at}`))}
      </div>`,
    )}
    ${faultTexts(problems.filter(({ pointer }) => pointer === "/splits"))}
    <button class="plain" @click=${() => change([...splits, { name: next, from: "" }])}>${t("Add split")}</button>`;
}
