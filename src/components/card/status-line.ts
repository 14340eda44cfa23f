import { html, nothing, type TemplateResult } from "lit";
import type { PackageStatus } from "../../contracts/types.js";
import { t } from "../../core/translation.js";

const WORDS: Record<PackageStatus["state"], string> = {
  published: "",
  submitted: "It waits for a curator.",
  "in review": "A curator is looking at it.",
  accepted: "",
  returned: "A curator sent it back.",
  deprecated: "It still loads, with a warning.",
  withdrawn: "Only its whole version finds it.",
};

/** Where a version stands, and why, where there is something to say of it. */
export function statusLine(status: PackageStatus | undefined): TemplateResult | typeof nothing {
  if (!status || status.state === "published") return nothing;
  const { state, reason, by, at } = status;
  const who = [by ? t("by %1", by) : "", at ? at.slice(0, 10) : ""].filter(Boolean).join(", ");
  return html`<p class="state-line">
    <span class="state-badge ${state.replace(" ", "-")}">${t(state)}</span>
    ${reason ?? (WORDS[state] && t(WORDS[state]))}${who ? html` <span class="faint">(${who})</span>` : nothing}
  </p>`;
}
