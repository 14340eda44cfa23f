import { html, type TemplateResult } from "lit";
import { formatNumber } from "../../core/quantities.js";

/** A split and its length. */
export interface SplitChoice {
  name: string;
  rows: number;
}

/** The options of a select for splits; those of a fold, such as `fold-0.train`, stand below it. */
export function splitOptions(splits: readonly SplitChoice[], chosen: string | undefined): TemplateResult {
  const folds = new Map<string, SplitChoice[]>();
  for (const split of splits) {
    const fold = foldOf(split.name) ?? "";
    folds.set(fold, [...(folds.get(fold) ?? []), split]);
  }
  const option = ({ name, rows }: SplitChoice) =>
    html`<option value=${name} .selected=${name === chosen}>${name} · ${formatNumber(rows)}</option>`;
  return html`${[...folds].map(([fold, own]) => (fold ? html`<optgroup label=${fold}>${own.map(option)}</optgroup>` : own.map(option)))}`;
}

function foldOf(split: string): string | undefined {
  const at = split.lastIndexOf(".");
  return at > 0 && at < split.length - 1 ? split.slice(0, at) : undefined;
}
