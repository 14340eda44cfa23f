import { html, nothing, type TemplateResult } from "lit";

/** A link to a page outside; anything but http and https is not linked. */
export function outside(url: string | undefined, text: string): TemplateResult | typeof nothing {
  if (!url || !/^https?:\/\//i.test(url)) return nothing;
  return html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

/** Where a DOI leads. */
export const doiUrl = (doi: string | undefined): string | undefined =>
  doi && `https://doi.org/${doi.split("/").map(encodeURIComponent).join("/")}`;
