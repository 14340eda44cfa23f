import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { formatCount } from "../../core/quantities.js";
import { t } from "../../core/translation.js";

/** What keeps a draft from being sent. */
export const faultsOf = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ severity }) => severity === "error");

/** The one list of what is wrong with a draft and what readers will miss; each line leads to its field. */
export function missingList(
  findings: readonly Finding[],
  go: (pointer: string) => void,
): TemplateResult | typeof nothing {
  if (findings.length === 0) return nothing;
  const faults = faultsOf(findings);
  const advice = findings.filter(({ severity }) => severity !== "error");
  return html`<section class="missing" aria-label=${t("What is missing")}>
    ${group(formatCount(faults.length, "issue"), "fault", faults, go)}
    ${group(t("%1 missing", formatCount(advice.length, "recommended field")), "advice", advice, go)}
  </section>`;
}

const group = (title: string, kind: string, findings: readonly Finding[], go: (pointer: string) => void) =>
  findings.length === 0
    ? nothing
    : html`<h4>${title}</h4>
      <ul class=${kind}>
        ${findings.map(({ detail, pointer }) => html`<li>${pointer ? html`<button class="line" @click=${() => go(pointer)}>${detail}</button>` : detail}</li>`)}
      </ul>`;
