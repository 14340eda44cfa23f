import { css } from "lit";

/** A widget's frame: a bar above, a footer below, and what it is about between them. */
export const frame = css`
  :host {
    display: block;
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
    background: var(--foundry-bg);
    font-size: 12px;
    container-type: inline-size;
  }
  .bar,
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 5px 9px;
    background: var(--foundry-bg-raised);
    color: var(--foundry-fg-muted);
  }
  .bar {
    border-bottom: 1px solid var(--foundry-border);
    border-radius: 3px 3px 0 0;
  }
  .bar strong {
    color: var(--foundry-fg);
  }
  .foot {
    justify-content: space-between;
    border-top: 1px solid var(--foundry-border);
    border-radius: 0 0 3px 3px;
    min-height: 28px;
  }
`;
