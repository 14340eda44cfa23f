import { html, nothing, type TemplateResult } from "lit";
import type { PackageStatus } from "../../contracts/types.js";
import { formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";

/** Versions that wait for a curator, or were sent back by one; nothing where there are none. */
export function waiting(
  found: readonly PackageStatus[],
  choose: (status: PackageStatus) => void,
): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<details class="notebook waiting">
    <summary>${t("Under review · %1", formatCount(found.length, "version"))}</summary>
    <ul>
      ${found.map(
        (status) =>
          html`<li>
            <button title=${t("Open %1 %2", status.name, status.version)} @click=${() => choose(status)}>
              <strong>${status.name} ${status.version}</strong>
              <span>${status.state}${status.reason ? `: ${status.reason}` : ""}</span>
            </button>
          </li>`,
      )}
    </ul>
  </details>`;
}
