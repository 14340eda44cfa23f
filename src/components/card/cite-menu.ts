import { html, type TemplateResult } from "lit";
import { CITATION_FORMATS, isCitationFormat, type CitationFormat } from "../../core/citation.js";
import type { Manifest } from "../../core/manifests.js";
import { t } from "../../core/translation.js";
import type { Copier } from "./cite.js";

/** Formats to copy a package's citation in. */
export function citeMenu(manifest: Manifest, copier: Copier): TemplateResult {
  const chosen = (event: Event) => {
    const menu = event.target as HTMLSelectElement;
    if (isCitationFormat(menu.value)) void copier.copy(citationOf(manifest, menu.value));
    menu.value = "";
  };
  return html`<select class="cite" aria-label=${t("Copy the citation")} title=${t("Copy the citation")} @change=${chosen}>
    <option value="" selected>${t("Cite")}</option>
    ${Object.entries(CITATION_FORMATS).map(([format, label]) => html`<option value=${format}>${label}</option>`)}
  </select>`;
}

/** The citation library is loaded by those who cite. */
async function citationOf(manifest: Manifest, format: CitationFormat): Promise<string> {
  const { formatCitation } = await import("../../core/citation-formats.js");
  return formatCitation(manifest, format);
}
