import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { t } from "../../core/translation.js";
import { faultsOf } from "./missing-list.js";

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

/** What is wrong at a place or inside it. What is only missing stands in the list of the form. */
export const faultsAt = (problems: readonly Finding[], pointer: string): Finding[] =>
  faultsOf(problems).filter((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`));

/** A labelled field with what is wrong about it below. */
export function formField(field: FormField): TemplateResult {
  const faults = faultsAt(field.problems, field.pointer);
  const id = `field${field.pointer.replaceAll("/", "-")}`;
  const input = (event: Event) => field.change((event.target as HTMLInputElement).value);
  const said = faults.length > 0 ? `${id}-said` : nothing;
  const invalid = faults.length > 0 ? "true" : "false";
  const placeholder = field.placeholder ? t(field.placeholder) : nothing;
  return html`<div class="field">
    <label for=${id}>${t(field.label)}</label>
    ${
      field.rows
        ? html`<textarea
          id=${id}
          data-field=${field.pointer}
          rows=${field.rows}
          placeholder=${placeholder}
          aria-invalid=${invalid}
          aria-describedby=${said}
          .value=${field.value}
          @input=${input}
        ></textarea>`
        : html`<input
          id=${id}
          data-field=${field.pointer}
          list=${field.list ?? nothing}
          placeholder=${placeholder}
          autocomplete="off"
          spellcheck="false"
          aria-invalid=${invalid}
          aria-describedby=${said}
          .value=${field.value}
          @input=${input}
        />`
    }
    <div id=${said}>${faultTexts(faults)}</div>
  </div>`;
}

/** Faults as lines. */
export const faultTexts = (faults: readonly Finding[]): TemplateResult[] =>
  faults.map(({ detail }) => html`<span class="error" role="alert">${detail}</span>`);
