import { css } from "lit";

export const publishStyle = css`
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(220px, 320px);
  }
  .form {
    min-width: 0;
  }
  foundry-dataset-card,
  .no-card {
    border-left: 1px solid var(--foundry-border);
    background: var(--foundry-bg-raised);
  }
  .no-card {
    padding: 12px;
    color: var(--foundry-fg-muted);
  }
  .split {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-bottom: 4px;
  }
  .split input[list] {
    flex: 1 1 160px;
  }
  .short {
    width: 110px;
  }
  .columns {
    width: 100%;
    border-collapse: collapse;
  }
  .columns th {
    text-align: left;
    font-weight: 600;
    padding: 2px 8px 2px 0;
  }
  .columns thead th {
    color: var(--foundry-fg-muted);
    font-weight: 400;
  }
  .columns td {
    padding: 2px 8px 2px 0;
  }
  .columns td:last-child input {
    width: 100%;
    box-sizing: border-box;
  }
  .columns .short {
    width: 90px;
  }
  .columns td[colspan] input {
    width: 100%;
    box-sizing: border-box;
  }
  .reading {
    margin: 4px 0;
  }
  .reading > summary {
    cursor: pointer;
    color: var(--foundry-fg-muted);
  }
  .understood {
    overflow-x: auto;
    margin-bottom: 8px;
  }
  .understood table {
    border-collapse: collapse;
  }
  .understood caption {
    text-align: left;
    padding: 2px 0;
  }
  .understood th,
  .understood td {
    text-align: left;
    vertical-align: baseline;
    padding: 2px 12px 2px 0;
    white-space: nowrap;
  }
  .understood thead th {
    color: var(--foundry-fg-muted);
    font-weight: 400;
  }
  .understood .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  @container (max-width: 520px) {
    .understood table,
    .understood tbody,
    .understood tr,
    .understood caption {
      display: block;
    }
    .understood thead,
    .understood td:empty {
      display: none;
    }
    .understood tr {
      padding-bottom: 8px;
    }
    .understood th[scope="row"],
    .understood td,
    .understood .number {
      display: block;
      padding-right: 0;
      text-align: left;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .understood td::before {
      content: attr(data-label) " ";
      color: var(--foundry-fg-muted);
    }
  }
  .value {
    display: inline-block;
    max-width: 16ch;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: bottom;
    white-space: pre;
  }
  .value + .value {
    margin-left: 6px;
    padding-left: 6px;
    border-left: 1px solid var(--foundry-border);
  }
  .value.none {
    color: var(--foundry-fg-muted);
    font-style: italic;
  }
  .guesses {
    margin: 4px 0;
    padding-left: 18px;
  }
  .guesses code {
    user-select: all;
    overflow-wrap: anywhere;
  }
  @container (max-width: 620px) {
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
    foundry-dataset-card,
    .no-card {
      border-left: 0;
      border-top: 1px solid var(--foundry-border);
    }
    .columns thead {
      display: none;
    }
    .columns tr {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(90px, 1fr));
      padding: 4px 0;
    }
    .columns :is(th, td:last-child, td[colspan]) {
      grid-column: 1 / -1;
    }
    .columns td :is(input, select) {
      width: 100%;
    }
  }
`;
