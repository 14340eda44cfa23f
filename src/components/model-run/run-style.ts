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
  .figures {
    font-variant-numeric: tabular-nums;
  }
  .figures ~ .plain {
    margin-left: 0;
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
