import { css } from "lit";

export const runStyle = css`
  .bar {
    min-height: 38px;
  }
  .bar select {
    max-width: 260px;
    color: var(--foundry-fg);
  }
  .bar .primary,
  .bar .plain {
    margin-left: auto;
  }
  .bar :is(.plain, .secondary) ~ .primary,
  .bar .plain ~ .secondary {
    margin-left: 0;
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .figures ~ .plain {
    margin-left: 0;
  }
  .mapping,
  .failures {
    padding: 6px 9px;
    border-bottom: 1px solid var(--foundry-border);
  }
  .mapping {
    max-height: 300px;
    overflow-y: auto;
  }
  .mapping p {
    margin: 0 0 6px;
  }
  .mapping select {
    max-width: 100%;
  }
  .failures {
    color: var(--foundry-warn);
  }
  .failures ul {
    margin: 2px 0;
    padding-left: 18px;
  }
  summary {
    cursor: pointer;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    text-align: left;
    padding: 2px 10px 2px 0;
    vertical-align: top;
  }
  th,
  .hint {
    color: var(--foundry-fg-muted);
    font-weight: 400;
    text-align: left;
  }
  progress {
    flex: 1 1 120px;
    height: 6px;
    appearance: none;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--foundry-bg-hover);
  }
  progress::-webkit-progress-bar {
    background: var(--foundry-bg-hover);
  }
  progress::-webkit-progress-value {
    background: var(--foundry-accent);
  }
  progress::-moz-progress-bar {
    background: var(--foundry-accent);
  }
`;
