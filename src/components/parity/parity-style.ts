import { css } from "lit";

export const parityStyle = css`
  :host {
    display: block;
    font-size: 12px;
  }
  .plot {
    position: relative;
    height: 290px;
  }
  /* Plotly writes the colour of the theme it was drawn in. */
  .js-plotly-plot .scatterlayer path.js-line {
    stroke: var(--foundry-fg) !important;
  }
  p {
    margin: 4px 0;
    color: var(--foundry-fg-muted);
    font-variant-numeric: tabular-nums;
  }
  h4 {
    margin: 8px 0 2px;
    font: inherit;
    font-weight: 600;
  }
  .worst {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 11.5px;
  }
  th,
  td {
    padding: 1px 6px 1px 0;
    border-bottom: 1px solid var(--foundry-border);
    text-align: left;
    white-space: nowrap;
    max-width: 150px;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  th {
    color: var(--foundry-fg-muted);
    font-weight: 400;
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
`;
