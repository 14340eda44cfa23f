import { css } from "lit";

/** Buttons, links, selects, fields, chips and role tags, styled once for every component. */
export const controls = css`
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  a:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--foundry-accent);
    outline-offset: 1px;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  button:is(:disabled, [aria-disabled="true"]) {
    cursor: default;
    opacity: 0.55;
  }
  .primary {
    background: var(--foundry-accent);
    color: var(--foundry-on-accent);
    border-radius: 3px;
    padding: 4px 12px;
    font-weight: 600;
  }
  .secondary {
    border: 1px solid var(--foundry-accent);
    color: var(--foundry-accent);
    border-radius: 3px;
    padding: 3px 11px;
  }
  .plain {
    color: var(--foundry-fg-muted);
    border-radius: 3px;
    padding: 1px 3px;
  }
  .plain:hover:not(:disabled) {
    color: var(--foundry-fg);
    background: var(--foundry-bg-hover);
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  select,
  input:not([type="checkbox"], [type="radio"]) {
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border-strong);
    border-radius: 3px;
    padding: 2px 6px;
    min-width: 0;
    min-height: 24px;
  }
  select option {
    background: var(--foundry-bg);
    color: var(--foundry-fg);
  }
  input::placeholder {
    color: var(--foundry-fg-faint);
    opacity: 1;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    border: 1px solid var(--foundry-border-strong);
    border-radius: 10px;
    padding: 0 8px;
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
    background: var(--foundry-bg);
    white-space: nowrap;
  }
  .chip.on,
  .chip[aria-pressed="true"] {
    background: var(--foundry-selected);
    border-color: var(--foundry-accent);
    color: var(--foundry-fg);
  }
  .role {
    font-size: 10.5px;
    font-weight: 400;
    border: 1px solid currentColor;
    border-radius: 3px;
    padding: 0 5px;
    color: var(--foundry-fg-muted);
  }
  .role.input {
    color: var(--foundry-input);
  }
  .role.target {
    color: var(--foundry-target);
  }
  .state-badge {
    font-size: 10.5px;
    font-weight: 600;
    border: 1px solid currentColor;
    border-radius: 3px;
    padding: 0 5px;
    color: var(--foundry-warn);
    white-space: nowrap;
  }
  .state-badge.accepted {
    color: var(--foundry-ok);
  }
  .state-badge:is(.withdrawn, .returned) {
    color: var(--foundry-error);
  }
  .unit {
    color: var(--foundry-fg-faint);
    font-weight: 400;
  }
  .problem {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 10px;
    border-left: 3px solid var(--foundry-error);
    background: color-mix(in srgb, var(--foundry-error) 8%, var(--foundry-bg));
    padding: 5px 9px;
  }
`;
