import { css } from "lit";

export const previewStyle = css`
  .bar > select {
    flex: none;
  }
  .plain,
  summary {
    min-width: 24px;
    min-height: 24px;
  }
  .plain:is(button, summary) {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
  }
  .bar > strong {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (min-width: 900px) {
    .bar {
      flex-wrap: nowrap;
    }
    .actions {
      flex: none;
    }
    foundry-filter-box {
      flex: 1 1 150px;
    }
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-left: auto;
  }
  div.note {
    padding: 4px 9px;
    color: var(--foundry-fg-muted);
    border-bottom: 1px solid var(--foundry-border);
  }
  .note.saving {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .foot .sample input {
    width: 72px;
    padding: 0 4px;
  }
  .foot .go {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    margin-left: auto;
  }
  .foot .go input {
    width: 84px;
    padding: 0 4px;
  }
  .waiting {
    color: var(--foundry-fg-faint);
  }
  @container (max-width: 640px) {
    .actions,
    .foot {
      flex-wrap: wrap;
    }
    .actions {
      margin-left: 0;
    }
  }
  .menu {
    position: relative;
  }
  .menu summary {
    list-style: none;
    cursor: pointer;
  }
  .menu .sheet {
    position: absolute;
    right: 0;
    z-index: 5;
    display: grid;
    gap: 2px;
    min-width: 170px;
    max-height: 240px;
    overflow: auto;
    padding: 6px 9px;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border-strong);
    border-radius: 3px;
    box-shadow: 0 2px 8px rgb(0 0 0 / 20%);
  }
  .menu .sheet button {
    justify-content: start;
    white-space: nowrap;
  }
  .menu label {
    min-height: 24px;
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .menu input {
    margin: 0;
    accent-color: var(--foundry-accent);
  }
`;
