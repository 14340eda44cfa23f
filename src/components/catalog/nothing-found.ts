import { html, nothing, type TemplateResult } from "lit";
import { formatCount } from "../../core/quantities.js";

/** What there is when nothing was found. */
export interface NothingFound {
  text: string;
  /** How many facet values narrow the results. */
  chosen: number;
  /** What was looked for, and how much else matches. */
  one: string;
  other: { one: string; count: number; show: () => void };
  dropChoices: () => void;
}

/** Says that nothing was found, and what to do. */
export function nothingFound({ text, chosen, one, other, dropChoices }: NothingFound): TemplateResult {
  if (!text && chosen === 0)
    return html`<p>This store holds no ${one} yet.</p>
      <p>Publish one from a cell: <code>foundry.publish_dataset({"train": frame}, name="…")</code></p>`;
  return html`<p>No ${one} matches ${text ? html`“${text}”` : "these choices"}.</p>
    <p>
      ${chosen > 0 ? html`<button class="secondary" @click=${dropChoices}>Drop the choices</button> ` : nothing}
      ${other.count > 0
        ? html`<button class="secondary" @click=${other.show}>See ${formatCount(other.count, other.one)}</button>`
        : html`Try fewer or shorter words: the last word also matches as a beginning.`}
    </p>`;
}
