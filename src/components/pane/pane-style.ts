import { css } from "lit";

/** A table with a pane beside it; below it, where there is less room. */
export const paneStyle = css`
  .main {
    display: flex;
    align-items: stretch;
  }
  foundry-table {
    flex: 1 1 0;
    min-width: 0;
  }
  aside {
    flex: 0 0 290px;
    min-width: 0;
    border-left: 1px solid var(--foundry-border);
    padding: 6px 9px;
  }
  aside.wide {
    flex-basis: 400px;
    /* The output keeps its height, whatever is looked at beside the table. */
    max-height: calc(var(--foundry-table-height, 340px) + 110px);
    overflow-y: auto;
  }
  aside header {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
  }
  aside h3 {
    margin: 0;
    font: inherit;
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  aside header button {
    flex: none;
    min-width: 24px;
    min-height: 24px;
  }
  @container (max-width: 640px) {
    .main {
      flex-direction: column;
    }
    aside,
    aside.wide {
      flex-basis: auto;
      max-height: none;
      border-left: 0;
      border-top: 1px solid var(--foundry-border);
    }
  }
`;
