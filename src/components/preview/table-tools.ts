import { html, type TemplateResult } from "lit";
import type { CopyFormat } from "../table/copy-text.js";

const FORMATS: [CopyFormat, string][] = [
  ["tsv", "for a spreadsheet (TSV)"],
  ["csv", "as CSV"],
  ["markdown", "as a Markdown table"],
];

/** A menu that copies the selected cells. */
export function tableTools(copy: (format: CopyFormat) => void): TemplateResult {
  const close = (target: EventTarget | null) => {
    if (target instanceof HTMLElement) target.closest("details")?.removeAttribute("open");
  };
  return html`<details
    class="menu"
    @keydown=${(event: KeyboardEvent) => event.key === "Escape" && close(event.currentTarget)}
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLElement;
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) close(details);
    }}
  >
    <summary class="plain" title="Copy the selected cells: Shift and arrows or a drag selects, Ctrl+A selects all">copy</summary>
    <div class="sheet" role="group" aria-label="Copy the selected cells">
      ${FORMATS.map(
        ([format, label]) =>
          html`<button
            class="plain"
            @click=${(event: Event) => {
              copy(format);
              close(event.currentTarget);
            }}
          >
            ${label}
          </button>`,
      )}
    </div>
  </details>`;
}
