import { html, type TemplateResult } from "lit";
import type { Column } from "../../contracts/types.js";
import type { PreviewSelection } from "./preview-source.js";
import type { HeaderForm } from "../table/distribution.js";
import { t } from "../../core/translation.js";

/** Checkboxes that are listed at once. */
const LISTED = 200;

const SUMMARIES: Record<HeaderForm, () => string> = {
  distributions: () => t("distributions"),
  counts: () => t("counts only"),
  nothing: () => t("nothing: count no column"),
};

/** What headers say, and how that is chosen. */
export interface SummaryChoice {
  shown: HeaderForm;
  choose: (form: HeaderForm) => void;
}

/** The choice of what headers say, for a selection that names it only where it is not distributions. */
export function summaryChoice(
  shown: PreviewSelection["summaries"],
  choose: (summaries: PreviewSelection["summaries"]) => void,
): SummaryChoice {
  return { shown: shown ?? "distributions", choose: (form) => choose(form === "distributions" ? undefined : form) };
}

/** Lines of text that rows can have room for. */
const LINES = [1, 3, 6];

/** How many lines of text rows have room for, and how that is chosen. */
export interface LineChoice {
  shown: number | undefined;
  choose: (lines: number | undefined) => void;
}

function lineSelect({ shown = 1, choose }: LineChoice): TemplateResult {
  return html`<label
    >${t("Rows show")}
    <select
      aria-label=${t("Lines in a row")}
      title=${t("Lines of long text that a row shows; Enter opens a row whole")}
      @change=${(event: Event) => {
        const lines = Number((event.target as HTMLSelectElement).value);
        choose(lines === 1 ? undefined : lines);
      }}
    >
      ${LINES.map((lines) => html`<option value=${lines} .selected=${lines === shown}>${t(lines === 1 ? "%1 line" : "%1 lines", lines)}</option>`)}
    </select></label
  >`;
}

/** A menu of checkboxes: which columns are shown. At least one stays. */
export function columnsMenu(
  columns: readonly Column[],
  shown: readonly string[] | undefined,
  choose: (names: string[] | undefined) => void,
  search: { text: string; type: (text: string) => void },
  summaries: SummaryChoice,
  lines: LineChoice,
): TemplateResult {
  const names = columns.map(({ name }) => name);
  const on = new Set(shown ?? names);
  const toggle = (name: string) => {
    if (on.has(name)) on.delete(name);
    else on.add(name);
    const chosen = names.filter((one) => on.has(one));
    choose(chosen.length === names.length ? undefined : chosen);
  };
  const part = search.text.trim().toLowerCase();
  const named = part ? columns.filter(({ name }) => name.toLowerCase().includes(part)) : columns;
  return html`<details
    class="menu"
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      const details = event.currentTarget as HTMLDetailsElement;
      details.open = false;
      details.querySelector("summary")?.focus();
    }}
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLDetailsElement;
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
    }}
  >
    <summary class="plain" title=${t("Choose which columns are shown")}>
      ▦ ${t("Columns")}${shown ? html` <span class="count">${t("%1 of %2", on.size, names.length)}</span>` : ""}
    </summary>
    <div class="sheet" role="group" aria-label=${t("Columns shown")}>
      <label
        >${t("Headers show")}
        <select
          aria-label=${t("What headers show")}
          title=${t("What headers say of their columns' values; without it, no column is counted")}
          @change=${(event: Event) => summaries.choose((event.target as HTMLSelectElement).value as HeaderForm)}
        >
          ${Object.entries(SUMMARIES).map(([form, label]) => html`<option value=${form} .selected=${form === summaries.shown}>${label()}</option>`)}
        </select></label
      >
      ${lineSelect(lines)}
      ${
        columns.length > 12
          ? html`<input
              type="search"
              aria-label=${t("Find a column")}
              placeholder=${t("find a column")}
              .value=${search.text}
              @input=${(event: Event) => search.type((event.target as HTMLInputElement).value)}
            />`
          : ""
      }
      ${named.slice(0, LISTED).map(
        ({ name, unit }) =>
          html`<label
            ><input
              type="checkbox"
              .checked=${on.has(name)}
              ?disabled=${on.size === 1 && on.has(name)}
              @change=${() => toggle(name)}
            />
            <span>${name}${unit ? html` <span class="unit">${unit}</span>` : ""}</span></label
          >`,
      )}
      ${named.length > LISTED ? html`<span class="unit">${t("%1 more: type a part of a name", named.length - LISTED)}</span>` : ""}
      ${shown ? html`<button class="plain" @click=${() => choose(undefined)}>${t("Show all")}</button>` : ""}
    </div>
  </details>`;
}
