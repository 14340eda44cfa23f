import { html, nothing, type TemplateResult } from "lit";

/** The button that ends a form. */
export interface SubmitBar {
  label: string;
  /** Why it cannot be pressed; undefined where it can. */
  reason: string | undefined;
  submit: () => void;
  /** Leads to what keeps it from being pressed. */
  explain: () => void;
  /** What came of it. */
  outcome?: unknown;
}

/** The form's button with what it waits for beside it; it keeps the focus where it cannot be pressed, and leads there. */
export const submitBar = ({ label, reason, submit, explain, outcome }: SubmitBar): TemplateResult =>
  html`<div class="submit">
    <button
      class="primary"
      type="button"
      aria-disabled=${reason === undefined ? "false" : "true"}
      aria-describedby=${reason === undefined ? nothing : "reason"}
      @click=${reason === undefined ? submit : explain}
    >${label}</button>
    <span role="status">${reason === undefined ? (outcome ?? nothing) : html`<span id="reason">${reason}</span>`}</span>
  </div>`;
