import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { t } from "../../core/translation.js";

/** What stands at a place of the draft, and what it takes. */
export interface FormField {
  label: string;
  /** JSON pointer into the draft. */
  pointer: string;
  value: string;
  problems: readonly Finding[];
  placeholder?: string;
  /** Id of a datalist with values to choose from. */
  list?: string;
  rows?: number;
  change: (value: string) => void;
}

/** The problems at a place or inside it. */
export const problemsAt = (problems: readonly Finding[], pointer: string): Finding[] =>
  problems.filter((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`));

/** A labelled field with what is wrong about it below. */
export function formField(field: FormField): TemplateResult {
  const found = problemsAt(field.problems, field.pointer);
  const wrong = found.some(({ severity }) => severity === "error");
  const id = `field${field.pointer.replaceAll("/", "-")}`;
  const input = (event: Event) => field.change((event.target as HTMLInputElement).value);
  const said = found.length > 0 ? `${id}-said` : nothing;
  return html`<div class="field">
    <label for=${id}>${t(field.label)}</label>
    ${
      field.rows
        ? html`<textarea
          id=${id}
          rows=${field.rows}
          placeholder=${field.placeholder ? t(field.placeholder) : nothing}
          aria-invalid=${wrong ? "true" : "false"}
          aria-describedby=${said}
          .value=${field.value}
          @input=${input}
        ></textarea>`
        : html`<input
          id=${id}
          list=${field.list ?? nothing}
          placeholder=${field.placeholder ? t(field.placeholder) : nothing}
          autocomplete="off"
          spellcheck="false"
          aria-invalid=${wrong ? "true" : "false"}
          aria-describedby=${said}
          .value=${field.value}
          @input=${input}
        />`
    }
    <div id=${said}>${problemTexts(found)}</div>
  </div>`;
}

/** Problems as lines: errors, and warnings about what is missing. */
export const problemTexts = (problems: readonly Finding[]): TemplateResult[] =>
  problems.map(
    ({ detail, severity }) =>
      html`<span class=${severity} role=${severity === "error" ? "alert" : "note"}>${detail}</span>`,
  );
