import { css } from "lit";

export const comparisonStyle = css`
  :host {
    --foundry-second: var(--foundry-target);
    display: block;
    font-size: 12px;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .choice select {
    max-width: 100%;
  }
  .key::before {
    content: "";
    display: inline-block;
    width: 12px;
    height: 9px;
    margin-right: 4px;
    background: var(--foundry-bar);
  }
  .key.second::before {
    height: 0;
    vertical-align: middle;
    border-top: 2px solid var(--foundry-second);
    background: none;
  }
  .rows {
    margin: 6px 0;
    padding: 3px 8px;
    border-left: 3px solid var(--foundry-ok);
    background: color-mix(in srgb, var(--foundry-ok) 8%, var(--foundry-bg));
  }
  .rows.leaks {
    border-color: var(--foundry-warn);
    background: color-mix(in srgb, var(--foundry-warn) 10%, var(--foundry-bg));
  }
  .rows p {
    margin: 0;
  }
  .rows summary {
    cursor: pointer;
  }
  .rows ul {
    margin: 2px 0 0;
    padding-left: 18px;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    max-height: 46em;
    overflow-y: auto;
  }
  li {
    padding: 5px 0;
    border-top: 1px solid var(--foundry-border);
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 10px;
  }
  .figure {
    font-variant-numeric: tabular-nums;
  }
  .figure b {
    font-weight: 600;
  }
  .note,
  .ends {
    color: var(--foundry-fg-faint);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    font-size: 11px;
  }
  .ends span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  svg {
    display: block;
    width: 100%;
    height: 44px;
  }
  svg rect {
    fill: var(--foundry-bar);
  }
  svg rect.place {
    fill: transparent;
  }
  svg rect.place:hover {
    fill: color-mix(in srgb, var(--foundry-fg) 8%, transparent);
  }
  svg path {
    fill: none;
    stroke: var(--foundry-second);
    stroke-width: 1.6;
    vector-effect: non-scaling-stroke;
  }
`;
