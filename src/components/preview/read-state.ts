import { html, nothing, type TemplateResult } from "lit";
import type { TableDescription } from "../../core/sources.js";
import { t } from "../../core/translation.js";

/** What a person should know of how a table was read, and a way to read it again once it has changed. */
export function readState(
  { note, again, growing }: TableDescription,
  changed: boolean,
  read: () => void,
): TemplateResult {
  return html`${note && growing === undefined ? html`<div class="note" role="note">${note}</div>` : nothing}
    <div role="status">
      ${
        changed
          ? html`<div class="problem">
              <span>${t("This table has changed since it was read; the view may mix old and new values.")}</span>
              ${again ? html`<button class="plain" @click=${read}>${t("Reload")}</button>` : nothing}
            </div>`
          : nothing
      }
    </div>`;
}
