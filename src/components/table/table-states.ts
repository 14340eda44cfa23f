import { html, type TemplateResult } from "lit";
import type { View } from "../../contracts/types.js";
import { t } from "../../core/translation.js";

/** What stands above rows that could not be read. */
export function problemNote(error: Error, retry: () => void): TemplateResult {
  return html`<div class="problem" role="alert">
    <span>${error.message}</span>
    <button class="plain" @click=${retry}>${t("Retry")}</button>
  </div>`;
}

/** What stands where there are no rows. */
export function emptyNote(view: View | undefined): TemplateResult {
  const sentence = view?.filter ? t("No row matches the filter.") : t("This table has no rows.");
  return html`<div class="empty-table">${sentence}</div>`;
}
