import { css } from "lit";
import type { HeaderForm } from "./distribution.js";

const LINE_HEIGHT = 16;
const ROW_PADDING = 10;
const MOST_LINES = 12;

/** Height in px of rows with room for so many lines of text. */
export const rowHeight = (lines = 1): number =>
  ROW_PADDING + LINE_HEIGHT * Math.min(MOST_LINES, Math.max(1, Math.trunc(lines) || 1));

/** Height in px of headers. */
export const headerHeight = (form: HeaderForm): number => (form === "nothing" ? 50 : 86);

export const tableStyle = css`
  :host {
    display: block;
    position: relative;
    font-size: 12px;
  }
  /* An output cuts what hangs out of it: the table makes room for the menu below its header. */
  .scroller:has(~ foundry-column-menu) {
    min-height: ${headerHeight("distributions") + 320}px;
  }
  .scroller:has(~ foundry-column-menu[wide]) {
    min-height: ${headerHeight("distributions") + 424}px;
  }
  .scroller {
    position: relative;
    overflow: auto;
    /* Whole rows: at rest none is cut in half. */
    max-height: calc(
      var(--header-height) + var(--scrollbar) +
        round(down, var(--foundry-table-height, 340px) - var(--header-height), var(--row-height))
    );
    overscroll-behavior: contain auto;
    background: var(--foundry-bg);
    font-variant-numeric: tabular-nums;
    scrollbar-width: thin;
    scrollbar-color: var(--foundry-border-strong) transparent;
  }
  .scroller:focus-visible {
    outline: none;
  }
  .canvas {
    position: relative;
    min-width: 100%;
  }
  .header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    background: var(--foundry-bg);
    border-bottom: 1px solid var(--foundry-border);
  }
  .head,
  .cell {
    flex: none;
    overflow: hidden;
    border-right: 1px solid var(--foundry-border);
  }
  .head {
    position: relative;
    padding: 3px 9px;
    cursor: pointer;
    background: var(--foundry-bg);
  }
  .head.pinned,
  .cell.pinned {
    position: sticky;
    z-index: 1;
    background: var(--foundry-bg);
  }
  .grip {
    position: absolute;
    inset: 0 0 0 auto;
    width: 6px;
    cursor: col-resize;
    touch-action: none;
  }
  .grip:hover {
    background: var(--foundry-border-strong);
  }
  .head.selected {
    box-shadow: inset 0 -2px var(--foundry-accent);
  }
  .title {
    display: flex;
    align-items: center;
    height: 24px;
  }
  .name {
    min-width: 24px;
    line-height: 24px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 600;
    text-align: left;
  }
  .sort {
    margin-left: auto;
  }
  .sort,
  .more {
    flex: none;
    min-width: 24px;
    height: 24px;
    color: var(--foundry-fg-faint);
    opacity: 0;
  }
  .head:is(:hover, .active, .selected, :focus-within) :is(.sort, .more),
  .more.filtered,
  .sort.ascending,
  .sort.descending {
    opacity: 1;
  }
  @media (hover: none) {
    .sort,
    .more {
      opacity: 1;
    }
  }
  .sort sup {
    font-size: 9px;
    line-height: 0;
  }
  .more.filtered,
  .sort.ascending,
  .sort.descending {
    color: var(--foundry-accent);
    font-weight: 700;
  }
  .type,
  .absent {
    height: 17px;
    font-size: 11px;
    line-height: 17px;
    white-space: nowrap;
    color: var(--foundry-fg-faint);
  }
  .absent.some {
    font-weight: 600;
    color: var(--foundry-fg-muted);
  }
  .drawn {
    display: flex;
    align-items: end;
    gap: 5px;
    height: 22px;
    font-size: 11px;
    line-height: 12px;
    font-weight: 600;
    white-space: nowrap;
    color: var(--foundry-fg-muted);
  }
  .drawn svg {
    display: block;
    fill: var(--foundry-bar);
    max-width: 100%;
  }
  .drawn .bars {
    cursor: crosshair;
    touch-action: none;
  }
  .drawn .filtered .whole {
    fill: var(--foundry-border-strong);
  }
  .drawn .filtered .part {
    fill: var(--foundry-accent);
  }
  .drawn .values .part {
    fill: var(--foundry-bar);
  }
  .drawn .values .whole {
    fill: var(--foundry-border-strong);
  }
  .drawn .value {
    cursor: pointer;
  }
  .drawn .value:hover .part,
  .drawn .value.chosen .part {
    fill: var(--foundry-accent);
  }
  .drawn .range {
    fill: var(--foundry-selected);
    stroke: var(--foundry-accent);
    stroke-width: 0.5;
  }
  .drawn .share {
    margin-bottom: 1px;
  }
  .drawn .of {
    fill: var(--foundry-bg-hover);
  }
  .selected .drawn svg {
    fill: var(--foundry-accent);
  }
  .corner,
  .index {
    position: sticky;
    left: 0;
    z-index: 1;
    flex: none;
    width: var(--index-width);
    padding: 0 9px;
    text-align: right;
    color: var(--foundry-fg-faint);
    background: var(--foundry-bg);
    border-right: 1px solid var(--foundry-border);
  }
  .body {
    position: sticky;
    overflow: clip;
    contain: strict;
  }
  /* What changes in a row leaves the rest of the page where it is: a scroll writes many of them a frame. */
  .row {
    position: absolute;
    inset: 0 0 auto 0;
    contain: strict;
    display: flex;
    height: var(--row-height);
    line-height: calc(var(--row-height) - 1px);
    border-bottom: 1px solid var(--foundry-border);
    background: var(--foundry-bg);
  }
  .strip {
    position: absolute;
    inset: 0 0 auto 0;
    will-change: transform;
  }
  .row.even,
  .row.even > .index,
  .row.even > .pinned {
    background: var(--foundry-bg-raised);
  }
  .cell {
    padding: 0 9px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .wrapped :is(.cell, .index) {
    padding: 4px 9px 0;
    line-height: ${LINE_HEIGHT}px;
  }
  .wrapped .cell:not(.number, .nan) {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    border-bottom: 4px solid transparent;
  }
  /* Each clip is a layer to paint; digits that fit need none. */
  .cell.fits {
    overflow: visible;
  }
  .cell.number {
    text-align: right;
  }
  .sparkline {
    display: block;
    width: 100%;
    height: 100%;
  }
  .sparkline path {
    fill: none;
    stroke: var(--foundry-accent);
    vector-effect: non-scaling-stroke;
  }
  .thumbnail {
    display: block;
    height: 100%;
    max-width: 100%;
    object-fit: contain;
  }
  .cell.missing,
  .cell.empty {
    font-style: italic;
    color: var(--foundry-fg-faint);
  }
  .cell.empty {
    opacity: 0.8;
  }
  .cell.nan {
    font-style: italic;
    color: var(--foundry-warn);
    text-align: right;
  }
  .row > .cell.sought {
    background: var(--foundry-mark);
  }
  .row > .cell.chosen {
    background: var(--foundry-selected);
  }
  .cell sub {
    font-size: 0.8em;
    line-height: 0;
  }
  .cell.waiting::before {
    content: "";
    display: inline-block;
    vertical-align: middle;
    width: 55%;
    height: 8px;
    border-radius: 4px;
    background: var(--foundry-bg-hover);
  }
  .scroller:focus .active {
    outline: 2px solid var(--foundry-accent);
    outline-offset: -2px;
  }
  .empty-table {
    position: sticky;
    left: 0;
    padding: 14px 9px;
    color: var(--foundry-fg-muted);
  }
`;
