import { css } from "lit";

export const cardStyle = css`
  .rows .sample input {
    width: 76px;
  }
  :host {
    display: block;
    background: var(--foundry-bg-raised);
    padding: 10px 12px 14px;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 14px;
    line-height: 1.3;
    margin: 0;
  }
  h3 {
    font-size: 11px;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--foundry-fg-muted);
    margin: 12px 0 2px;
    font-weight: 600;
  }
  p {
    margin: 6px 0;
  }
  .byline,
  .faint {
    color: var(--foundry-fg-muted);
    font-size: 12px;
  }
  .link {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .cite {
    font: inherit;
    color: inherit;
    background: var(--foundry-bg-raised);
    border: 0;
    padding: 0;
    cursor: pointer;
  }
  .compare {
    margin-top: 8px;
  }
  .compare summary {
    cursor: pointer;
    font-weight: 600;
  }
  .said {
    color: var(--foundry-ok);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
    margin-top: 8px;
  }
  .actions {
    position: sticky;
    top: 0;
    z-index: 2;
    padding: 4px 0;
    background: var(--foundry-bg-raised);
  }
  .row label {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-width: 0;
  }
  .row select {
    max-width: 100%;
    min-width: 0;
  }
  .columns {
    list-style: none;
    margin: 8px 0 0;
    padding: 0;
    border-top: 1px solid var(--foundry-border);
  }
  .columns li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto 66px;
    align-items: center;
    gap: 5px;
    min-height: 24px;
    padding: 2px 0;
    border-bottom: 1px solid var(--foundry-border);
  }
  .columns .name {
    font-weight: 600;
  }
  .columns .unit {
    font-size: 12px;
  }
  .columns .drawn {
    font-size: 11px;
    color: var(--foundry-fg-faint);
    text-align: right;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .columns svg {
    display: block;
    width: 64px;
    height: 18px;
    fill: var(--foundry-bar);
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 2px 10px;
    margin: 6px 0;
  }
  dt {
    color: var(--foundry-fg-muted);
  }
  dd {
    margin: 0;
  }
  .status {
    min-height: 18px;
    margin-top: 6px;
    font-size: 12px;
    color: var(--foundry-fg-muted);
  }
  .status:empty {
    min-height: 0;
    margin: 0;
  }
  .status.synced {
    color: var(--foundry-ok);
  }
  .try {
    margin-top: 8px;
  }
  .try summary {
    cursor: pointer;
    font-weight: 600;
    width: max-content;
  }
  .description {
    white-space: pre-line;
  }
  .markdown :is(h1, h2, h3) {
    font-size: 13px;
    text-transform: none;
    letter-spacing: 0;
    color: inherit;
    margin: 10px 0 4px;
  }
  .markdown ul {
    padding-left: 18px;
    margin: 4px 0;
  }
  .markdown pre,
  .markdown table {
    overflow-x: auto;
    max-width: 100%;
  }
  ul.plain-list {
    list-style: none;
    margin: 4px 0;
    padding: 0;
  }
`;
