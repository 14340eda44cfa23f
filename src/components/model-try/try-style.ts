import { css } from "lit";

export const tryStyle = css`
  :host {
    display: block;
    container-type: inline-size;
    overflow-wrap: anywhere;
  }
  .tools,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    margin: 8px 0;
  }
  .tools label {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 5px;
    min-width: 0;
  }
  .tools select {
    max-width: 100%;
  }
  .tools input[type="number"] {
    width: 90px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 215px), 1fr));
    gap: 8px 14px;
    max-height: 420px;
    overflow-y: auto;
    padding: 3px;
  }
  .field {
    display: grid;
    gap: 1px;
    align-content: start;
    min-width: 0;
  }
  .field label {
    font-weight: 600;
  }
  .field .unit {
    font-size: 12px;
  }
  .field :is(input, select, textarea) {
    width: 100%;
    font: inherit;
    color: inherit;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border-strong);
    border-radius: 3px;
    padding: 3px 6px;
  }
  .field textarea {
    font-family: var(--foundry-mono);
    resize: vertical;
  }
  .field.outside :is(input, textarea) {
    border-color: var(--foundry-warn);
  }
  .hint {
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
  }
  .hint.warn,
  .warning {
    color: var(--foundry-warn);
  }
  .warning {
    border-left: 3px solid var(--foundry-warn);
    background: color-mix(in srgb, var(--foundry-warn) 8%, var(--foundry-bg));
    padding: 4px 9px;
    margin: 6px 0;
  }
  .warning ul {
    margin: 2px 0 0;
    padding-left: 18px;
  }
  .outcome {
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
    padding: 8px 12px;
    margin: 8px 0;
    background: var(--foundry-bg);
  }
  .prediction {
    font-size: 20px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .prediction .name {
    display: block;
    font-size: 12px;
    font-weight: 400;
    color: var(--foundry-fg-muted);
  }
  .prediction .unit {
    font-size: 14px;
  }
  .distribution {
    display: block;
    width: 100%;
    max-width: 460px;
    height: 74px;
    overflow: visible;
  }
  .distribution .bar {
    fill: var(--foundry-bar);
    padding: 0;
  }
  .distribution .mark {
    stroke: var(--foundry-target);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    max-width: 460px;
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
  }
  .shares {
    display: grid;
    grid-template-columns: minmax(0, max-content) 1fr max-content;
    gap: 2px 8px;
    align-items: center;
    margin: 6px 0 0;
    max-width: 460px;
  }
  .shares meter {
    width: 100%;
  }
  .scroll {
    overflow-x: auto;
    max-height: 320px;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    width: 100%;
  }
  th,
  td {
    text-align: left;
    padding: 2px 12px 2px 0;
    border-bottom: 1px solid var(--foundry-border);
    white-space: nowrap;
  }
  th {
    color: var(--foundry-fg-muted);
    font-weight: 500;
    position: sticky;
    top: 0;
    background: var(--foundry-bg);
  }
  progress {
    flex: 1 1 120px;
  }
`;
