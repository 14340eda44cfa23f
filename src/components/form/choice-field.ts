import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../contracts/types.js";
import { faultTexts, faultsAt } from "./form-field.js";

/** Any of several values of a list of the draft. */
export interface ChoiceField {
  label: string;
  /** JSON pointer into the draft. */
  pointer: string;
  chosen: readonly string[];
  /** Values, and what is said beside each. */
  options: readonly (readonly [value: string, aside: string])[];
  problems: readonly Finding[];
  change: (chosen: string[]) => void;
}

/** A labelled choice of any number, in the order in which they were chosen, with what is wrong about it below. */
export function choiceField({ label, pointer, chosen, options, problems, change }: ChoiceField): TemplateResult {
  const faults = faultsAt(problems, pointer);
  const toggle = (value: string) =>
    change(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return html`<fieldset class="choice" aria-invalid=${faults.length > 0 ? "true" : "false"}>
    <legend>${label}</legend>
    <div class="options">
      ${options.map(
        ([value, aside]) => html`<label class="option">
          <input type="checkbox" data-field=${`${pointer}/${value}`} .checked=${chosen.includes(value)} @change=${() => toggle(value)} />
          <span>${value}</span>${aside ? html`<span class="unit">${aside}</span>` : nothing}
        </label>`,
      )}
    </div>
    ${faultTexts(faults)}
  </fieldset>`;
}
