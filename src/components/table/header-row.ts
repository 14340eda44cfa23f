import type { TemplateResult } from "lit";
import type { Column, ColumnStatistics, Comparison, View } from "../../contracts/types.js";
import { comparisonsOn } from "../../core/conditions.js";
import { brushOf, followPointer, isRangeable, rangeComparison } from "./brush.js";
import type { ColumnFormat } from "./column-format.js";
import { columnHeader } from "./column-header.js";
import type { ColumnLayout } from "./column-layout.js";
import type { ColumnSummaries } from "./column-summaries.js";
import { typeWord } from "./column-type.js";
import type { DistributionState, HeaderForm } from "./distribution.js";
import type { GridPlace } from "./grid-keys.js";
import type { HeaderCounts } from "./header-counts.js";
import { sortOf } from "./sorting.js";

/** What the header row shows, and what is done from it. */
export interface HeaderRow extends HeaderActions {
  columns: readonly Column[];
  layout: ColumnLayout;
  /** Columns on screen, the pinned ones first. */
  drawn: readonly number[];
  view: View | undefined;
  summaries: ColumnSummaries | undefined;
  form: HeaderForm;
  formats: Readonly<Record<string, ColumnFormat>> | undefined;
  counts: HeaderCounts | undefined;
  selected: string | undefined;
  active: GridPlace;
}

/** What the headers' controls do. */
export interface HeaderActions {
  choose: (name: string) => void;
  sort: (name: string, add: boolean) => void;
  filter: (name: string, comparisons: readonly Comparison[]) => void;
  openMenu: (index: number) => void;
  /** @param width - px; undefined for what the column asks for */
  resize: (name: string, width: number | undefined) => void;
}

/** The header cells on screen. */
export function headerCells(row: HeaderRow): TemplateResult[] {
  const { columns, layout, view } = row;
  return row.drawn.flatMap((index, place) => {
    const column = columns[index];
    if (!column) return [];
    const { name } = column;
    const comparisons = comparisonsOn(view?.filter, name);
    const statistics = row.summaries?.get(name);
    const width = layout.widths[index] ?? 0;
    return columnHeader({
      column,
      index,
      width,
      pinnedAt: place < layout.pinned ? layout.start(index) : undefined,
      gap: place === layout.pinned ? layout.start(index) - layout.pinnedWidth : 0,
      format: row.formats?.[name],
      statistics,
      distribution: stateOf(row, column, statistics, comparisons),
      sorted: sortOf(view, name),
      filtered: comparisons.length > 0,
      selected: row.selected === name,
      active: row.active.row === -1 && row.active.column === index,
      choose: () => row.choose(name),
      sort: (add) => row.sort(name, add),
      openMenu: () => row.openMenu(index),
      resize: (event) => pull(event, (by) => row.resize(name, width + by)),
      resetWidth: () => row.resize(name, undefined),
    });
  });
}

function stateOf(
  row: HeaderRow,
  column: Column,
  statistics: ColumnStatistics | undefined,
  comparisons: readonly Comparison[],
): DistributionState {
  const { name, type } = column;
  if (!statistics) return {};
  const values = comparisons.flatMap(({ op, value, values: several }) =>
    op === "in" ? (several ?? []) : op === "==" ? [value] : [],
  );
  const chosen = values.map(String);
  const scalar = (value: string) => (typeWord(type) === "true or false" ? value === "true" : value);
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    row.filter(name, next.length > 0 ? [{ column: name, op: "in", values: next.map(scalar) }] : []);
  };
  return {
    form: row.form,
    counts: row.counts?.get(name),
    brush: brushOf(comparisons, statistics),
    values: chosen,
    toggle,
    press: isRangeable(type) ? (event) => brush(row, column, statistics, comparisons, event) : undefined,
  };
}

/** A drag over a histogram asks for its range at each step; a click on what is chosen already takes it back. */
function brush(
  row: HeaderRow,
  column: Column,
  statistics: ColumnStatistics,
  before: readonly Comparison[],
  event: PointerEvent,
): void {
  let asked = JSON.stringify(before);
  row.counts?.brush(column, statistics);
  followPointer(event, (from, to, done) => {
    const isClick = Math.abs(from - to) < 0.02;
    const [low, high] = brushOf(before, statistics) ?? [1, 0];
    const inside = from >= low && from <= high;
    const comparison = rangeComparison(column, statistics, from, to);
    const next = isClick && inside ? (done ? [] : before) : comparison ? [comparison] : before;
    const text = JSON.stringify(next);
    if (text === asked) return;
    asked = text;
    row.filter(column.name, next);
  });
}

/** Follows a pull at a column's edge. */
function pull(event: PointerEvent, by: (px: number) => void): void {
  const grip = event.currentTarget as Element;
  event.preventDefault();
  event.stopPropagation();
  grip.setPointerCapture(event.pointerId);
  const start = event.clientX;
  const move = (moved: Event) => by((moved as PointerEvent).clientX - start);
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", () => grip.removeEventListener("pointermove", move), { once: true });
}
