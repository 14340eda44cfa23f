import { css } from "lit";

/** Sections, fields, the list of what is missing and the button of a form. */
export const formStyle = css`
  .part {
    padding: 0 12px 12px;
  }
  .part > h3 {
    margin: 12px 0 4px;
    font-size: 11px;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--foundry-fg-muted);
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(190px, 100%), 1fr));
    gap: 8px 12px;
  }
  .field {
    display: flex;
    flex-direction: column;
    gap: 2px;
    min-width: 0;
  }
  .field > label {
    color: var(--foundry-fg-muted);
  }
  .field:has(textarea) {
    grid-column: 1 / -1;
  }
  input,
  select {
    min-height: 24px;
  }
  textarea {
    font: inherit;
    color: inherit;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border-strong);
    border-radius: 3px;
    padding: 3px 6px;
    resize: vertical;
  }
  textarea:focus-visible {
    outline: 2px solid var(--foundry-accent);
    outline-offset: 1px;
  }
  [aria-invalid="true"] {
    border-color: var(--foundry-error) !important;
  }
  .error {
    display: block;
    color: var(--foundry-error);
  }
  .missing {
    padding: 8px 12px;
    border-top: 1px solid var(--foundry-border);
  }
  .missing h4 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
  }
  .missing ul {
    margin: 0 0 4px;
    padding: 0;
    list-style: none;
  }
  .missing .fault {
    color: var(--foundry-error);
  }
  .missing .advice {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    color: var(--foundry-fg-muted);
  }
  .line {
    min-height: 24px;
    text-align: left;
    text-decoration: underline;
    text-underline-offset: 2px;
    overflow-wrap: anywhere;
  }
  .submit {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 12px;
    border-top: 1px solid var(--foundry-border);
    background: var(--foundry-bg-raised);
    color: var(--foundry-fg-muted);
  }
  .submit .primary {
    min-height: 28px;
  }
  progress {
    flex: 1 1 120px;
    max-width: 300px;
    accent-color: var(--foundry-accent);
  }
  .done {
    color: var(--foundry-ok);
  }
  .choice {
    margin: 8px 0 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  .choice > legend {
    padding: 0;
    color: var(--foundry-fg-muted);
  }
  .options {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(180px, 100%), 1fr));
    gap: 0 12px;
    max-height: 192px;
    overflow-y: auto;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    min-height: 24px;
    overflow-wrap: anywhere;
  }
`;
