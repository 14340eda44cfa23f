import { html, type TemplateResult } from "lit";
import type { PackageSummary } from "../../contracts/types.js";
import { FoundryProblem } from "../../core/problems.js";
import type { CatalogSource } from "../../core/sources.js";
import { t } from "../../core/translation.js";

/** The versions to choose from; this one alone where none can be found: it waits for a curator, or all are withdrawn. */
export async function versionsBeside(
  source: CatalogSource,
  { kind, name, version, title }: { kind: "dataset" | "model"; name: string; version: string; title: string },
  signal: AbortSignal,
): Promise<PackageSummary> {
  try {
    return await source.versions(kind, name, signal);
  } catch (error) {
    if (error instanceof FoundryProblem && error.type !== "unavailable")
      return { kind, name, title, versions: [version] };
    throw error;
  }
}

/** A choice of versions. One that is withdrawn or waits for a curator is shown, and not among those to choose from. */
export function versionSelect(
  shown: string,
  versions: readonly string[],
  choose: (version: string) => void,
): TemplateResult {
  const listed = versions.includes(shown) ? versions : [shown, ...versions];
  return html`<select aria-label=${t("Version")} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${listed.map((one) => html`<option value=${one} .selected=${one === shown}>${one}</option>`)}
  </select>`;
}
