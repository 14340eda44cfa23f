import { html, nothing, type TemplateResult } from "lit";
import { formatCount, formatNumber } from "../../core/quantities.js";
import { t } from "../../core/translation.js";
import type { RowFailure } from "./run-source.js";

/** Rows without a prediction, and why: those with one reason together. */
export function failuresView(failed: number, failures: readonly RowFailure[]): TemplateResult | typeof nothing {
  if (failed === 0) return nothing;
  const reasons = new Map<string, number[]>();
  for (const { row, reason } of failures) reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  return html`<details class="failures">
    <summary>${t("%1 without a prediction", formatCount(failed, "row"))}</summary>
    <ul>${[...reasons].slice(0, 20).map(([reason, rows]) => html`<li>${rowsText(rows)}: ${reason}</li>`)}</ul>
    ${failed > failures.length ? html`<p>${t("and %1 more; the column “failure” says why.", formatNumber(failed - failures.length))}</p>` : nothing}
  </details>`;
}

const rowsText = (rows: readonly number[]): string =>
  t(
    rows.length === 1 ? "row %1" : "rows %1",
    `${rows.slice(0, 6).map(formatNumber).join(", ")}${rows.length > 6 ? " …" : ""}`,
  );
