import { html, type TemplateResult } from "lit";

/** A text whose matched words stand between U+0002 and U+0003, with those words marked. */
export function markedText(text: string): TemplateResult {
  const parts = text.split(/\u0002([^\u0003]*)\u0003/);
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<mark>${part}</mark>` : part))}`;
}
