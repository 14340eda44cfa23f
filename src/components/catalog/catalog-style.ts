import { css } from "lit";

export const catalogStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--foundry-bg);
    container-type: inline-size;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 8px;
    padding: 10px 12px 4px;
    font-size: 11px;
    color: var(--foundry-fg-muted);
  }
  .head strong {
    letter-spacing: 0.06em;
  }
  .head span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .search {
    position: relative;
    margin: 0 12px;
  }
  .search input {
    width: 100%;
    padding: 6px 70px 6px 8px;
  }
  .search .in-box {
    position: absolute;
    right: 4px;
    top: 5px;
    display: flex;
    gap: 2px;
  }
  .query-problem:empty {
    display: none;
  }
  .query-problem,
  .notice {
    padding: 6px 12px 0;
    color: var(--foundry-fg-muted);
    overflow-wrap: anywhere;
  }
  .notice {
    padding-bottom: 6px;
    border-bottom: 1px solid var(--foundry-border);
  }
  .notice progress {
    width: 100%;
    height: 4px;
    accent-color: var(--foundry-accent);
  }
  .notice .link {
    text-decoration: underline;
  }
  .query-problem .place {
    font-family: var(--foundry-mono, monospace);
    display: block;
  }
  .help {
    padding: 6px 12px 0;
    color: var(--foundry-fg-muted);
    max-height: 40%;
    overflow-y: auto;
    flex: none;
  }
  .help p {
    margin: 0 0 6px;
  }
  .help ul,
  .saved {
    display: flex;
    flex-wrap: wrap;
    gap: 5px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .saved {
    padding: 8px 12px 0;
  }
  .saved .chip button {
    display: inline-flex;
    gap: 4px;
    min-width: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 8px;
    border-bottom: 1px solid var(--foundry-border);
  }
  .sort {
    position: relative;
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
    min-width: 0;
  }
  .search .in-box button,
  .sort summary,
  .sort button {
    min-width: 24px;
    min-height: 24px;
  }
  .sort summary {
    display: flex;
    align-items: center;
    cursor: pointer;
    white-space: nowrap;
  }
  .sort [role="group"] {
    position: absolute;
    right: 0;
    z-index: 3;
    display: grid;
    padding: 4px;
    background: var(--foundry-bg);
    border: 1px solid var(--foundry-border-strong);
    border-radius: 3px;
  }
  .sort [role="group"] button {
    text-align: left;
    padding: 3px 8px;
  }
  .sort [aria-pressed="true"] {
    color: var(--foundry-fg);
    font-weight: 600;
  }
  .hit .notes {
    font-size: 11.5px;
    color: var(--foundry-fg-muted);
    overflow-wrap: anywhere;
  }
  [role="tablist"] {
    display: flex;
    gap: 10px;
    padding: 8px 12px 0;
    font-size: 12px;
  }
  [role="tab"] {
    padding: 3px 0 5px;
    color: var(--foundry-fg-muted);
    border-bottom: 2px solid transparent;
  }
  [role="tab"][aria-selected="true"] {
    color: var(--foundry-fg);
    border-color: var(--foundry-accent);
  }
  /* Who shows this element hides the results where something else takes their place. */
  .found {
    display: var(--foundry-results, flex);
    flex-direction: column;
    flex: 1 1 auto;
    min-height: 0;
  }
  .busy {
    display: none;
  }
  .list {
    flex: 1 1 auto;
    min-height: 0;
    overflow-y: auto;
  }
  .hit {
    padding: 8px 12px 8px 9px;
    border-left: 3px solid transparent;
    border-bottom: 1px solid var(--foundry-border);
    cursor: pointer;
  }
  .hit:hover {
    background: var(--foundry-bg-hover);
  }
  .hit[aria-selected="true"] {
    background: var(--foundry-selected);
    border-left-color: var(--foundry-accent);
  }
  .hit:focus-visible {
    outline-offset: -2px;
  }
  .row {
    position: relative;
  }
  .quick {
    position: absolute;
    right: 8px;
    bottom: 6px;
    display: flex;
    gap: 4px;
    padding-left: 12px;
    border-radius: 3px;
    background: var(--foundry-bg-hover);
    opacity: 0;
  }
  .row:is(:hover, :focus-within) .quick {
    opacity: 1;
  }
  .quick button {
    min-height: 24px;
    padding: 0 8px;
    background: var(--foundry-bg);
    font-size: 11.5px;
  }
  .quick kbd {
    padding: 0 3px;
    border: 1px solid currentColor;
    border-radius: 2px;
    font: 9.5px var(--foundry-mono);
  }
  /* Nothing hovers over a touch screen: the buttons stand below what they are about. */
  @media (hover: none) {
    .quick {
      position: static;
      padding: 0 12px 8px;
      background: none;
      opacity: 1;
    }
    .quick kbd {
      display: none;
    }
  }
  .hit .title {
    font-weight: 600;
  }
  .hit .excerpt {
    color: var(--foundry-fg-muted);
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .hit .facts {
    color: var(--foundry-fg-faint);
    font-size: 11.5px;
  }
  .hit .title,
  .hit .excerpt {
    overflow-wrap: anywhere;
  }
  mark {
    background: var(--foundry-mark);
    color: inherit;
    border-radius: 2px;
  }
  .more {
    display: block;
    margin: 8px auto;
  }
  .state code {
    overflow-wrap: anywhere;
  }
  .state {
    padding: 16px 12px;
    color: var(--foundry-fg-muted);
  }
  .state p {
    margin: 0 0 8px;
  }
  .problem {
    margin: 12px;
  }
  .busy {
    height: 2px;
    background: linear-gradient(90deg, transparent, var(--foundry-accent), transparent);
    background-size: 200% 100%;
    animation: slide 1.2s linear infinite;
  }
  .busy.on {
    display: block;
  }
  .busy.off {
    display: block;
    background: none;
    animation: none;
  }
  @keyframes slide {
    from {
      background-position: 200% 0;
    }
    to {
      background-position: 0 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .busy.on {
      animation: none;
      background: var(--foundry-accent);
    }
  }
  .make {
    padding: 6px 12px;
  }
  .make button {
    min-height: 24px;
  }
`;
