import { html, nothing, type TemplateResult } from "lit";
import type { LeaderboardColumn, LeaderboardEntry } from "../../contracts/types.js";
import { formatScore } from "../../core/format-score.js";
import { t } from "../../core/translation.js";

/** An entry's cell in a column. */
export const columnCell = (entry: LeaderboardEntry, column: LeaderboardColumn): TemplateResult =>
  column.kind === "meanRank" ? rankCell(entry, column) : scoreCell(entry.overall[column.name]);

function scoreCell(score: LeaderboardEntry["overall"][string] | undefined): TemplateResult {
  const title = score?.undefinedFolds
    ? t("not defined in %1", score.undefinedFolds.join(", "))
    : score && score.low !== null
      ? t("95 % interval %1 to %2", formatScore(score.low), formatScore(score.high))
      : "";
  return html`<td class="number" title=${title}>${formatScore(score?.mean)}${score && score.std !== null ? html` <span class="deviation">± ${formatScore(score.std, 2)}</span>` : nothing}
    ${score && score.mean !== null && score.low !== null ? html`<div class="interval">${t("%1 to %2", formatScore(score.low, 3), formatScore(score.high, 3))}</div>` : nothing}</td>`;
}

const rankCell = ({ meanRanks }: LeaderboardEntry, { metric }: LeaderboardColumn): TemplateResult =>
  html`<td class="number">${formatScore(meanRanks?.[metric], 3)}</td>`;

/** A probability in two digits. */
export const pText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toPrecision(2)}`);

/** What the test of an entry against the one above it says, and how it was made. */
export function significanceText(
  entry: LeaderboardEntry | undefined,
  above: string | undefined,
  close: () => void,
): TemplateResult | typeof nothing {
  const test = entry?.above;
  if (!entry || above === undefined || !test || test.p === null) return nothing;
  const { metric, p, significant, method } = test;
  const verdict = significant
    ? t("%1 and %2 differ in %3 by more than chance: %4.", above, entry.name, metric, pText(p))
    : t("%1 and %2 may differ in %3 by chance: %4.", above, entry.name, metric, pText(p));
  return html`<div class="significance" role="status">
    <p>${verdict}</p>
    <p class="faint">${t(test.test)}${method ? `: ${method}` : ""}</p>
    <button class="plain" @click=${close}>${t("Close")}</button>
  </div>`;
}
