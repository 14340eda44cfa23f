import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Finding } from "../../contracts/types.js";
import { faultTexts, faultsAt } from "./form-field.js";

/** One of several values of a place of the draft. */
export interface SelectField {
  label: string;
  /** JSON pointer into the draft. */
  pointer: string;
  value: string;
  /** Values, and what each is called. */
  options: readonly (readonly [value: string, title: string])[];
  problems: readonly Finding[];
  change: (value: string) => void;
}

/** A labelled choice of one, with what is wrong about it below. */
export function selectField({ label, pointer, value, options, problems, change }: SelectField): TemplateResult {
  const faults = faultsAt(problems, pointer);
  const id = `field${pointer.replaceAll("/", "-")}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      data-field=${pointer}
      aria-invalid=${faults.length > 0 ? "true" : "false"}
      @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}
    >
      ${options.map(([each, title]) => html`<option value=${each} .selected=${live(each === value)}>${title}</option>`)}
    </select>
    <div>${faultTexts(faults)}</div>
  </div>`;
}
