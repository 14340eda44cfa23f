import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import { problemTexts, problemsAt } from "./form-field.js";
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
  const next =
    ["train", "test", "validation"].find((name) => splits.every((split) => split.name !== name)) ??
    `split${splits.length}`;
  return html`<datalist id="tables">
      ${tables.map(({ variable, rows, columns }) => html`<option value=${variable}>${t("%1 rows, %2 columns", formatNumber(rows), formatNumber(columns))}</option>`)}
    </datalist>
    ${splits.map(
      (split, at) => html`<div class="split">
        <input class="short" aria-label=${t("Name of split %1", at + 1)} .value=${split.name} @change=${edit(at, "name")} />
        <span>${t("from")}</span>
        <input list="tables" aria-label=${t("Table of split %1", split.name)} placeholder=${t("a table of this notebook, or a file")} .value=${split.from} @change=${edit(at, "from")} />
        ${
          splits.length > 1
            ? html`<button class="plain" aria-label=${t("Remove split %1", split.name)} title=${t("Remove the split")} @click=${() => change(splits.filter((_, i) => i !== at))}>✕</button>`
            : nothing
        }
        ${problemTexts(problemsAt(problems, `/splits/${at}`))}
      </div>`,
    )}
    <button class="plain" @click=${() => change([...splits, { name: next, from: "" }])}>${t("Add split")}</button>`;
}
