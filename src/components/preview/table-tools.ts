import { html, type TemplateResult } from "lit";
import type { Sample } from "../../contracts/types.js";
import type { CellSelection } from "../../core/cell-source.js";
import { t } from "../../core/translation.js";
import type { CopyFormat } from "../table/copy-text.js";
import type { SaveFormat } from "../table/save-rows.js";

const COPIES: [CopyFormat, () => string][] = [
  ["tsv", () => t("For a spreadsheet (TSV)")],
  ["csv", () => t("As CSV")],
  ["markdown", () => t("As a Markdown table")],
];
const SAVES: Record<SaveFormat, () => string> = {
  csv: () => t("As CSV"),
  parquet: () => t("As Parquet, every type kept"),
  arrow: () => t("As Arrow (Feather), every type kept"),
};

/** A menu that copies the selected cells. */
export const copyMenu = (copy: (format: CopyFormat) => void): TemplateResult =>
  menu(
    {
      summary: t("Copy"),
      title: t("Copy the selected cells: Shift and arrows or a drag selects, Ctrl+A selects all"),
      label: t("Copy the selected cells"),
    },
    COPIES.map(([format, label]) => ({ label: label(), act: () => copy(format) })),
  );

/** A menu that saves the rows and columns that are shown as a file. */
export const saveMenu = (formats: readonly SaveFormat[], save: (format: SaveFormat) => void): TemplateResult =>
  menu(
    {
      summary: t("Save"),
      title: t("Save the rows and columns that are shown, in their order, as a file"),
      label: t("Save what is shown"),
    },
    formats.map((format) => ({ label: SAVES[format](), act: () => save(format) })),
  );

function menu(
  { summary, title, label }: { summary: string; title: string; label: string },
  entries: readonly { label: string; act: () => void }[],
): TemplateResult {
  const close = (target: EventTarget | null) => {
    if (target instanceof HTMLElement) target.closest("details")?.removeAttribute("open");
  };
  return html`<details
    class="menu"
    @keydown=${(event: KeyboardEvent) => event.key === "Escape" && close(event.currentTarget)}
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLElement;
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) close(details);
    }}
  >
    <summary class="plain" title=${title}>${summary}</summary>
    <div class="sheet" role="group" aria-label=${label}>
      ${entries.map(
        (entry) =>
          html`<button
            class="plain"
            @click=${(event: Event) => {
              entry.act();
              close(event.currentTarget);
            }}
          >
            ${entry.label}
          </button>`,
      )}
    </div>
  </details>`;
}

/** A choice of the form in which a cell loads what is chosen, and the button that asks for that cell. */
export function insertTools(insert: (as: CellSelection["as"]) => void): TemplateResult {
  return html`<select aria-label=${t("Form of the inserted cell")} title=${t("What the inserted cell makes: an Arrow table or a pandas frame")}>
      <option value="arrow">Arrow</option>
      <option value="pandas">pandas</option>
    </select>
    <button
      class="plain"
      title=${t("Insert a cell that loads exactly these rows and columns; it and this table follow each other")}
      @click=${(event: Event) => {
        const select = (event.currentTarget as HTMLElement).previousElementSibling as HTMLSelectElement;
        insert(select.value === "pandas" ? "pandas" : "arrow");
      }}
    >${t("Insert cell")}</button
    >`;
}

/** How many rows are drawn at random, to type; empty for all of them. */
export function sampleField(sample: Sample | undefined, choose: (sample: Sample | undefined) => void): TemplateResult {
  const read = (text: string): Sample | undefined => {
    const rows = Math.floor(Number(text));
    return rows >= 1 ? { ...sample, rows } : undefined;
  };
  return html`<span class="sample"
    ><input
      type="number"
      min="1"
      placeholder=${t("sample")}
      aria-label=${t("Rows sampled at random")}
      title=${t("Number of rows to sample at random; empty shows all")}
      .value=${sample ? String(sample.rows) : ""}
      @keydown=${(event: KeyboardEvent) => event.stopPropagation()}
      @change=${(event: Event) => choose(read((event.target as HTMLInputElement).value))}
    />${
      sample
        ? html`<button class="plain" title=${t("Resample")} aria-label=${t("Resample")} @click=${() => choose({ rows: sample.rows, seed: (sample.seed ?? 0) + 1 })}>↻</button>`
        : ""
    }</span
  >`;
}

/**
 * Which row to go to.
 * @param isWhole - whether the rows are those of the table in its order: else the n-th of those shown is gone to, whose
 *   number is another
 */
export function goToField(isWhole: boolean, go: (row: number) => void): TemplateResult {
  const words = isWhole
    ? { short: t("go to row"), label: t("Go to row"), title: t("Row number, from 0") }
    : { short: t("n-th shown"), label: t("Go to the n-th row shown"), title: t("Which of the rows shown, from 0") };
  const typed = (event: KeyboardEvent) => {
    event.stopPropagation();
    const { value } = event.target as HTMLInputElement;
    if (event.key === "Enter" && value !== "") go(Math.floor(Number(value)));
  };
  return html`<span class="go"
    ><input type="number" min="0" placeholder=${words.short} aria-label=${words.label} title=${words.title} @keydown=${typed}
  /></span>`;
}
