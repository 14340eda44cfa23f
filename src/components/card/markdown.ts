import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { until } from "lit/directives/until.js";

async function rendered(markdown: string): Promise<TemplateResult> {
  const [{ marked }, { default: purify }] = await Promise.all([import("marked"), import("dompurify")]);
  const markup = await marked.parse(markdown, { async: true, gfm: true });
  const clean = purify.sanitize(markup, {
    FORBID_TAGS: ["style", "form", "input", "button", "iframe", "img", "video", "audio", "svg", "math"],
    FORBID_ATTR: ["style", "class", "id", "name"],
    ALLOWED_URI_REGEXP: /^https?:\/\//i,
  });
  return html`${unsafeHTML(clean)}`;
}

/** Markdown of a publisher, as sanitised HTML; the parser is loaded when the first one is shown. */
export const markdown = (text: string): TemplateResult =>
  html`<div class="markdown">${until(rendered(text), html`<span class="faint">…</span>`)}</div>`;
