import { html, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { until } from "lit/directives/until.js";

async function rendered(markdown: string): Promise<DocumentFragment> {
  const [{ marked }, { default: purify }] = await Promise.all([import("marked"), import("dompurify")]);
  const markup = await marked.parse(markdown, { async: true, gfm: true });
  const clean = purify.sanitize(markup, {
    FORBID_TAGS: ["style", "form", "input", "button", "iframe", "img", "video", "audio", "svg", "math"],
    FORBID_ATTR: ["style", "class", "id", "name"],
    ALLOWED_URI_REGEXP: /^https?:\/\//i,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of clean.querySelectorAll("a[href]")) {
    // In place of the notebook, a page would take what is not saved with it.
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
  return clean;
}

/** Markdown of a publisher, as sanitised HTML; the parser is loaded when the first one is shown. */
export const markdown = (text: string): TemplateResult =>
  html`<div class="markdown">
    ${guard([text], () =>
      // Without the parser (a page that outlived its server), the text is still a text.
      until(
        rendered(text).catch(() => html`<div class="description">${text}</div>`),
        html`<span class="faint">…</span>`,
      ),
    )}
  </div>`;
