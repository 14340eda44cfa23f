import { css } from "lit";

export const benchmarkFormStyle = css`
  foundry-leaderboard {
    background: var(--foundry-bg);
  }
  .waits {
    color: var(--foundry-fg-muted);
  }
  pre {
    margin: 0;
    max-height: 220px;
    overflow: auto;
    user-select: all;
  }
  pre:focus-visible {
    outline: 2px solid var(--foundry-accent);
  }
`;
