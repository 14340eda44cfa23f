import { html, type TemplateResult } from "lit";
import { t } from "../../core/translation.js";

/** What stands beside a table. */
export interface Pane {
  heading: string;
  /** What the heading shows, where that is more than its text. */
  title?: unknown;
  /** The closing button's name. */
  close: string;
  closed: () => void;
  wide?: boolean;
}

/** A pane with its content, beside the table of a `.main`. */
export const pane = ({ heading, title, close, closed, wide = false }: Pane, content: unknown): TemplateResult =>
  html`<aside class=${wide ? "wide" : ""} aria-label=${heading}>
    <header>
      <h3>${title ?? heading}</h3>
      <button class="plain" title=${t("Close")} aria-label=${close} @click=${closed}>✕</button>
    </header>
    ${content}
  </aside>`;
