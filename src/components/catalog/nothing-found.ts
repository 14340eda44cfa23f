import { html, nothing, type TemplateResult } from "lit";
import { formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";

/** What there is when nothing was found. */
export interface NothingFound {
  text: string;
  /** How many facet values narrow the results. */
  chosen: number;
  /** What was looked for, and how much else matches. */
  one: string;
  /** Code that publishes one. */
  publishing: string;
  other: { one: string; count: number; show: () => void };
  dropChoices: () => void;
  /** Puts the example packages into the store; absent where that cannot be done from here. */
  addExamples: (() => void) | undefined;
  /** They are on their way. */
  adding: boolean;
}

/** Says that nothing was found, and what to do. */
export function nothingFound({
  text,
  chosen,
  one,
  publishing,
  other,
  dropChoices,
  addExamples,
  adding,
}: NothingFound): TemplateResult {
  if (!text && chosen === 0)
    return html`<p>${t("This store holds no %1 yet.", t(one))}</p>
      ${
        addExamples
          ? html`<p>
              <button class="primary" ?disabled=${adding} @click=${addExamples}>
                ${adding ? t("Getting the example packages…") : t("Get the example packages")}
              </button>
            </p>`
          : nothing
      }
      <p>${t("Publish one from a cell:")} <code>${publishing}</code></p>`;
  return html`<p>${text ? t("No %1 matches “%2”.", t(one), text) : t("No %1 matches these choices.", t(one))}</p>
    <p>
      ${chosen > 0 ? html`<button class="secondary" @click=${dropChoices}>${t("Clear filters")}</button> ` : nothing}
      ${
        other.count > 0
          ? html`<button class="secondary" @click=${other.show}>${t("See %1", formatCount(other.count, other.one))}</button>`
          : t("Try fewer or shorter words: the last word also matches as a beginning.")
      }
    </p>`;
}
