import { html, nothing, type TemplateResult } from "lit";
import type { FacetChoice, FacetCount } from "../../contracts/types.js";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { FACET_FIELDS, FIELDS } from "../../core/search/fields.js";
import { t } from "../../core/translation.js";

const SHOWN = 6;

/** What the facets show and do. */
export interface Facets {
  counts: readonly FacetCount[];
  chosen: readonly FacetChoice[];
  expanded: boolean;
  toggle: (choice: FacetChoice) => void;
  expand: () => void;
}

const same = (a: FacetChoice, b: FacetChoice) => a.field === b.field && a.value === b.value;

/** Facet values as chips that narrow the results: the chosen ones first, then the most frequent of each field. */
export function facets({ counts, chosen, expanded, toggle, expand }: Facets): TemplateResult | typeof nothing {
  const choices = counts.filter(({ field }) => field !== "kind");
  const isChosen = (choice: FacetChoice) => chosen.some((other) => same(choice, other));
  const gone = chosen.filter((choice) => !choices.some((other) => same(choice, other)));
  const ordered = [
    ...gone.map((choice) => ({ ...choice, count: 0 })),
    ...choices.filter(isChosen),
    ...interleaved(choices.filter((choice) => !isChosen(choice))),
  ];
  if (ordered.length === 0) return nothing;
  const shown = expanded ? ordered : ordered.slice(0, Math.max(SHOWN, chosen.length));
  const chip = ({ field, value, count }: FacetCount) => {
    const on = isChosen({ field, value });
    return html`<button
      class="chip"
      aria-pressed=${on ? "true" : "false"}
      title="${t(FIELDS[field].label)}: ${value}, ${formatCount(count, "result")}"
      @click=${() => toggle({ field, value })}
    >
      <span class="value">${value}</span> <span class="count">${formatNumber(count)}</span>${on ? html`<span aria-hidden="true">✕</span>` : nothing}
    </button>`;
  };
  const hidden = ordered.length - shown.length;
  const more = html`<button class="chip" aria-expanded=${expanded ? "true" : "false"} @click=${expand}>
    ${expanded ? t("Show fewer") : t("Show %1 more", hidden)}
  </button>`;
  return html`<div class="facets ${expanded ? "all" : ""}" role="group" aria-label=${t("Filters")}>
    ${expanded ? byField(ordered, chip) : shown.map(chip)} ${hidden > 0 || expanded ? more : nothing}
  </div>`;
}

/** All of them, each field under its name. */
function byField(counts: readonly FacetCount[], chip: (count: FacetCount) => TemplateResult): TemplateResult[] {
  const fields = FACET_FIELDS.filter((field) => counts.some((count) => count.field === field));
  return fields.map(
    (field) => html`<div class="field" role="group" aria-label=${t(FIELDS[field].label)}>
      <span class="name" aria-hidden="true">${t(FIELDS[field].label)}</span>
      <div class="values">${counts.filter((count) => count.field === field).map(chip)}</div>
    </div>`,
  );
}

/** One of each field in turn, so that no field hides the others. */
function interleaved(counts: readonly FacetCount[]): FacetCount[] {
  const fields = [...new Set(counts.map(({ field }) => field))].map((field) =>
    counts.filter((count) => count.field === field),
  );
  const longest = Math.max(0, ...fields.map((field) => field.length));
  return Array.from({ length: longest }, (_, i) => fields.flatMap((field) => field.slice(i, i + 1))).flat();
}
