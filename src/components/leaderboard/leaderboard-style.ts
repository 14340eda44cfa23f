import { css } from "lit";

export const leaderboardStyle = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    margin: 10px 0 6px;
  }
  .scroll {
    overflow-x: auto;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
  }
  th,
  td {
    padding: 4px 9px;
    text-align: left;
    vertical-align: top;
    white-space: nowrap;
    border-bottom: 1px solid var(--foundry-border);
  }
  tbody tr:last-child td {
    border-bottom: 0;
  }
  th {
    background: var(--foundry-bg-raised);
    font-weight: 400;
    color: var(--foundry-fg-muted);
  }
  th button {
    min-height: 24px;
    color: inherit;
  }
  th[aria-sort] {
    color: var(--foundry-fg);
    font-weight: 600;
  }
  td.number,
  th.number {
    text-align: right;
  }
  .deviation,
  .by {
    color: var(--foundry-fg-muted);
  }
  :host([alone]) {
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
    max-width: 960px;
  }
  .entry > .more {
    display: flex;
    align-items: center;
    gap: 2px 8px;
    font-size: 11px;
  }
  .more .by {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .more .role {
    flex: none;
  }
  .more button {
    flex: none;
    min-height: 24px;
    text-decoration: underline dotted;
    text-underline-offset: 2px;
  }
  .significance {
    margin-top: 8px;
    padding: 4px 10px 8px;
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
    background: var(--foundry-bg);
  }
  .entry {
    max-width: 24ch;
  }
  .entry > *,
  .entry .link {
    display: block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .name {
    font-weight: 600;
  }
  .interval {
    font-size: 11px;
    color: var(--foundry-fg-muted);
  }
  .withdrawn {
    color: var(--foundry-fg-muted);
  }
  .withdrawn .name {
    text-decoration: line-through;
    font-weight: 400;
  }
  .best td {
    background: var(--foundry-selected);
  }
  .same {
    color: var(--foundry-fg-muted);
  }
  figure {
    margin: 10px 0 0;
  }
  figcaption {
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
  }
  svg {
    display: block;
    width: 100%;
    max-width: 560px;
    height: auto;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
  }
  svg text {
    fill: var(--foundry-fg-muted);
    font: 10.5px var(--foundry-font);
  }
  .axis {
    stroke: var(--foundry-border-strong);
  }
  .point {
    fill: var(--foundry-accent);
  }
  .best-line {
    stroke: var(--foundry-fg-faint);
    stroke-dasharray: 3 3;
  }
  .parity svg {
    max-width: 320px;
  }
  .equal {
    stroke: var(--foundry-fg-faint);
  }
  .dots {
    stroke: var(--foundry-accent);
    stroke-width: 3;
    stroke-linecap: round;
    stroke-opacity: 0.45;
  }
  .interval {
    stroke: var(--foundry-accent);
    stroke-width: 1.5;
  }
  pre {
    margin: 6px 0 0;
    padding: 7px 9px;
    overflow-x: auto;
    font: 11.5px/1.5 var(--foundry-mono);
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border);
    border-radius: 3px;
    overflow-wrap: normal;
  }
`;
